import type { PlannedMetric } from '../plan';
import type { ReviewCheck } from '../check';
import { isOwn } from '../instrumentation';
import { words } from '../../findings/words';
import { mentions } from '../words';

const SIGNALS = 'https://sre.google/sre-book/monitoring-distributed-systems/#xref_monitoring_golden-signals';

const TRAFFIC = words(`
  requests calls queries messages jobs operations events tasks commands rpcs handled started processed invocations
`);
const OUTCOME_LABELS = words(`
  status status_code code http_status http_status_code outcome result error success grpc_code
  http_response_status_code rpc_grpc_status_code response_code error_type exception
`);
const FAILURES = ['errors', 'failures', 'failed', 'exceptions'];
const DURATIONS = ['duration', 'latency', 'time', 'seconds'];
const IN_FLIGHT = words('in_flight inflight in_progress inprogress active_requests concurrent concurrency');
const LOAD = [
  ...IN_FLIGHT,
  ...words(`
  active queue queued pending backlog pool utilization usage busy connections saturation workers limit
`),
];

interface Signal {
  readonly id: string;
  readonly severity: ReviewCheck['severity'];
  readonly question: string;
  readonly measured: (metric: PlannedMetric) => boolean;
  readonly path: string;
  readonly message: string;
  readonly expected: string;
  /** @param app how the names of the plan begin */
  readonly add: (app: string) => string;
}

const isObserved = (kind: PlannedMetric['kind']): boolean =>
  kind === 'histogram' || kind === 'native histogram' || kind === 'summary';

const hasLabel = ({ labels }: PlannedMetric, names: readonly string[]): boolean =>
  labels.some(({ name }) => names.includes(name.toLowerCase()));

/** The four golden signals, and what one asks next when they look bad. */
const ROWS: readonly Signal[] = [
  {
    id: 'signal-traffic',
    severity: 'warning',
    question: 'Is traffic counted?',
    // A histogram of durations counts them, too.
    measured: ({ kind, name }) =>
      (kind === 'counter' && mentions(name, TRAFFIC)) || (isObserved(kind) && mentions(name, DURATIONS)),
    path: 'traffic',
    message: 'traffic is not counted',
    expected: 'a counter of requests',
    add: (app) => `Counter: ${app}_requests_total (method, endpoint, status)`,
  },
  {
    id: 'signal-errors',
    severity: 'warning',
    question: 'Can failures be distinguished from successes?',
    measured: (metric) =>
      (metric.kind === 'counter' && mentions(metric.name, FAILURES)) ||
      ((metric.kind === 'counter' || isObserved(metric.kind)) && hasLabel(metric, OUTCOME_LABELS)),
    path: 'errors',
    message: 'errors cannot be distinguished from successes',
    expected: 'a status or outcome label on the counter of requests',
    add: (app) => `Counter: ${app}_requests_total (method, endpoint, status)`,
  },
  {
    id: 'signal-latency',
    severity: 'warning',
    question: 'Is latency observed in a way that quantiles and objectives can use?',
    measured: ({ kind, name }) => kind.endsWith('histogram') && mentions(name, DURATIONS),
    path: 'latency',
    message: 'latency is not observed in a histogram',
    expected: 'a histogram of durations in seconds',
    add: (app) =>
      `Histogram: ${app}_request_duration_seconds (method, endpoint) [0.05, 0.1, 0.25, 0.5, 1, 2.5]`,
  },
  {
    id: 'signal-saturation',
    severity: 'warning',
    question: 'Does a gauge measure how full the service is?',
    measured: ({ kind, name }) => kind === 'gauge' && mentions(name, LOAD),
    path: 'saturation',
    message: 'no gauge measures saturation: CPU and memory do not show how busy a waiting service is',
    expected: 'a gauge of what runs out first: requests in flight, queue length, connections of a pool',
    add: (app) => `Gauge: ${app}_requests_in_flight`,
  },
  {
    id: 'signal-in-flight',
    severity: 'info',
    question: 'Are requests counted while they are handled?',
    measured: ({ kind, name }) => kind === 'gauge' && mentions(name, IN_FLIGHT),
    path: 'requests in flight',
    message: 'requests in flight are not measured, so hanging requests appear in no metric',
    expected: 'a gauge of requests being handled',
    add: (app) => `Gauge: ${app}_requests_in_flight`,
  },
  {
    id: 'signal-build-info',
    severity: 'info',
    question: 'Does a metric expose the running version?',
    measured: (metric) =>
      metric.name.endsWith('_info') &&
      (mentions(metric.name, ['build']) || hasLabel(metric, ['version', 'revision'])),
    path: 'build info',
    message: 'build info is not exposed, so no graph shows which release started a problem',
    expected: 'a gauge that is always 1, with version and revision as labels',
    add: (app) => `Gauge: ${app}_build_info (version, revision)`,
  },
];

export const signalChecks: readonly ReviewCheck[] = ROWS.map(
  ({ id, severity, question, measured, add, ...remark }) => ({
    id,
    severity,
    question,
    see: SIGNALS,
    ofAll: true,
    find: ({ plan: { metrics }, exporter }) => {
      // An exporter measures other things, and what a library exposes is a part of a design.
      if (exporter || metrics.some(measured) || !metrics.some(isOwn)) return [];
      return [{ ...remark, found: undefined, fix: `add "${add(prefixOf(metrics))}"` }];
    },
  }),
);

/** The words that all names begin with, which are the application's. */
function prefixOf(metrics: readonly PlannedMetric[]): string {
  const [first = [], ...others] = metrics.map(({ name }) => name.split('_'));
  const end = first.findIndex((word, index) => others.some((words) => words[index] !== word));
  const shared = (end < 0 ? first.slice(0, 1) : first.slice(0, end)).join('_');
  return shared === '' ? 'app' : shared;
}
