import fc from '../support/fast-check';
import { orderApiMetrics } from '../fixtures/stack/order-api-metrics';
import { matching } from '../../src/promql/build';
import { children, type Expr } from '../../src/promql/expr';
import { print } from '../../src/promql/print';
import { seconds, type Duration } from '../../src/promql/window';
import { isAlert, printGroup, type RuleGroup } from '../../src/rules/rule';
import { sloRules } from '../../src/slo/rules';
import { availabilitySlo, type Slo } from '../../src/slo/slo';
import { checkRules } from '../../src/testing/rule-tests';
import { availability, context, latency } from './order-api-slos';

const rulesOf = (groups: readonly RuleGroup[]) => groups.flatMap(({ rules }) => rules);

/** Names of a group's rules in order, with the labels that tell them apart. */
function outline({ name, interval, rules }: RuleGroup) {
  const lines = rules.map((rule) => {
    const { window, outcome, long, short } = rule.labels ?? {};
    const named = [window, outcome, isAlert(rule) ? rule.labels.severity : undefined, long, short];
    return [isAlert(rule) ? rule.alert : rule.record, ...named.filter((each) => each !== undefined)].join(
      ' ',
    );
  });
  return { name, interval, rules: lines };
}

test('an SLO has three groups, in which everything is recorded before it is read', () => {
  expect(sloRules(context, [availability]).map(outline)).toEqual([
    {
      name: 'order-api-slo-availability-fast',
      interval: '1m',
      rules: [
        'order_api:slo_process_start_before:seconds',
        'order_api:slo_seen_before:sum',
        'order_api:slo_read:value',
        'order_api:slo_seen_middle:sum all',
        'order_api:slo_seen:sum all',
        'order_api:slo_seen_middle:sum bad',
        'order_api:slo_seen:sum bad',
        'order_api:slo_idle:sum',
        'order_api:slo_process_start_middle:seconds',
        'order_api:slo_process_start:seconds',
        'order_api:slo_process_begun:seconds',
        'order_api:slo_events:count1m all',
        'order_api:slo_events:count1m bad',
        'order_api:slo_events_by_hour:count1m',
        'order_api:slo_counted:sum',
        'order_api:slo_errors:ratio 5m',
        'order_api:slo_window_events:count 1h',
        'order_api:slo_errors:ratio 1h',
        'OrderApiErrorBudgetBurn critical 1h 5m',
        'OrderApiSloDataMissing warning',
      ],
    },
    {
      name: 'order-api-slo-availability-status',
      interval: '1m',
      rules: [
        'order_api:slo_objective:ratio',
        'order_api:slo:info',
        'order_api:slo_errors:percentage',
        'order_api:slo_errors:burn_rate',
      ],
    },
    {
      name: 'order-api-slo-availability-slow',
      interval: '5m',
      rules: [
        'order_api:slo_events:count1h',
        'order_api:slo_events_this_hour:count',
        'order_api:slo_events:count5m',
        'order_api:slo_errors:ratio 30m',
        'order_api:slo_errors:ratio 2h',
        'order_api:slo_window_events:count 6h',
        'order_api:slo_errors:ratio 6h',
        'order_api:slo_window_events:count 1d',
        'order_api:slo_errors:ratio 1d',
        'order_api:slo_window_events:count 3d',
        'order_api:slo_errors:ratio 3d',
        'OrderApiErrorBudgetBurn critical 6h 30m',
        'OrderApiErrorBudgetBurn warning 1d 2h',
        'OrderApiErrorBudgetBurn warning 3d 6h',
        'order_api:slo_period_events:count',
        'order_api:slo_period_errors:ratio',
        'order_api:slo_error_budget:remaining',
        'order_api:slo_error_budget:exhaustion_seconds',
        'order_api:slo_error_budget:coverage',
      ],
    },
  ]);
});

test.each([availability, latency])(
  'one rule reads what targets of $name expose now, as a scrape may be stored between two',
  (slo) => {
    const { rules } = sloRules(context, [slo])[0]!;
    const readsTargets = (node: Expr) =>
      node.node === 'selector' && node.offset === undefined && !node.name!.includes(':');
    const events = rules.slice(
      0,
      rules.findIndex((rule) => !isAlert(rule) && rule.record.endsWith(':slo_counted:sum')),
    );
    const reading = events.filter(({ expr }) => [...outsideOfRanges(expr.expr)].some(readsTargets));
    expect(reading.map((rule) => (isAlert(rule) ? rule.alert : rule.record))).toEqual([
      'order_api:slo_read:value',
    ]);
  },
);

/** An expression's parts, but for what it looks up in the past. */
function* outsideOfRanges(expr: Expr): Generator<Expr> {
  if (expr.node === 'subquery') return;
  yield expr;
  for (const child of children(expr)) yield* outsideOfRanges(child);
}

/** The expression of a rule, without the matchers that all of them share: `known` are the routes that count. */
function expression(slo: Slo, name: string, labels: Readonly<Record<string, string>> = {}): string {
  const rule = rulesOf(sloRules(context, [slo])).find(
    (each) =>
      (isAlert(each) ? each.alert : each.record) === name &&
      Object.entries(labels).every(([label, value]) => each.labels?.[label] === value),
  );
  return print(rule!.expr.expr)
    .replaceAll('namespace="default", job="order-api"', '…')
    .replaceAll('endpoint!="unmatched", …', 'known, …')
    .replaceAll(`…, slo="${slo.name}"`, '…');
}

const TARGET = 'namespace, job, pod, instance';
const tilesAt =
  'max by (namespace, job) (timestamp(order_api:slo_events_by_hour:count1m{…, outcome="all"} offset 1s))';

/** Events in a window: finished hours, the hour under way, and what has left of the oldest hour. */
function inHours(window: Duration, range: string, outcome = ''): string {
  const left = ['even', 'odd']
    .map(
      (hours, remainder) =>
        `sum_over_time(order_api:slo_events_by_hour:count1m{…${outcome}, hours="${hours}"}[59m59s] offset ${window}) and on () hour() % 2 == ${remainder}`,
    )
    .join(' or ');
  return (
    `sum by (namespace, job, slo, outcome) (sum_over_time(order_api:slo_events:count1h{…${outcome}}[${range}]) ` +
    `or label_replace(order_api:slo_events_this_hour:count{…${outcome}}, "part", "under way", "", "") ` +
    `or label_replace(-1 * (${left}), "part", "left", "", ""))`
  );
}

describe('the PromQL of the Order API', () => {
  test.each([
    [
      availability,
      'order_api:slo_seen:sum',
      { outcome: 'bad' },
      `sum by (${TARGET}) (last_over_time(order_api:slo_read:value{…, slo_read="bad"}[1s]) or on (${TARGET}) 0 * last_over_time(order_api:slo_read:value{…, slo_read="answers"}[1s]) or on (${TARGET}) last_over_time(order_api:slo_seen_middle:sum{…, outcome="bad"}[1s]))`,
    ],
    [
      latency,
      'order_api:slo_seen_middle:sum',
      { outcome: 'good' },
      `sum by (${TARGET}) (max by (${TARGET}, method, endpoint) (order_api_request_duration_seconds_bucket{known, …, le="0.25"} offset 30s)) or 0 * (max by (${TARGET}) (up{…} offset 30s) == 1 ` +
        `unless on (${TARGET}) last_over_time(order_api:slo_seen_middle:sum{…, outcome="all"}[1s]) > 0)`,
    ],
    [
      availability,
      'order_api:slo_seen_before:sum',
      {},
      `order_api:slo_seen:sum{…} offset 1s and on (namespace, job) (${tilesAt} unless ${tilesAt} <= ` +
        'max by (namespace, job) (timestamp(order_api:slo_counted:sum{…, outcome="all"} offset 1s))) ' +
        'or last_over_time(order_api:slo_counted:sum{…}[1h] offset 1s)',
    ],
    [
      availability,
      'order_api:slo_events:count1m',
      { outcome: 'all' },
      `sum by (namespace, job) (clamp_min(last_over_time(order_api:slo_seen:sum{…, outcome="all"}[1s]) - on (${TARGET}) (` +
        'order_api:slo_seen_before:sum{…, outcome="all"} - order_api:slo_seen_middle:sum{…, outcome="all"} <= 0 ' +
        `and on (${TARGET}) last_over_time(order_api:slo_process_begun:seconds{…}[1s]) > order_api:slo_process_start_middle:seconds{…} ` +
        `or on (${TARGET}) 0 * last_over_time(order_api:slo_process_begun:seconds{…}[1s]) ` +
        `or on (${TARGET}) order_api:slo_seen_before:sum{…, outcome="all"} + last_over_time(order_api:slo_idle:sum{…, outcome="all"}[1s]) ` +
        `or on (${TARGET}) order_api:slo_seen_before:sum{…, outcome="all"} ` +
        `or on (${TARGET}) last_over_time(order_api:slo_seen_middle:sum{…, outcome="all"}[1s])), 0)) ` +
        'and (count by (namespace, job) (last_over_time(order_api:slo_read:value{…, slo_read="all"}[1s])) or count by (namespace, job) (last_over_time(order_api:slo_seen_middle:sum{…, outcome="all"}[1s]) > 0))',
    ],
    [
      availability,
      'order_api:slo_process_begun:seconds',
      {},
      `sum by (${TARGET}) ((order_api:slo_process_start:seconds{…} > order_api:slo_process_start_before:seconds{…} ` +
        'or order_api:slo_process_start:seconds{…} and on (namespace, job) order_api:slo_process_start_before:seconds{…} ' +
        'unless order_api:slo_process_start:seconds{…} <= on (namespace, job, pod) group_left () max by (namespace, job, pod) (order_api:slo_process_start_before:seconds{…})) ' +
        'and time() - order_api:slo_process_start:seconds{…} < 3600)',
    ],
    [
      latency,
      'OrderApiSloDataMissing',
      {},
      'max by (namespace, job) (up{…}) == 1 unless on (namespace, job) order_api:slo_events:count1m{…, outcome="bad"} ' +
        'or count by (namespace, job) (order_api_request_duration_seconds_count{known, …}) > count by (namespace, job) (order_api_request_duration_seconds_bucket{known, …, le="0.25"})',
    ],
    [
      availability,
      'order_api:slo_errors:ratio',
      { window: '5m' },
      'sum_over_time(order_api:slo_events:count1m{…, outcome="bad"}[4m59s]) / ignoring (outcome) (sum_over_time(order_api:slo_events:count1m{…, outcome="all"}[4m59s]) > 0)',
    ],
    [latency, 'order_api:slo_window_events:count', { window: '3d' }, inHours('3d', '2d23h59m59s')],
    [
      latency,
      'order_api:slo_errors:ratio',
      { window: '3d' },
      'order_api:slo_window_events:count{…, window="3d", outcome="bad"} / ignoring (outcome) (order_api:slo_window_events:count{…, window="3d", outcome="all"} > 0)',
    ],
    [availability, 'order_api:slo_errors:percentage', {}, '100 * order_api:slo_errors:ratio{…, window="5m"}'],
    [
      availability,
      'order_api:slo_errors:burn_rate',
      {},
      'order_api:slo_errors:ratio{…, window=~"5m|1h"} / 0.001',
    ],
    [latency, 'order_api:slo_errors:burn_rate', {}, 'order_api:slo_errors:ratio{…, window=~"5m|1h"} / 0.01'],
    [availability, 'order_api:slo_objective:ratio', {}, 'vector(0.999)'],
    [
      availability,
      'OrderApiErrorBudgetBurn',
      { long: '1h' },
      'max by (namespace, job) (order_api:slo_errors:ratio{…, window="1h"}) > 0.0144 and max by (namespace, job) (order_api:slo_errors:ratio{…, window="5m"}) > 0.0144 ' +
        'and on (namespace, job) order_api:slo_window_events:count{…, window="1h", outcome="bad"} >= 5',
    ],
    [
      latency,
      'OrderApiErrorBudgetBurn',
      { long: '3d' },
      'max by (namespace, job) (order_api:slo_errors:ratio{…, window="3d"}) > 0.01 and max by (namespace, job) (order_api:slo_errors:ratio{…, window="6h"}) > 0.01 ' +
        'and on (namespace, job) order_api:slo_window_events:count{…, window="3d", outcome="bad"} >= 5 ' +
        'and on (namespace, job) sum by (namespace, job) (count_over_time(order_api:slo_events:count1h{…, outcome="all"}[2d23h59m59s])) >= 36',
    ],
    [
      availability,
      'OrderApiSloDataMissing',
      {},
      'max by (namespace, job) (up{…}) == 1 unless on (namespace, job) order_api:slo_events:count1m{…, outcome="bad"} ' +
        'or count by (namespace, job) (order_api_requests_total{known, …, status=""}) > 0',
    ],
    [
      availability,
      'order_api:slo_events_by_hour:count1m',
      {},
      'label_replace(last_over_time(order_api:slo_events:count1m{…}[1s]) and on () hour() % 2 == 0, "hours", "even", "", "") ' +
        'or label_replace(last_over_time(order_api:slo_events:count1m{…}[1s]) and on () hour() % 2 == 1, "hours", "odd", "", "")',
    ],
    [
      availability,
      'order_api:slo_events:count1h',
      {},
      '(sum_over_time(order_api:slo_events_by_hour:count1m{…, hours="odd"}[1h59m59s]) and on () hour() % 2 == 0 ' +
        'or sum_over_time(order_api:slo_events_by_hour:count1m{…, hours="even"}[1h59m59s]) and on () hour() % 2 == 1) ' +
        'unless count_over_time(order_api:slo_events:count1h{…}[59m59s])',
    ],
    [availability, 'order_api:slo_period_events:count', {}, inHours('30d', '29d23h59m59s')],
    [
      availability,
      'order_api:slo_error_budget:exhaustion_seconds',
      {},
      'clamp_min(order_api:slo_error_budget:remaining{…}, 0) * 2592000 / on (namespace, job, slo) (order_api:slo_errors:burn_rate{…, window="1h"} > 0)',
    ],
  ] as const)('of rule %# is as written here', (slo, name, labels, expected) => {
    expect(expression(slo, name, labels)).toBe(expected);
  });

  test('counts errors as 0 before the first one', () => {
    const bad = expression(availability, 'order_api:slo_events:count1m', { outcome: 'bad' });
    expect(bad).toContain('order_api:slo_seen:sum{…, outcome="bad"}');
    expect(
      bad.endsWith(
        ' or on (namespace, job) 0 * sum by (namespace, job) (order_api:slo_events:count1m{…, outcome="all"})',
      ),
    ).toBe(true);
  });

  test('counts slow requests as those above the bucket, and never as fewer than none', () => {
    const bad = expression(latency, 'order_api:slo_events:count1m', { outcome: 'bad' });
    expect(bad).toContain('order_api:slo_seen:sum{…, outcome="good"}');
    expect(
      bad.startsWith(
        'clamp_min(sum by (namespace, job) (order_api:slo_events:count1m{…, outcome="all"}) - on (namespace, job) ',
      ),
    ).toBe(true);
    expect(bad.endsWith(', 0)')).toBe(true);
  });

  test('of an objective whose windows are not whole hours adds the minutes before them', () => {
    const week = availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '7d',
      requests: orderApiMetrics.requests,
      errors: { status: matching('5..') },
    });
    expect(expression(week, 'order_api:slo_window_events:count', { window: '16h48m' })).toContain(
      'or label_replace(sum_over_time(order_api:slo_events:count1m{…}[47m59s] offset 16h), "part", "rest", "", "")',
    );
  });
});

describe('alerts', () => {
  const alerts = rulesOf(sloRules(context, [availability, latency])).filter(isAlert);

  test('carry what routing and inhibition compare: a page and a ticket differ in severity and windows alone', () => {
    for (const { labels } of alerts) expect(labels).toMatchObject({ team: 'orders', service: 'order-api' });
    const bySeverity = (severity: string) =>
      alerts.filter(({ labels }) => labels.severity === severity).map(({ labels }) => labels['slo']);
    expect(new Set(bySeverity('critical'))).toEqual(new Set(['availability', 'latency']));
    expect(new Set(bySeverity('warning'))).toEqual(new Set(['availability', 'latency']));
  });

  test('keep the namespace, by which AlertmanagerConfig objects route', () => {
    for (const { expr } of alerts) expect([...expr.labels]).toContain('namespace');
  });

  test('have a summary that is one sentence without template, and a description with one', () => {
    for (const { annotations } of alerts) {
      expect(annotations.summary).toMatch(/^[A-Z][^{}%]*[^{}%.]\.$/);
      expect(annotations.description).toMatch(/\{\{ \$(labels|value)/);
      expect(annotations.description).not.toContain('%s');
    }
  });

  test('take another severity or are left out, by the name of their tier', () => {
    const slo = availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '30d',
      requests: orderApiMetrics.requests,
      errors: { status: matching('5..') },
      tiers: { 'page-slow': 'info', 'ticket-fast': 'off', 'page-fast': 'warning' },
    });
    const groups = sloRules(context, [slo]).map(outline);
    expect(groups.flatMap(({ rules }) => rules.filter((rule) => rule.includes('Burn')))).toEqual([
      'OrderApiErrorBudgetBurn warning 1h 5m',
      'OrderApiErrorBudgetBurn info 6h 30m',
      'OrderApiErrorBudgetBurn warning 3d 6h',
    ]);
    // The windows of a day are not recorded when no alert reads them.
    expect(groups[2]!.rules.filter((rule) => rule.includes('ratio '))).toEqual([
      'order_api:slo_errors:ratio 30m',
      'order_api:slo_errors:ratio 6h',
      'order_api:slo_errors:ratio 3d',
    ]);
  });

  test('with a minimum of events ask for it in the long window', () => {
    const slo = availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '30d',
      requests: orderApiMetrics.requests,
      errors: { status: matching('5..') },
      minimumEvents: 500,
    });
    expect(expression(slo, 'OrderApiErrorBudgetBurn', { long: '1h' })).toBe(
      'max by (namespace, job) (order_api:slo_errors:ratio{…, window="1h"}) > 0.0144 and max by (namespace, job) (order_api:slo_errors:ratio{…, window="5m"}) > 0.0144 ' +
        'and on (namespace, job) order_api:slo_window_events:count{…, window="1h", outcome="all"} >= 500',
    );
  });

  test('with a minimum of 0 fire for a single failure', () => {
    const slo = availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '30d',
      requests: orderApiMetrics.requests,
      errors: { status: matching('5..') },
      minimumEvents: 0,
    });
    expect(expression(slo, 'OrderApiErrorBudgetBurn', { long: '1h' })).toBe(
      'max by (namespace, job) (order_api:slo_errors:ratio{…, window="1h"}) > 0.0144 and max by (namespace, job) (order_api:slo_errors:ratio{…, window="5m"}) > 0.0144',
    );
  });
});

describe('history', () => {
  const recordings = (slo: Slo, team = 'orders') =>
    rulesOf(sloRules({ ...context, team }, [slo]))
      .flatMap((rule) => (isAlert(rule) || rule.record.endsWith(':info') ? [] : [rule]))
      .map(({ record, labels }) => JSON.stringify([record, labels]));
  const other = (props: { readonly period?: Duration; readonly objective?: number }) =>
    availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '30d',
      requests: orderApiMetrics.requests,
      errors: { status: matching('5..') },
      ...props,
    });

  test('goes on when the team, the objective or the period changes', () => {
    const before = recordings(availability);
    expect(recordings(availability, 'another-team')).toEqual(before);
    expect(recordings(other({ objective: 99.5 }))).toEqual(before);
    expect(recordings(other({ period: '90d' }))).toEqual(before);
  });

  test('of a window goes on as long as the period has it', () => {
    const after = recordings(other({ period: '28d' }));
    expect(recordings(availability).filter((series) => !after.includes(series))).toEqual([
      '["order_api:slo_window_events:count",{"slo":"availability","window":"3d"}]',
      '["order_api:slo_errors:ratio",{"slo":"availability","window":"3d"}]',
    ]);
  });
});

describe('whatever the period', () => {
  const periods = fc.integer({ min: 1, max: 400 }).map((days): Duration => `${days}d`);
  const groupsFor = (period: Duration) =>
    sloRules(context, [
      availabilitySlo({
        name: 'availability',
        objective: 99.9,
        period,
        requests: orderApiMetrics.requests,
        errors: { status: matching('5..') },
      }),
    ]);

  test('a group has at most 20 rules (of short periods, where one group records every window, 32), and every window is a number of tiles', () => {
    fc.assert(
      fc.property(periods, (period) => {
        for (const { rules } of groupsFor(period)) {
          expect(rules.length).toBeLessThanOrEqual(seconds(period) < seconds('7d') ? 32 : 20);
          for (const { labels } of rules)
            for (const window of [labels?.['long'], labels?.['short']])
              if (window !== undefined) expect(seconds(window)).toBeGreaterThanOrEqual(144);
        }
      }),
    );
  });

  test('Prometheus loads the rules', () =>
    checkRules(
      (['1d', '7d', '14d', '28d', '30d', '90d', '365d'] as const).flatMap((period) =>
        groupsFor(period).map((group) => ({ ...printGroup(group), name: `${group.name}-${period}` })),
      ),
    ));
});
