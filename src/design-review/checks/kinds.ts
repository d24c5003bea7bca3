import { HISTOGRAMS, INSTRUMENTATION, NAMING, ofMetrics, type ReviewCheck } from '../check';
import { renamed, SERIES_SUFFIXES, snakeCase } from '../renamed';
import { mentions, withoutTotal, wordsOf } from '../words';

const KIND = `${INSTRUMENTATION}#counter-vs-gauge-summary-vs-histogram`;
/** What goes up and down. */
const STATES = [
  'in_flight',
  'inflight',
  'in_progress',
  'active',
  'current',
  'pending',
  'queued',
  'queue_length',
  'queue_depth',
  'queue_size',
  'depth',
  'level',
  'usage',
  'utilization',
  'temperature',
  'available',
  'free',
  'size',
  'open',
  'idle',
  'busy',
  'max',
  'min',
  'limit',
  'capacity',
  'last',
  'ready',
  'backlog',
  'waiting',
];
/** What happens, and is counted. */
const EVENTS = [
  'requests',
  'errors',
  'failures',
  'exceptions',
  'calls',
  'messages',
  'retries',
  'restarts',
  'hits',
  'misses',
  'timeouts',
  'events',
  'processed',
  'completed',
  'created',
  'sent',
  'received',
  'logins',
  'rejections',
];
/** What differs from one request to the next, so that its last value says nothing. */
const OBSERVED = ['duration', 'latency', 'response_time', 'request_size', 'response_size'];

const stateIn = (name: string): string | undefined => STATES.find((word) => mentions(name, [word]));

/** Where another check speaks about the end of a name, or says that it is no counter, this one would contradict. */
function lacksTotal(name: string): boolean {
  const plain = snakeCase(name);
  return (
    !plain.endsWith('_total') &&
    !plain.endsWith('_info') &&
    !SERIES_SUFFIXES.some((suffix) => plain.endsWith(suffix)) &&
    stateIn(name) === undefined
  );
}

export const kindChecks: readonly ReviewCheck[] = [
  {
    id: 'kind-unknown',
    severity: 'warning',
    question: 'Does every metric declare its type?',
    see: 'https://prometheus.io/docs/concepts/metric_types/',
    find: ofMetrics(({ kind }) =>
      kind === 'unknown'
        ? {
            path: 'type',
            message: 'the histogram has no such bucket',
            found: kind,
            expected: 'counter, gauge or histogram',
            fix: 'declare it: dashboards and people choose functions by it',
          }
        : undefined,
    ),
  },
  {
    id: 'counter-total',
    severity: 'warning',
    question: 'Do counters end in _total?',
    see: `${NAMING}#metric-names`,
    find: ofMetrics((metric) =>
      metric.kind === 'counter' && lacksTotal(metric.name)
        ? {
            path: 'name',
            message: 'a counter name must end in _total',
            found: metric.name,
            expected: 'a counter that ends in _total',
            fix: `rename it to ${renamed(metric)}: some client libraries append it, and then rules read another name`,
          }
        : undefined,
    ),
  },
  {
    id: 'total-counter',
    severity: 'error',
    question: 'Are only counters called _total?',
    see: `${NAMING}#metric-names`,
    find: ofMetrics((metric) =>
      metric.kind !== 'counter' && metric.kind !== 'unknown' && metric.name.endsWith('_total')
        ? {
            path: 'name',
            message: `the suffix _total is reserved for counters, and this is a ${metric.kind}`,
            found: metric.name,
            expected: 'a name without _total',
            fix: `rename it to ${renamed(metric)}, or make it a counter if it only rises`,
          }
        : undefined,
    ),
  },
  {
    id: 'counter-gauge',
    severity: 'warning',
    question: 'Are counters only what never falls?',
    see: KIND,
    find: ofMetrics((metric) => {
      const { kind } = metric;
      const state = stateIn(metric.name);
      return kind === 'counter' && state !== undefined
        ? {
            path: 'type',
            message: `a counter must not fall, but "${state}" goes up and down: every fall looks like a restart`,
            found: kind,
            expected: 'gauge',
            fix: `make it the gauge ${renamed({ ...metric, kind: 'gauge' })}, or count what starts and what ends`,
          }
        : undefined;
    }),
  },
  {
    id: 'gauge-counter',
    severity: 'warning',
    question: 'Are events counted rather than set?',
    see: KIND,
    find: ofMetrics((metric) => {
      const { kind, name } = metric;
      const last = wordsOf(withoutTotal(name)).at(-1) ?? '';
      return kind === 'gauge' && EVENTS.includes(last) && !mentions(name, STATES)
        ? {
            path: 'type',
            message: `a gauge loses "${last}" that happen between two scrapes`,
            found: kind,
            expected: 'counter',
            fix: `make it the counter ${renamed({ ...metric, kind: 'counter' })}`,
          }
        : undefined;
    }),
  },
  {
    id: 'gauge-histogram',
    severity: 'warning',
    question: 'Are observations kept in histograms rather than as their last value?',
    see: KIND,
    find: ofMetrics(({ kind, name }) =>
      kind === 'gauge' && mentions(name, OBSERVED) && !mentions(name, ['last', 'max', 'min', 'limit'])
        ? {
            path: 'type',
            message: 'a gauge keeps only the last observation before a scrape',
            found: kind,
            expected: 'histogram',
            fix: 'make it a histogram',
          }
        : undefined,
    ),
  },
  {
    id: 'summary',
    severity: 'warning',
    question: 'Are quantiles computed where they can be aggregated?',
    see: HISTOGRAMS,
    find: ofMetrics(({ kind }) =>
      kind === 'summary'
        ? {
            path: 'type',
            message: 'quantiles of a summary cannot be aggregated over pods, and no objective can use them',
            found: kind,
            expected: 'histogram',
            fix: 'make it a histogram with a bucket at each latency that matters',
          }
        : undefined,
    ),
  },
  {
    id: 'info-gauge',
    severity: 'warning',
    question: 'Are metrics that only carry labels gauges called _info?',
    see: 'https://prometheus.io/docs/practices/instrumentation/#use-labels',
    find: ofMetrics(({ kind, name }) =>
      name.endsWith('_info') && kind !== 'gauge' && kind !== 'unknown'
        ? {
            path: 'type',
            message: `_info marks a gauge that is always 1, but the type is ${kind}`,
            found: kind,
            expected: 'gauge',
            fix: 'make it a gauge with the value 1',
          }
        : undefined,
    ),
  },
  {
    id: 'rate-metric',
    severity: 'warning',
    question: 'Does Prometheus compute all rates?',
    see: KIND,
    find: ofMetrics(({ name, kind }) =>
      mentions(name, ['per_second', 'per_minute', 'per_hour', 'rps', 'qps', 'tps']) ||
      /_(rate|avg|average|mean|p\d\d)$/.test(name)
        ? {
            path: 'name',
            message:
              'the rate is computed in the service, so queries cannot aggregate it or change its window',
            found: name,
            expected: 'what it is computed from',
            fix: `expose the counter or histogram behind it rather than a ${kind}`,
          }
        : undefined,
    ),
  },
];
