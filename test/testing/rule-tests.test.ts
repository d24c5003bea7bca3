import type { PrintedGroup } from '../../src/rules/rule';
import { checkRules, testRules, type RuleCase } from '../../src/testing/rule-tests';

const groups: readonly PrintedGroup[] = [
  {
    name: 'g',
    interval: '1m',
    rules: [
      { record: 'a:sum', expr: 'sum(a)' },
      {
        alert: 'Low',
        expr: 'a:sum < 2',
        for: '2m',
        labels: { severity: 'info' },
        annotations: { summary: 'It is {{ $value }}' },
      },
    ],
  },
];

const low = { labels: { severity: 'info' } };
const inputSeries = [{ series: 'a{b="c"}', values: '5 1x5' }];

const run = (...cases: readonly RuleCase[]) => testRules({ groups, interval: '1m', cases });

test('cases that hold pass, with annotations and without', async () => {
  const passing = run(
    { name: 'fires after two minutes', inputSeries, alerts: [{ at: '3m', alert: 'Low', expected: [low] }] },
    {
      name: 'renders its summary',
      inputSeries,
      alerts: [
        { at: '2m', alert: 'Low', expected: [] },
        { at: '3m', alert: 'Low', expected: [{ ...low, annotations: { summary: 'It is 1' } }] },
      ],
    },
    {
      name: 'records the sum',
      inputSeries,
      queries: [
        { expr: 'a:sum', at: '0', expected: [{ labels: 'a:sum{}', value: 5 }] },
        { expr: 'a:sum / 0', at: '1m', expected: [{ labels: '{}', value: Infinity }] },
      ],
    },
  );
  await expect(passing).resolves.toBeUndefined();
});

test('cases that do not hold are named with the difference, and the others are not', async () => {
  const failing = run(
    { name: 'is right', inputSeries, alerts: [{ at: '3m', alert: 'Low', expected: [low] }] },
    { name: 'has the wrong sum', inputSeries, queries: [{ expr: 'a:sum', at: '0', expected: [] }] },
    { name: 'fires too late', inputSeries, alerts: [{ at: '3m', alert: 'Low', expected: [] }] },
  );
  await expect(failing).rejects.toThrow(/^promtool test rules: 2 of 3 cases failed/);
  await expect(failing).rejects.toThrow(
    /has the wrong sum\n[\s\S]*a:sum[\s\S]*exp: *nil[\s\S]*fires too late\n[\s\S]*alertname: Low/,
  );
  await expect(failing).rejects.not.toThrow('is right');
});

test.each<[string, RuleCase[]]>([
  [
    'promtool case "a": its name is taken by another case',
    [
      { name: 'a', inputSeries, queries: [{ expr: '1', at: '0', expected: [{ labels: '{}', value: 1 }] }] },
      { name: 'a', inputSeries },
    ],
  ],
  ['promtool case "a": it expects nothing', [{ name: 'a', inputSeries }]],
  [
    'promtool case "a": no rule defines the alert Hihg',
    [{ name: 'a', inputSeries, alerts: [{ at: '3m', alert: 'Hihg', expected: [] }] }],
  ],
  [
    'promtool case "a": it expects annotations of some alerts only',
    [
      {
        name: 'a',
        inputSeries,
        alerts: [{ at: '3m', alert: 'Low', expected: [low, { ...low, annotations: {} }] }],
      },
    ],
  ],
])('a case that could pass unseen is refused: %s', async (message, cases) => {
  await expect(run(...cases)).rejects.toThrow(new Error(message));
});

test('rules that Prometheus does not load are refused in its own words', async () => {
  await checkRules(groups);
  await expect(
    checkRules([{ name: 'g', interval: '1m', rules: [{ record: 'a', expr: 'sum(' }] }]),
  ).rejects.toThrow(/promtool check rules:\n[\s\S]*parse error/);
});
