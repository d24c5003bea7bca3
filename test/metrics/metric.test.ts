import { oneOf, pattern, unbounded, type LabelSchema } from '../../src/metrics/labels';
import { counter, gauge, histogram, summary, type Metric } from '../../src/metrics/metric';
import { seriesBound, seriesNames } from '../../src/metrics/series';

const help = 'What it is';
const letters = oneOf('a', 'b');

test('metrics are plain data', () => {
  expect(counter('x_total', { help })).toEqual({ kind: 'counter', name: 'x_total', help, labels: {} });
  expect(gauge('x_bytes', { help, unit: 'bytes', labels: { letters } })).toEqual({
    kind: 'gauge',
    name: 'x_bytes',
    help,
    unit: 'bytes',
    labels: { letters },
  });
  expect(histogram('x_seconds', { help, unit: 'seconds', buckets: [-1, 0, 0.5] })).toEqual({
    kind: 'histogram',
    name: 'x_seconds',
    help,
    unit: 'seconds',
    labels: {},
    buckets: [-1, 0, 0.5],
  });
  expect(counter('x_seconds_total', { help, unit: 'seconds' }).unit).toBe('seconds');
});

test.each<[string, Metric]>([
  ['a counter without _total', counter('http_server_requests_seconds_count', { help })],
  ['a gauge with _total', gauge('jobs_total', { help })],
  ['a name with a colon', counter('vllm:request_success_total', { help })],
  ['a gauge by le', gauge('minio_ttfb_seconds_distribution', { help, labels: { le: oneOf('0.1', '+Inf') } })],
  ['a histogram with _total', histogram('latency_total', { help, buckets: [1] })],
  ['the suffixes of histograms', gauge('disk_sum', { help })],
  ['a unit that is not the last word', gauge('http_server_requests_seconds_max', { help, unit: 'seconds' })],
  ['no help text, as Micrometer exposes', gauge('tomcat_sessions_active_current_sessions', { help: '' })],
])('%s is accepted, because Prometheus stores it: names are advice of review', (_what, metric) => {
  expect(metric.name).not.toBe('');
});

const ofLabel = (label: string): LabelSchema => ({ [label]: letters });

test.each(['1x', 'a-b', 'a b', 'ü', 'a.b', 'http.server.duration'])(
  'the name %j is accepted for metrics and labels, because Prometheus 3 stores it',
  (name) => {
    expect(gauge(name, { help, labels: ofLabel(name) })).toMatchObject({ name, labels: { [name]: letters } });
  },
);

test.each<[string, () => Metric, string]>([
  // Names
  ...['', 'x\n'].map((name): [string, () => Metric, string] => [
    `the name ${JSON.stringify(name)}`,
    () => gauge(name, { help }),
    `gauge "${name.replace('\n', '\\n')}": invalid metric name (name: ${JSON.stringify(name)}). Use letters, digits and underscores, not starting with a digit.`,
  ]),
  ...['atan2', 'bool', 'group_left', 'group_right', 'ignoring', 'Inf', 'NaN', 'offset', 'ON'].map(
    (name): [string, () => Metric, string] => [
      `the keyword ${name}`,
      () => gauge(name, { help }),
      `gauge "${name}": the name is a keyword of PromQL (name: "${name}"). Say what is measured, e.g. queue_length.`,
    ],
  ),
  // Labels
  ...['', 'x\u0000', '\ud800'].map((label): [string, () => Metric, string] => [
    `the label "${label}"`,
    () => gauge('x', { help, labels: ofLabel(label) }),
    `gauge "x": invalid label name (labels.${label.replace('\u0000', '\\u0000')}: ${JSON.stringify(label)}). Use letters, digits and underscores, not starting with a digit.`,
  ]),
  ...['__name__', '__x'].map((label): [string, () => Metric, string] => [
    `the label ${label}`,
    () => gauge('x', { help, labels: ofLabel(label) }),
    `gauge "x": label names that start with __ are reserved by Prometheus (labels.${label}: "${label}"). Rename it.`,
  ]),
  [
    'the label le of a histogram',
    () => histogram('x', { help, buckets: [1], labels: ofLabel('le') }),
    'histogram "x": every histogram sets this label itself (labels.le: "le"). Rename it.',
  ],
  [
    'the label quantile of a summary',
    () => summary('x', { help, labels: ofLabel('quantile') }),
    'summary "x": every summary sets this label itself (labels.quantile: "quantile"). Rename it.',
  ],
  ...['inf', 'NaN', 'without'].map((label): [string, () => Metric, string] => [
    `the label ${label}`,
    () => counter('x_total', { help, labels: ofLabel(label) }),
    `counter "x_total": the label name is a keyword of PromQL in label lists (labels.${label}: "${label}"). Rename it.`,
  ]),
  // Buckets
  [
    'no buckets',
    () => histogram('x', { help, buckets: [] }),
    'histogram "x": no buckets (buckets: []). List at least one upper bound.',
  ],
  ...[Infinity, -Infinity, NaN].map((bound): [string, () => Metric, string] => [
    `the bucket ${bound}`,
    () => histogram('x', { help, buckets: [bound] }),
    `histogram "x": a bucket bound is not finite (buckets: ${bound}). Leave +Inf out: every client library adds it.`,
  ]),
  [
    'buckets that fall',
    () => histogram('x', { help, buckets: [1, 5, 2, Infinity] }),
    'histogram "x": bucket bounds are not strictly ascending (buckets: [1,5,2,"Infinity"]). Put 2 in its place once.',
  ],
  [
    'a repeated bucket',
    () => histogram('x', { help, buckets: [1, 1] }),
    'histogram "x": bucket bounds are not strictly ascending (buckets: [1,1]). Put 1 in its place once.',
  ],
])('%s is refused', (_what, declare, message) => {
  expect(declare).toThrow(message);
});

const unit = pattern(/.*/, { atMost: 12 });

test.each<[string, Metric, readonly string[], number]>([
  ['a gauge without labels', gauge('x', { help }), ['x'], 1],
  ['a counter', counter('x_total', { help, labels: { letters, unit } }), ['x_total'], 2 * 12],
  [
    'a histogram without labels',
    histogram('x', { help, buckets: [1, 2] }),
    ['x_bucket', 'x_count', 'x_sum'],
    // Two buckets, +Inf, _count, _sum.
    2 + 1 + 1 + 1,
  ],
  [
    'a histogram with labels',
    histogram('x', { help, buckets: [1, 2, 3], labels: { letters, unit } }),
    ['x_bucket', 'x_count', 'x_sum'],
    2 * 12 * (3 + 3),
  ],
  [
    'a metric with an unbounded label',
    gauge('x', { help, labels: { letters, pod: unbounded({ because: 'one a pod' }) } }),
    ['x'],
    Infinity,
  ],
])('%s has its series, at most so many', (_what, metric, names, bound) => {
  expect(seriesNames(metric)).toEqual(names);
  expect(seriesBound(metric)).toBe(bound);
});

test('a summary has its quantiles, count and sum', () => {
  const labels = { letters };
  const bare = summary('x_seconds', { help, unit: 'seconds', labels });
  expect([seriesNames(bare), seriesBound(bare)]).toEqual([['x_seconds_count', 'x_seconds_sum'], 2 * 2]);
  const full = summary('x', { help, labels, quantiles: [0.5, 0.99] });
  expect([seriesNames(full), seriesBound(full)]).toEqual([['x', 'x_count', 'x_sum'], 2 * 4]);
});
