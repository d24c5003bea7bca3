import { contract } from '../../src/metrics/contract';
import { oneOf } from '../../src/metrics/labels';
import { counter, gauge } from '../../src/metrics/metric';
import { add, bool, lt, maxBy, not, select } from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { dataMissingAlert } from '../../src/slo/alerts';
import { countingRules } from '../../src/slo/counting';
import { errorBudgetQueries } from '../../src/slo/queries';
import { kindOf, probeSlo, timeSliceSlo, type Slo } from '../../src/slo/slo';
import { testRules, type InputSeries, type RuleCase } from '../../src/testing/rule-tests';
import { context, groupsAt } from './order-api-slos';

const { age, lag, success, errors } = contract({
  age: gauge('queue_age_seconds', { help: 'Age', unit: 'seconds' }),
  lag: gauge('partition_lag', { help: 'Lag', labels: { partition: oneOf('0', '1') } }),
  success: gauge('probe_success', {
    help: 'Whether the probe succeeded',
    labels: { path: oneOf('/', '/login') },
  }),
  errors: counter('errors_total', { help: 'Errors' }),
});

const scope = { name: 'order-api', namespace: 'default' };
const base = { objective: 99, period: '30d' } as const;
const fresh = timeSliceSlo({ name: 'fresh', ...base, good: (targets) => lt(select(age, targets), 60) });
const strict = timeSliceSlo({
  name: 'strict',
  ...base,
  good: (targets) => lt(select(age, targets), 60),
  noData: 'bad',
});
const partitions = timeSliceSlo({ name: 'lag', ...base, good: (targets) => lt(select(lag, targets), 100) });
const reachable = probeSlo({ name: 'reachable', ...base, success });
const login = probeSlo({ name: 'login', ...base, success, counted: { path: '/login' } });
const OBJECTIVES: readonly Slo[] = [fresh, strict, partitions, reachable, login];

const T = 'namespace="default", job="order-api"';
const target = (values: string): InputSeries => ({ series: `up{${T}, pod="a", instance="a"}`, values });
const ageOf = (values: string): InputSeries => ({
  series: `queue_age_seconds{${T}, pod="a", instance="a"}`,
  values,
});
const lagOf = (partition: string, values: string): InputSeries => ({
  series: `partition_lag{${T}, partition="${partition}"}`,
  values,
});
const probeOf = (path: string, values: string): InputSeries => ({
  series: `probe_success{${T}, path="${path}"}`,
  values,
});

/** Scrapes every 30 seconds and evaluations every minute, from minute 0 to minute 80: 81 minutes. */
const HISTORY: readonly InputSeries[] = [
  target('1x170'),
  // Good in minutes 0-19, bad in 20-32, good in 33-52, no data in 53-59, good in 60-80.
  ageOf('10x39 90x25 10x39 stale _x13 10x50'),
  // The second partition is behind in minutes 10-14.
  lagOf('0', '5x170'),
  lagOf('1', '5x19 500x9 5x140'),
  // The login page fails in minutes 30-39.
  probeOf('/', '1x170'),
  probeOf('/login', '1x59 0x19 1x90'),
];

const EVENTS = 'order_api:slo_events:count1m';
const TRUTH: Readonly<Record<string, readonly [all: number, bad: number]>> = {
  fresh: [81 - 7, 13],
  strict: [81, 13 + 7],
  lag: [81, 5],
  reachable: [2 * 81, 10],
  login: [81, 10],
};

const labelsOf = (slo: string) => ({
  namespace: 'default',
  job: 'order-api',
  service: 'order-api',
  team: 'orders',
  slo,
});
const page = (slo: string) => ({
  labels: { ...labelsOf(slo), severity: 'critical', long: '1h', short: '5m', budget: '2%' },
});
const missing = (slo: string) => ({ labels: { ...labelsOf(slo), severity: 'warning' } });

const alertCase = (
  name: string,
  inputSeries: readonly InputSeries[],
  ...alerts: NonNullable<RuleCase['alerts']>
): RuleCase => ({ name, inputSeries, alerts });

const BURN = 'OrderApiErrorBudgetBurn';
const MISSING = 'OrderApiSloDataMissing';
/** The other objectives have data, and are met. */
const lagAndProbes = [lagOf('0', '5x170'), probeOf('/', '1x170'), probeOf('/login', '1x170')];

test('objectives that read minutes count exactly, and their alerts fire and stay silent', () =>
  testRules({
    groups: groupsAt('fast', OBJECTIVES),
    interval: '1m',
    scrapeInterval: '30s',
    cases: [
      {
        name: 'known minutes',
        inputSeries: HISTORY,
        queries: Object.entries(TRUTH).flatMap(([slo, counts]) =>
          (['all', 'bad'] as const).map((outcome, index) => ({
            expr: `sum_over_time(${EVENTS}{slo="${slo}", outcome="${outcome}"}[2h])`,
            at: '80m',
            expected: [{ labels: `{${T}, outcome="${outcome}", slo="${slo}"}`, value: counts[index]! }],
          })),
        ),
      },
      alertCase(
        'more than 14.4 % of the minutes of an hour are bad',
        [target('1x170'), ageOf('10x39 90x60'), ...lagAndProbes],
        { at: '19m', alert: BURN, expected: [] },
        { at: '33m', alert: BURN, expected: [page('fresh'), page('strict')] },
      ),
      alertCase(
        'eight minutes of an hour are bad',
        [target('1x170'), ageOf('10x99 90x15 10x50'), ...lagAndProbes],
        { at: '57m', alert: BURN, expected: [] },
      ),
      alertCase(
        'half of the probes fail',
        [
          target('1x170'),
          ageOf('10x170'),
          lagOf('0', '5x170'),
          probeOf('/', '1x170'),
          probeOf('/login', '1x19 0x60'),
        ],
        { at: '9m', alert: BURN, expected: [] },
        { at: '25m', alert: BURN, expected: [page('login'), page('reachable')] },
      ),
      alertCase(
        'the value has no series any more, while targets are up',
        [target('1x170'), ageOf('10x39 stale'), ...lagAndProbes],
        { at: '29m', alert: MISSING, expected: [] },
        { at: '31m', alert: MISSING, expected: [missing('fresh'), missing('strict')] },
        { at: '31m', alert: BURN, expected: [page('strict')] },
      ),
      alertCase(
        'no target is up, which has alerts of its own',
        [target('1x39 0x100'), ageOf('10x39 stale'), ...lagAndProbes],
        { at: '60m', alert: MISSING, expected: [] },
      ),
      alertCase(
        'the probe is gone, as of a service that is not scraped at all',
        [ageOf('10x170'), lagOf('0', '5x170'), probeOf('/', '1x19 stale')],
        { at: '40m', alert: MISSING, expected: [missing('login'), missing('reachable')] },
      ),
    ],
  }));

test.each<[Slo, readonly string[]]>([
  [
    fresh,
    [
      'clamp_max(count(queue_age_seconds{S}), 1)',
      'clamp_max(count(queue_age_seconds{S}) - count(queue_age_seconds{S} < 60) or count(queue_age_seconds{S}), 1)',
    ],
  ],
  [
    strict,
    [
      'vector(1)',
      'clamp_max(count(queue_age_seconds{S}) - count(queue_age_seconds{S} < 60) or count(queue_age_seconds{S}), 1) or vector(1)',
    ],
  ],
  [
    login,
    [
      'count(probe_success{path="/login", S})',
      'count(probe_success{path="/login", S} == 0) or 0 * count(probe_success{path="/login", S})',
    ],
  ],
])('$name has one rule for all minutes and one for bad ones', (slo, rules) => {
  const [all, bad, ...others] = countingRules(context, slo);
  expect([all, bad].map((rule) => print(rule!.expr.expr).replaceAll(T, 'S'))).toEqual(rules);
  expect([all, bad].map((rule) => [rule!.record, rule!.labels])).toEqual(
    ['all', 'bad'].map((outcome) => [
      EVENTS,
      { namespace: 'default', job: 'order-api', slo: slo.name, outcome },
    ]),
  );
  expect(others.map(({ record }) => record)).toEqual(['order_api:slo_events_by_hour:count1m']);
});

test.each([fresh, login])('$name has queries without rules, and queries of the runbook', (slo) => {
  const [rate] = errorBudgetQueries(scope, [slo]);
  expect(print(rate!.query.expr)).toMatch(
    /^100 \* \(sum_over_time\(\(?.*\)?\[5m:1m\]\) \/ \(sum_over_time\(.*\[5m:1m\]\) > 0\)\)$/,
  );
  const kind = kindOf(slo);
  const { runbook } = kind;
  const [burn, none] = [...runbook.burn, ...runbook.dataMissing].map((shown) =>
    print(shown.query(slo, scope).expr),
  );
  const [all] = countingRules(context, slo);
  const series = /\w+\{.*?\}/.exec(print(all!.expr.expr))![0];
  expect([burn, none].every((query) => query!.includes(series))).toBe(true);
  expect(kind.metrics(slo)).toEqual(slo === login ? [success] : []);
  expect(kind.promise(slo)).toBe(slo === login ? 'succeed' : 'meet the condition');
});

test('a pushed service has no up, so nothing excuses that a value is not read', () => {
  const pushed = { labels: { service_name: 'shop' }, instance: 'service_instance_id', metrics: [age] };
  const { expr } = dataMissingAlert({ ...context, pushed }, fresh);
  const text = print(expr.expr);
  expect(text).toContain('label_replace(vector(1), "service_name", "shop", "", "")');
  expect(text).not.toContain('up{');
});

test.each<[() => Slo, string]>([
  [
    // @ts-expect-error -- a value is no condition
    () => timeSliceSlo({ name: 'a', ...base, good: (targets) => maxBy(['job'], select(age, targets)) }),
    'SLO "a": not a comparison of a vector, so minutes without data look like bad ones (good: "max by (job) (queue_age_seconds{namespace=\\"namespace\\", job=\\"service\\"})"). Compare last, with the vector on the left: lt(select(age, targets), 60).',
  ],
  [
    // @ts-expect-error -- a number is compared
    () => timeSliceSlo({ name: 'a', ...base, good: (targets) => lt(60, select(age, targets)) }),
    'SLO "a": not a comparison of a vector',
  ],
  [
    // @ts-expect-error -- a sum is no condition
    () => timeSliceSlo({ name: 'a', ...base, good: (targets) => add(select(age, targets), 1) }),
    'SLO "a": not a comparison of a vector',
  ],
  [
    // @ts-expect-error -- 0 and 1 are values, too
    () => timeSliceSlo({ name: 'a', ...base, good: (targets) => bool(lt(select(age, targets), 60)) }),
    'SLO "a": a comparison with bool keeps every series, so that every minute is good (good: "queue_age_seconds{namespace=\\"namespace\\", job=\\"service\\"} < bool 60"). Remove bool.',
  ],
  [
    () => timeSliceSlo({ name: 'a', ...base, good: 'age < 60' as never }),
    'SLO "a": not a function (good: "age < 60"). Write (targets) => a comparison, e.g. lt(select(age, targets), 60).',
  ],
  [
    () => timeSliceSlo({ name: 'a', ...base, good: fresh.good, noData: 'good' as never }),
    'SLO "a": not one of the allowed values (noData: "good"). Use one of unknown, bad.',
  ],
  [() => probeSlo({ name: 'a', ...base, success: errors as never }), 'SLO "a": not a gauge'],
  [() => probeSlo({ name: 'a', ...base, success, counted: { path: not('/'), nope: 'x' } as never }), 'nope'],
])('%# is rejected with one sentence', (make, message) => {
  expect(make).toThrow(message);
});
