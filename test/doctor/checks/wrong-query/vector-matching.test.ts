import { check } from '../../../../src/doctor/checks/wrong-query/vector-matching';
import { inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

it('names the label that one side lacks', () => {
  expect(
    inShop(
      check,
      rules(recording('sum by (job, route) (shop_requests_total) / sum by (job) (shop_requests_total)')),
    ),
  ).toMatchObject([
    {
      code: 'vector-matching',
      check: 'vector-matching',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message:
        'recording rule a:b:c: the two sides of / never match: the right side has no route (sum by (job) keeps job)',
      found: 'sum by (job, route) (shop_requests_total) / sum by (job) (shop_requests_total)',
      expected: 'labels that both sides have with the same values',
      fix: 'write / ignoring (route) group_left',
    },
  ]);
});

it.each([
  [
    'on a label that the left side lacks',
    'sum(a) * on (pod) b{pod="x"}',
    'the two sides of * never match: the left side has no pod (sum keeps no label)',
  ],
  [
    'on a label with different values',
    'a{job="x"} and on (job) b{job="y"}',
    'the two sides of and never match: job is x on the left and y on the right',
  ],
  [
    'without on, with different values',
    'a{kind="x"} > b{kind="y"}',
    'the two sides of > never match: kind is x on the left and y on the right',
  ],
  [
    'ignoring too little',
    'a{kind="x"} / ignoring (job) sum without (kind) (b)',
    'the two sides of / never match: the right side has no kind',
  ],
])('finds a join %s', (_what, expr, problem) => {
  expect(inForeign(check, recording(expr)).map((finding) => finding.message)).toEqual([
    `recording rule a:b:c: ${problem}`,
  ]);
});

it('tells which labels to join on instead', () => {
  expect(inForeign(check, recording('sum(a) * on (job, pod) b{pod="x"}')).map(({ fix }) => fix)).toEqual([
    'write * on (job)',
  ]);
});

it.each([
  ['max(a) and b{job="x"}', 'write and on ()'],
  ['a{job="x"} > 50 unless sum(b)', 'write unless on ()'],
  ['sum(a) / b{job="x"}', 'write / on () group_right'],
  ['a{job="x"} / sum(b)', 'write / on () group_left'],
  ['a{kind="x"} / b{kind="y"}', 'write / ignoring (kind)'],
  ['sum by (job) (a{job="x"}) and b{job="x", pod="y"}', 'write and on (job)'],
  ['a{kind="x"} / on (kind, job) group_left (version) b{kind="y"}', 'write / on (job) group_left (version)'],
])('proposes a join of %s that can match', (expr, fix) => {
  expect(inForeign(check, recording(expr)).map((finding) => finding.fix)).toEqual([fix]);
});

it('reports one mismatch once', () => {
  expect(inForeign(check, recording('a{s="x"} / (a{s="x"} + a{s="y"}) > 0.5'))).toHaveLength(1);
});

it('only warns of an unless that removes nothing', () => {
  expect(inForeign(check, recording('a{job="x"} unless b{job="y"}')).map(({ severity }) => severity)).toEqual(
    ['warning'],
  );
});

it('leaves alone what may match, and unions', () => {
  expect(
    problemsIn(
      check,
      'sum by (pod) (a) / b',
      'a{job="x"} or b{job="y"}',
      'a{job="x"} / ignoring (job) b{job="y"}',
      'a{job="x"} and on () b{job="y"}',
      'a{job=~"x|y"} + b{job="y"}',
      'sum(a) / sum(b)',
      'a{job="x"} * 2',
      'shop_requests_total / on (pod) group_left (version) shop_build_info',
      'a{kind="x"} / on (job) b{kind="y"}',
    ),
  ).toEqual([]);
});
