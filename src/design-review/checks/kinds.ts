import { HISTOGRAMS, INSTRUMENTATION, NAMING, metricCheck, type ReviewCheck } from '../check';
import { isUnnamedInfo } from '../info-metric';
import { renamed, SERIES_SUFFIXES } from '../renamed';
import { words } from '../../findings/words';
import { mentions, snakeCase, withoutTotal, wordsOf } from '../words';

const KIND = `${INSTRUMENTATION}#counter-vs-gauge-summary-vs-histogram`;
/** What goes up and down. */
const STATES = words(`
  in_flight inflight in_progress active current pending queued queue_length queue_depth queue_size depth level
  usage utilization temperature available free size open idle busy max min limit capacity last ready backlog
  waiting ratio percent percentage temperature celsius memory_total total_memory disk_total size_total swap_total
`);
/** What happens, and is counted. */
const EVENTS = words(`
  requests errors failures exceptions calls messages retries restarts hits misses timeouts events processed
  completed created sent received logins rejections attempts clicks views visits orders payments purchases signups
  registrations uploads downloads invocations executions runs evictions drops crashes failed succeeded
`);
/** A number since some moment in the past is a count. */
const SINCE = words('since_start since_startup since_boot since_restart so_far lifetime cumulative');
const SINCE_START = /\bsince (?:the |its |last |service |server |process )*(?:start|startup|boot|restart)\b/i;
/** A time since the start is a gauge. */
const TIMES = words('seconds time timestamp uptime age duration');
/** Behind an event, these only say that it is counted. */
const COUNTED = words('count number num');
/** What differs from one request to the next, so that its last value says nothing. */
const REQUESTS = words('request response query call rpc http');
const OBSERVED = words('duration latency response_time request_size response_size');

/** \`cpu_usage_seconds_total\` adds up time, and \`open_attempts_total\` counts attempts. */
function stateIn(name: string): string | undefined {
  const words = wordsOf(withoutTotal(name));
  const last = words.at(-1) ?? '';
  if (name.endsWith('_total') && words.length > 1 && (last === 'seconds' || isEvent(last))) return undefined;
  return STATES.find((word) => mentions(name, [word]));
}

const isEvent = (word: string): boolean => EVENTS.includes(word) || /..ed$/.test(word);

/** Where another check speaks about the end of a name, or reports that it is not a counter, this one would contradict it. */
function lacksTotal(name: string): boolean {
  const plain = snakeCase(name);
  return (
    !plain.endsWith('_total') &&
    !plain.endsWith('_info') &&
    !SERIES_SUFFIXES.some((suffix) => plain.endsWith(suffix)) &&
    stateIn(name) === undefined
  );
}

/** A text that explains 0, 1 and 2. */
const NUMBERED = /(?<![\d.])0(?![\d.]).*(?<![\d.])1(?![\d.]).*(?<![\d.])2(?![\d.])/s;
const ENUMS = words('state status phase mode stage health');

export const kindChecks: readonly ReviewCheck[] = [
  metricCheck({
    id: 'kind-unknown',
    severity: 'warning',
    question: 'Does every metric declare its type?',
    see: 'https://prometheus.io/docs/concepts/metric_types/',
    path: 'type',
    wrong: ({ kind }) => kind === 'unknown',
    message: 'the type of the metric is not declared',
    expected: 'counter, gauge or histogram',
    fix: 'declare it: dashboards and people choose functions by it',
  }),
  metricCheck({
    id: 'counter-total',
    severity: 'warning',
    question: 'Do counters end in _total?',
    see: `${NAMING}#metric-names`,
    wrong: ({ kind, name }) => kind === 'counter' && lacksTotal(name),
    message: 'a counter name must end in _total',
    expected: 'a counter that ends in _total',
    fix: (_, metric) =>
      `rename it to ${renamed(metric)}: some client libraries append it, and then rules read another name`,
  }),
  metricCheck({
    id: 'total-counter',
    severity: 'error',
    question: 'Are only counters called _total?',
    see: `${NAMING}#metric-names`,
    wrong: ({ kind, name }) => kind !== 'counter' && kind !== 'unknown' && name.endsWith('_total'),
    message: (_, { kind }) => `the suffix _total is reserved for counters, and this is a ${kind}`,
    expected: 'a name without _total',
    fix: (_, metric) => `rename it to ${renamed(metric)}, or make it a counter if it only rises`,
  }),
  metricCheck({
    id: 'counter-gauge',
    severity: 'warning',
    question: 'Are counters only what never falls?',
    see: KIND,
    path: 'type',
    wrong: ({ kind, name }) => kind === 'counter' && stateIn(name),
    message: (state) =>
      `a counter must not fall, but "${state}" goes up and down: every fall looks like a restart`,
    expected: 'gauge',
    fix: (_, metric) =>
      `make it the gauge ${renamed({ ...metric, kind: 'gauge' })}, or count what starts and what ends`,
  }),
  metricCheck({
    id: 'gauge-counter',
    severity: 'warning',
    question: 'Are events counted rather than set?',
    see: KIND,
    path: 'type',
    wrong: ({ kind, name, help = '' }) => {
      if (kind !== 'gauge') return undefined;
      const since = SINCE.find((phrase) => mentions(name, [phrase]));
      const text = since === undefined ? withoutTotal(name) : snakeCase(name).split(`_${since}`)[0];
      const last = wordsOf(text ?? '').findLast((word) => !COUNTED.includes(word)) ?? '';
      if (SINCE_START.test(help) && !mentions(name, TIMES)) return last;
      return EVENTS.includes(last) && (since !== undefined || !mentions(name, STATES)) && last;
    },
    message: (event) => `a gauge loses "${event}" that happen between two scrapes`,
    expected: 'counter',
    fix: (_, metric) => `make it the counter ${renamed({ ...metric, kind: 'counter' })}`,
  }),
  metricCheck({
    id: 'gauge-histogram',
    severity: 'warning',
    question: 'Are observations kept in histograms rather than as their last value?',
    see: KIND,
    path: 'type',
    wrong: ({ kind, name }) =>
      kind === 'gauge' &&
      mentions(name, OBSERVED) &&
      !mentions(name, ['max', 'min', 'limit']) &&
      // The last run of a batch job is a value of its own.
      (!mentions(name, ['last']) || mentions(name, REQUESTS)),
    message: 'a gauge keeps only the last observation before a scrape',
    expected: 'histogram',
    fix: 'make it a histogram',
  }),
  metricCheck({
    id: 'summary',
    severity: 'warning',
    question: 'Are quantiles computed where they can be aggregated?',
    see: HISTOGRAMS,
    path: 'type',
    wrong: ({ kind }) => kind === 'summary',
    message: 'quantiles of a summary cannot be aggregated over pods, and no objective can use them',
    expected: 'histogram',
    fix: 'make it a histogram with a bucket at each latency that matters',
  }),
  metricCheck({
    id: 'info-gauge',
    severity: 'warning',
    question: 'Are metrics that only carry labels gauges called _info?',
    see: 'https://prometheus.io/docs/practices/instrumentation/#use-labels',
    path: 'type',
    wrong: ({ kind, name }) => name.endsWith('_info') && kind !== 'gauge' && kind !== 'unknown',
    message: (_, { kind }) => `_info marks a gauge that is always 1, but the type is ${kind}`,
    expected: 'gauge',
    fix: 'make it a gauge with the value 1',
  }),
  metricCheck({
    id: 'info-name',
    severity: 'warning',
    question: 'Are metrics that only carry labels called _info?',
    see: 'https://prometheus.io/docs/practices/instrumentation/#use-labels',
    wrong: isUnnamedInfo,
    message: 'the labels describe the process, so the value can only be 1',
    expected: 'a gauge that ends in _info',
    fix: (_, { name }) =>
      `rename it to ${snakeCase(name).replace(/_(version|info|build)$/, '')}_build_info, with the value 1`,
  }),
  metricCheck({
    id: 'gauge-enum',
    severity: 'warning',
    question: 'Are states labels rather than numbers?',
    see: 'https://prometheus.io/docs/instrumenting/writing_exporters/#labels',
    wrong: ({ name, kind, help, labels }) =>
      kind === 'gauge' &&
      mentions(name, ENUMS) &&
      !labels.some((label) => ENUMS.some((word) => mentions(label.name, [word]))) &&
      // Without help texts in the plan, the name has to do.
      (help === undefined ? /_(state|phase|stage)$/.test(name) : NUMBERED.test(help)),
    message: 'a number stands for a state, so averages, sums and thresholds of it mean nothing',
    expected: 'a series for each state, with the value 1 on the current one and 0 on the others',
    fix: (_, { name }) => `expose ${snakeCase(name)}{state="..."} for every state`,
  }),
  metricCheck({
    id: 'rate-metric',
    severity: 'warning',
    question: 'Does Prometheus compute all rates?',
    see: KIND,
    wrong: ({ name }) =>
      mentions(name, ['per_second', 'per_minute', 'per_hour', 'rps', 'qps', 'tps']) ||
      /_(rate|avg|average|mean|p\d\d)$/.test(name),
    message: 'the rate is computed in the service, so queries cannot aggregate it or change its window',
    expected: 'what it is computed from',
    fix: (_, { kind }) => `expose the counter or histogram behind it rather than a ${kind}`,
  }),
];
