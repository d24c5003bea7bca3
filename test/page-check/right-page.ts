import { findPlacedService } from '../../src/catalog/find';
import { contractReport, type ContractReport } from '../../src/page-check/command';
import { factsOf, type ReadPage } from '../../src/page-check/facts';
import { parsePage } from '../../src/exposition/parse';

export const service = findPlacedService('task-api', 'dev');
const LABELS = 'method="GET",endpoint="/tasks"';

/** Everything that the contract asks for, once. */
export const RIGHT = [
  '# HELP task_api_requests_total Total HTTP requests',
  '# TYPE task_api_requests_total counter',
  `task_api_requests_total{${LABELS},status="200"} 5`,
  '# HELP task_api_request_duration_seconds HTTP request latency in seconds',
  '# TYPE task_api_request_duration_seconds histogram',
  ...['0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf'].map(
    (le) => `task_api_request_duration_seconds_bucket{${LABELS},le="${le}"} 5`,
  ),
  `task_api_request_duration_seconds_sum{${LABELS}} 0.5`,
  `task_api_request_duration_seconds_count{${LABELS}} 5`,
  '# HELP task_api_requests_in_flight HTTP requests being handled right now',
  '# TYPE task_api_requests_in_flight gauge',
  'task_api_requests_in_flight 1',
  '# HELP task_api_build_info Always 1; its labels tell what is running',
  '# TYPE task_api_build_info gauge',
  'task_api_build_info{version="1.2.3",revision="abc123"} 1',
  'process_start_time_seconds 1000',
  '',
].join('\n');

export const SAMPLE = `task_api_requests_total{${LABELS},status="200"} 5\n`;
export const BUCKET = `task_api_request_duration_seconds_bucket{${LABELS},le="0.25"} 5\n`;

export const read = (text: string, contentType?: string): ReadPage => ({
  source: 'page.txt',
  page: parsePage(text),
  ...(contentType === undefined
    ? {}
    : { http: { contentType: contentType === 'none' ? undefined : contentType } }),
});

/** The right page with one edit; an edit that changes nothing would prove nothing. */
export function edited(from: string | RegExp, to: string): string {
  const text = RIGHT.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'g'), to);
  if (text === RIGHT) throw new Error(`${String(from)} is not on the page`);
  return text;
}

export const found = ({ findings }: ContractReport) =>
  findings.map(({ check, severity, resource, field, problem, found: value, expected, fix, at }) => ({
    is: `${severity} ${check}`,
    says: `${resource}: ${field} ${problem}`,
    found: value,
    expected,
    fix,
    line: at?.line,
  }));

export const report = (text: string, later?: string) =>
  contractReport(factsOf(service, read(text), later === undefined ? undefined : read(later)));
