import { parse } from '../../src/promql/parse';
import { pinLabel } from '../../src/promql/pin-label';
import { print } from '../../src/promql/print';
import { testRules } from '../../src/testing/rule-tests';

const IN_A = { label: 'cluster', value: 'a' };

/** What an expression becomes, and its value and labels in Prometheus; other clusters have other values. */
interface Case {
  readonly given: string;
  readonly pinned: string;
  /** Series with their values. */
  readonly result: Readonly<Record<string, number>>;
}

const CASES: readonly Case[] = [
  {
    given: 'sum(x)',
    pinned: 'sum(x{cluster="a"})',
    result: { '{}': 7 },
  },
  {
    given: 'sum by (job) (x)',
    pinned: 'sum by (cluster, job) (x{cluster="a"})',
    result: { '{cluster="a",job="j"}': 3, '{cluster="a",job="k"}': 4 },
  },
  {
    given: 'sum by (cluster, job) (x{cluster="a",job="j"})',
    pinned: 'sum by (cluster, job) (x{cluster="a", job="j"})',
    result: { '{cluster="a",job="j"}': 3 },
  },
  {
    given: 'sum without (pod) (x{job="j"})',
    pinned: 'sum without (pod) (x{cluster="a", job="j"})',
    result: { '{cluster="a",job="j"}': 3 },
  },
  {
    given: 'topk(1, x) * 2',
    pinned: 'topk(1, x{cluster="a"}) * 2',
    result: { '{cluster="a",job="k",pod="3"}': 8 },
  },
  {
    given: 'max_over_time(sum by (job) (x)[5m:1m]) > 3',
    pinned: 'max_over_time(sum by (cluster, job) (x{cluster="a"})[5m:1m]) > 3',
    result: { '{cluster="a",job="k"}': 4 },
  },
  {
    given: '-x{pod="1"} or last_over_time(y[5m])',
    pinned: '-x{cluster="a", pod="1"} or last_over_time(y{cluster="a"}[5m])',
    result: { '{cluster="a",job="j",pod="1"}': -1, 'y{cluster="a",job="j"}': 10 },
  },
  {
    given: 'sum by (job) (x) / on (job) y',
    pinned: 'sum by (cluster, job) (x{cluster="a"}) / on (cluster, job) y{cluster="a"}',
    result: { '{cluster="a",job="j"}': 0.3 },
  },
  {
    given: 'x / on (job) group_left () y',
    pinned: 'x{cluster="a"} / on (cluster, job) group_left () y{cluster="a"}',
    result: { '{cluster="a",job="j",pod="1"}': 0.1, '{cluster="a",job="j",pod="2"}': 0.2 },
  },
  {
    given: '(y * on (job) group_right () x) - ignoring (pod) group_left () y',
    pinned:
      'y{cluster="a"} * on (cluster, job) group_right () x{cluster="a"} - ignoring (pod) group_left () y{cluster="a"}',
    result: { '{cluster="a",job="j",pod="1"}': 0, '{cluster="a",job="j",pod="2"}': 10 },
  },
  {
    given: 'x - ignoring (pod) group_left () y',
    pinned: 'x{cluster="a"} - ignoring (pod) group_left () y{cluster="a"}',
    result: { '{cluster="a",job="j",pod="1"}': -9, '{cluster="a",job="j",pod="2"}': -8 },
  },
  {
    given: 'sum by (job) (x{job="j"}) / ignoring (job) (y + 0)',
    pinned: 'sum by (cluster, job) (x{cluster="a", job="j"}) / ignoring (job) (y{cluster="a"} + 0)',
    result: { '{cluster="a"}': 0.3 },
  },
  {
    given: 'y and on () (vector(1) == 1)',
    pinned: 'y{cluster="a"} and on () vector(1) == 1',
    result: { 'y{cluster="a",job="j"}': 10 },
  },
  {
    given: '(sum(x) or vector(0)) > 0',
    pinned: '(sum(x{cluster="a"}) or vector(0)) > 0',
    result: { '{}': 7 },
  },
  {
    given: 'y * (sum by (job) (y) and on () hour())',
    pinned: 'y{cluster="a"} * (sum by (cluster, job) (y{cluster="a"}) and on () hour())',
    result: { '{cluster="a",job="j"}': 100 },
  },
  {
    given: 'y - on (job) label_replace(vector(1), "job", "j", "", "")',
    pinned:
      'y{cluster="a"} - on (cluster, job) label_replace(label_replace(vector(1), "job", "j", "", ""), "cluster", "a", "", "")',
    result: { '{cluster="a",job="j"}': 9 },
  },
  {
    given: 'label_replace(vector(1), "job", "j", "", "") - sum by (job) (y)',
    pinned:
      'label_replace(label_replace(vector(1), "job", "j", "", ""), "cluster", "a", "", "") - sum by (cluster, job) (y{cluster="a"})',
    result: { '{cluster="a",job="j"}': -9 },
  },
  {
    given: '(sum by (job) (x) > bool on () group_left () sum(y)) == sum by (job) (y) * 0',
    pinned:
      'sum by (cluster, job) (x{cluster="a"}) > bool on () group_left () sum(y{cluster="a"}) == sum by (cluster, job) (y{cluster="a"}) * 0',
    result: { '{cluster="a",job="j"}': 0 },
  },
  {
    // The sides have no label but the one that tells clusters apart.
    given: 'sum(x) / on () sum(y) + on (job) vector(1)',
    pinned: 'sum(x{cluster="a"}) / on () sum(y{cluster="a"}) + on (job) vector(1)',
    result: { '{}': 1.7 },
  },
  {
    given: 'absent(x{job="gone"}) unless on (job) y',
    pinned: 'absent(x{cluster="a", job="gone"}) unless on (cluster, job) y{cluster="a"}',
    result: { '{cluster="a",job="gone"}': 1 },
  },
  {
    given: 'absent_over_time(x{job="gone"}[5m]) unless absent(y)',
    pinned: 'absent_over_time(x{cluster="a", job="gone"}[5m]) unless absent(y{cluster="a"})',
    result: { '{cluster="a",job="gone"}': 1 },
  },
  {
    given: 'absent(sum(z)) and absent(z{cluster=~".+"})',
    pinned: 'absent(sum(z{cluster="a"})) and absent(z{cluster="a", cluster=~".+"})',
    result: { '{}': 1 },
  },
  {
    given: 'sum by () (x) + (sum(x) unless absent(x))',
    pinned:
      'label_replace(sum by () (x{cluster="a"}), "cluster", "a", "", "") + (label_replace(sum(x{cluster="a"}), "cluster", "a", "", "") unless absent(x{cluster="a"}))',
    result: { '{cluster="a"}': 14 },
  },
  {
    given: 'topk(1, x) or sum without (pod) (y)',
    pinned: 'topk(1, x{cluster="a"}) or sum without (pod) (y{cluster="a"})',
    result: { 'x{cluster="a",job="k",pod="3"}': 4, '{cluster="a",job="j"}': 10 },
  },
  {
    given: 'clamp_max(y, 1 + 1) + vector(scalar(sum(z) or vector(5))) * on () group_right () y',
    pinned:
      'clamp_max(y{cluster="a"}, 1 + 1) + vector(scalar(sum(z{cluster="a"}) or vector(5))) * on () group_right () y{cluster="a"}',
    result: { '{cluster="a",job="j"}': 52 },
  },
  {
    given: 'scalar(sum(x)) * y + time() * 0',
    pinned: 'scalar(sum(x{cluster="a"})) * y{cluster="a"} + time() * 0',
    result: { '{cluster="a",job="j"}': 70 },
  },
];

test.each(CASES.map(({ given, pinned }) => [given, pinned]))('%s', (given, pinned) => {
  expect(print(pinLabel(parse(given), IN_A))).toBe(pinned);
});

test('Prometheus finds the series of one cluster, and the results have its label', async () => {
  const inCluster = (cluster: string, factor: number) => [
    { series: `x{cluster="${cluster}",job="j",pod="1"}`, values: `${factor}x10` },
    { series: `x{cluster="${cluster}",job="j",pod="2"}`, values: `${2 * factor}x10` },
    { series: `x{cluster="${cluster}",job="k",pod="3"}`, values: `${4 * factor}x10` },
    { series: `y{cluster="${cluster}",job="j"}`, values: `${10 * factor}x10` },
  ];
  await testRules({
    groups: [],
    interval: '1m',
    cases: CASES.map(({ given, result }) => ({
      name: given,
      inputSeries: [
        ...inCluster('a', 1),
        ...inCluster('b', 1000),
        { series: 'z{cluster="b"}', values: '1x10' },
      ],
      queries: [
        {
          expr: print(pinLabel(parse(given), IN_A)),
          at: '5m',
          expected: Object.entries(result).map(([labels, value]) => ({ labels, value })),
        },
      ],
    })),
  });
});
