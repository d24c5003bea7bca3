import stack from '../../monitoring.config';
import { ruleGroups } from '../../src/testing/rule-groups';
import { checkRules, ruleFailures, type InputSeries, type RuleCase } from '../../src/testing/rule-tests';

const groups = ruleGroups(stack.placedService('task-api', 'prod'));
const alertNames = [
  ...new Set(
    groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => (alert === undefined ? [] : [alert]))),
  ),
];

const TARGET = 'namespace="task-api", job="task-api", pod="task-api-1", instance="10.0.0.1:8000"';
const ROUTE = `${TARGET}, method="GET", endpoint="/tasks"`;

/** 100 requests a scrape for an hour, then 10 minutes with some failures in each 100. A scrape is half a minute. */
const traffic = (failures: number): readonly InputSeries[] => [
  { series: `up{${TARGET}}`, values: '1x140' },
  { series: `task_api_requests_total{${ROUTE}, status="200"}`, values: counter(100, 100 - failures) },
  { series: `task_api_requests_total{${ROUTE}, status="500"}`, values: counter(0, failures) },
  { series: `task_api_request_duration_seconds_bucket{${ROUTE}, le="0.25"}`, values: counter(100, 100) },
  { series: `task_api_request_duration_seconds_count{${ROUTE}}`, values: counter(100, 100) },
];

/** Values of a counter with so much growth a scrape in the hour, and in the 10 minutes after it. */
const counter = (before: number, after: number): string =>
  `0+${before}x120 ${120 * before + after}+${after}x19`;

/** How many pages of an objective fire: one for each pair of windows. */
const pages = (slo: string, expected: readonly number[]) => ({
  expr: `count(ALERTS{alertname="TaskApiErrorBudgetBurn", alertstate="firing", severity="critical", slo="${slo}"} == 1) > bool 0`,
  at: '70m',
  expected: expected.map((value) => ({ labels: '{}', value })),
});

const cases: readonly RuleCase[] = [
  {
    name: 'TaskApiErrorBudgetBurn pages for availability, and not for latency, when 20 % of the requests fail fast',
    inputSeries: traffic(20),
    queries: [pages('availability', [1]), pages('latency', [])],
  },
  {
    name: 'no alert fires at steady traffic',
    inputSeries: traffic(0),
    alerts: alertNames.map((alert) => ({ at: '70m', alert, expected: [] })),
  },
  {
    name: 'TaskApiTargetMissing pages without any target',
    inputSeries: [],
    queries: [
      {
        expr: 'count(ALERTS{alertname="TaskApiTargetMissing", alertstate="firing", severity="critical"})',
        at: '70m',
        expected: [{ labels: '{}', value: 1 }],
      },
    ],
  },
];

let failures: ReadonlyMap<string, string>;
beforeAll(async () => {
  failures = await ruleFailures({ groups, interval: '1m', scrapeInterval: '30s', cases });
});

test('Prometheus loads the rules of prod', async () => {
  await expect(checkRules(groups)).resolves.toBeUndefined();
});

test.each(cases.map(({ name }) => name))('%s', (name) => {
  expect(failures.get(name)).toBeUndefined();
});
