import { findPlacedService } from '../fixtures/stack/index';
import { pageCheckReport, type PageCheckReport } from '../../src/page-check/command';
import { factsOf, type ReadPage } from '../../src/page-check/facts';
import { parsePage } from '../../src/exposition/parse';

export const service = findPlacedService('order-api', 'dev');
const LABELS = 'method="GET",endpoint="/orders"';

/** Everything that the contract asks for, once. */
export const RIGHT = [
  '# HELP order_api_requests_total Total HTTP requests',
  '# TYPE order_api_requests_total counter',
  `order_api_requests_total{${LABELS},status="200"} 5`,
  '# HELP order_api_request_duration_seconds HTTP request latency in seconds',
  '# TYPE order_api_request_duration_seconds histogram',
  ...['0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf'].map(
    (le) => `order_api_request_duration_seconds_bucket{${LABELS},le="${le}"} 5`,
  ),
  `order_api_request_duration_seconds_sum{${LABELS}} 0.5`,
  `order_api_request_duration_seconds_count{${LABELS}} 5`,
  '# HELP order_api_requests_in_flight HTTP requests being handled right now',
  '# TYPE order_api_requests_in_flight gauge',
  'order_api_requests_in_flight 1',
  '# HELP order_api_build_info Always 1; its labels describe the running version',
  '# TYPE order_api_build_info gauge',
  'order_api_build_info{version="1.2.3",revision="abc123"} 1',
  'process_start_time_seconds 1000',
  '',
].join('\n');

export const SAMPLE = `order_api_requests_total{${LABELS},status="200"} 5\n`;
export const BUCKET = `order_api_request_duration_seconds_bucket{${LABELS},le="0.25"} 5\n`;

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

export const found = ({ findings }: PageCheckReport) =>
  findings.map(
    ({ check, severity, resource, path: field, message: problem, found: value, expected, fix, at }) => ({
      is: `${severity} ${check}`,
      says: `${resource}: ${field} ${problem}`,
      found: value,
      expected,
      fix,
      line: at?.line,
    }),
  );

export const report = (text: string, later?: string) =>
  pageCheckReport(factsOf(service, read(text), later === undefined ? undefined : read(later)));
