import type { LiveFacts, LiveTarget } from '../../src/doctor/live/live-facts';
import type { Observation } from '../../src/local/observation';
import { oneLine, table } from '../../src/local/table';
import { RUNNING, TRAFFIC, type Traffic } from '../../src/local/traffic';
import { RunRecorder } from '../../src/local/verdict';

const target = (more: Partial<LiveTarget> = {}): LiveTarget => ({
  pool: 'serviceMonitor/web/shop/0',
  url: 'http://127.0.0.1:8000/metrics',
  health: 'up',
  lastError: '',
  lastScrape: 1,
  labels: { pod: 'shop-0' },
  discovered: {},
  ...more,
});

const exporter = target({ pool: 'kube-state-metrics', url: 'http://127.0.0.1:9/metrics' });

type Moment = Partial<
  Pick<LiveFacts, 'targets' | 'rules' | 'series'> & Pick<Observation, 'recorded' | 'alerts'>
>;

const moment = ({
  targets = [target(), exporter],
  rules = [],
  series: counted = new Map(),
  recorded = [],
  alerts = [],
}: Moment): Observation => ({
  live: { url: '', time: 1, startTime: 0, jobs: [], dropped: [], series: counted, targets, rules },
  recorded,
  alerts,
});

const rule = {
  group: 'shop',
  name: 'shop:slo:info',
  kind: 'record',
  health: 'ok',
  lastError: '',
  expression: '',
} as const;
const series = { labels: { __name__: 'shop:slo:info', slo: 'speed', job: 'shop' }, value: 1 };
const burning = (slo: string, state: 'pending' | 'firing') => ({
  labels: { alertname: 'ShopErrorBudgetBurn', severity: 'critical', slo, long: '1h' },
  state,
});

function differences(traffic: Traffic, ...moments: readonly Moment[]): readonly string[] {
  const recorder = new RunRecorder({
    targets: 1,
    recordings: [
      { name: 'shop:slo:info', labels: { slo: 'speed' }, needsCluster: [] },
      { name: 'shop:throttled', labels: {}, needsCluster: ['container_cpu_cfs_throttled_periods_total'] },
    ],
    traffic,
    ...(traffic === RUNNING ? { metrics: ['shop_sales_total', 'shop_seconds_count'] } : {}),
    objectives: new Map([
      ['success', 'availability'],
      ['speed', 'latency'],
    ]),
  });
  for (const each of moments) recorder.take(moment(each));
  return recorder.differences();
}

const fine: Moment = { rules: [rule], recorded: [series] };

describe('the verdict on a run', () => {
  it('has no differences when the run matches the traffic profile', () => {
    expect(differences(TRAFFIC.steady, fine)).toEqual([]);
    expect(differences(TRAFFIC.errors, { ...fine, alerts: [burning('success', 'pending')] })).toEqual([]);
    expect(differences(TRAFFIC.slow, { ...fine, alerts: [burning('speed', 'firing')] })).toEqual([]);
  });

  it('remembers a series that was recorded, and an alert that has fired', () => {
    const alerts = [burning('success', 'firing')];
    expect(differences(TRAFFIC.errors, { ...fine, alerts }, { rules: [rule] })).toEqual([]);
  });

  it('ignores an alert that was pending before, but not one that is pending now', () => {
    const pending = { ...fine, alerts: [burning('speed', 'pending')] };
    expect(differences(TRAFFIC.steady, pending, fine)).toEqual([]);
    expect(differences(TRAFFIC.steady, fine, pending)).toEqual([
      'alert ShopErrorBudgetBurn (critical, speed, 1h): pending, not expected',
    ]);
  });

  it.each<[string, Traffic, Moment, readonly string[]]>([
    ['no target', TRAFFIC.steady, { ...fine, targets: [exporter] }, ['targets: expected 1, found 0']],
    [
      'a target that is down',
      TRAFFIC.steady,
      { ...fine, targets: [target({ health: 'down', lastError: 'connection refused' })] },
      ['target http://127.0.0.1:8000/metrics: expected up, found down: connection refused'],
    ],
    [
      'a rule that fails, and one that was not evaluated yet',
      TRAFFIC.steady,
      {
        ...fine,
        rules: [
          { ...rule, health: 'err', lastError: 'many-to-many' },
          { ...rule, health: 'unknown' },
        ],
      },
      [
        'record shop:slo:info of shop: failed: many-to-many',
        'record shop:slo:info of shop: not evaluated yet',
      ],
    ],
    [
      'a recording rule without data, unless it needs a cluster',
      TRAFFIC.steady,
      { rules: [rule], recorded: [{ labels: { __name__: 'shop:slo:info', slo: 'other' }, value: 1 }] },
      ['record shop:slo:info{slo="speed"}: no data'],
    ],
    [
      'an alert of another objective',
      TRAFFIC.errors,
      { ...fine, alerts: [burning('speed', 'firing')] },
      [
        'alert ...ErrorBudgetBurn of an objective of availability: expected, but neither pending nor firing',
        'alert ShopErrorBudgetBurn (critical, speed, 1h): firing, not expected',
      ],
    ],
    [
      'targets that are up although they were killed, and none of the alerts',
      TRAFFIC.down,
      fine,
      [
        'target http://127.0.0.1:8000/metrics: expected down, found up',
        ...['Down', 'TargetDown', 'Unavailable', 'CrashLooping'].map(
          (name) => `alert ...${name}: expected, but neither pending nor firing`,
        ),
      ],
    ],
  ])('reports %s', (_what, traffic, given, expected) => {
    expect(differences(traffic, given)).toEqual(expected);
  });

  it('accepts the alerts on half of the replicas when all are killed, and no others', () => {
    const found = ['ShopTargetsFailing', 'ShopPartialOutage', 'ShopSeriesBudgetExceeded'].map(
      (alertname) => ({
        labels: { alertname, severity: 'critical' },
        state: 'firing' as const,
      }),
    );
    expect(
      differences(TRAFFIC.down, { ...fine, alerts: found }).filter((text) => text.includes('not expected')),
    ).toEqual(['alert ShopSeriesBudgetExceeded (critical): firing, not expected']);
  });

  it('reports metrics that rules read and a running service lacks, once its targets are up', () => {
    const one = new Map([['shop_sales_total', [{ labels: {}, count: 1 }]]]);
    expect(differences(RUNNING, { rules: [rule], series: one })).toEqual([
      'metric shop_seconds_count: no series, although rules read it. Compare the page: signalproof contract check http://127.0.0.1:8000/metrics',
    ]);
    const both = new Map([...one, ['shop_seconds_count', [{ labels: {}, count: 2 }]]]);
    expect(differences(RUNNING, { rules: [rule], series: both })).toEqual([]);
    const down = [target({ health: 'down', lastError: 'server returned HTTP status 500' })];
    expect(differences(RUNNING, { rules: [rule], targets: down })).toEqual([
      'target http://127.0.0.1:8000/metrics: expected up, found down: server returned HTTP status 500',
    ]);
  });

  it('reports everything as missing before the first observation', () => {
    expect(differences(TRAFFIC.idle)).toEqual(['targets: expected 1, found 0']);
  });
});

const shown = {
  observation: moment({
    rules: [rule, { ...rule, health: 'err', lastError: 'many-to-many' }],
    recorded: [
      { labels: { __name__: 'shop:requests:rate5m', endpoint: '/' }, value: 2 },
      { labels: { __name__: 'shop:requests:rate5m', endpoint: '/cart' }, value: 1.5 },
      { labels: { __name__: 'shop:errors:rate5m', endpoint: '/' }, value: 12.5 },
      { labels: { __name__: 'shop:latency_p95:5m', endpoint: '/' }, value: 0.042 },
      { labels: { __name__: 'shop:slo_error_budget:remaining', slo: 'success' }, value: 0.25 },
      { labels: { __name__: 'shop:slo_error_budget:remaining', slo: 'speed' }, value: 0.5 },
    ],
    alerts: [burning('success', 'firing'), burning('speed', 'pending')],
  }),
  urls: { prometheus: 'http://127.0.0.1:9090', alertmanager: 'http://127.0.0.1:9093' },
  requests: 42,
  notifications: [
    {
      receiver: 'on-call',
      status: 'firing',
      alerts: [{ status: 'firing', labels: { alertname: 'ShopErrorBudgetBurn' } }],
    },
  ],
} as const;

describe('the output', () => {
  it('is a table', () => {
    expect(table(shown)).toEqual([
      'targets   up      http://127.0.0.1:8000/metrics  shop-0',
      'signals   shop traffic 3.5/s',
      '          shop errors, worst endpoint 12.50 %',
      '          shop p95, worst endpoint 42 ms',
      '          shop budget left, worst objective 25.00 %',
      '          requests sent 42',
      'rules     2 loaded, 1 healthy',
      '          failing shop:slo:info: many-to-many',
      'alerts    firing  ShopErrorBudgetBurn (critical, success, 1h)',
      '          pending ShopErrorBudgetBurn (critical, speed, 1h)',
      'notified  on-call: 1 message about ShopErrorBudgetBurn',
      'look at   prometheus    http://127.0.0.1:9090',
      '          alertmanager  http://127.0.0.1:9093',
    ]);
  });

  it('is a short table before anything has happened', () => {
    const observation = moment({ targets: [target({ health: 'down', lastError: 'refused' })] });
    expect(table({ ...shown, observation, notifications: [] }).slice(0, 5)).toEqual([
      'targets   down    http://127.0.0.1:8000/metrics  shop-0  refused',
      'signals   requests sent 42',
      'rules     0 loaded, 0 healthy',
      'alerts    none',
      'notified  no notifications',
    ]);
    expect(table({ ...shown, observation: moment({ targets: [] }) })[0]).toBe('targets   none yet');
    const { requests: _none, ...running } = { ...shown, observation: moment({}), metrics: ['shop_total'] };
    expect(table(running).slice(0, 3)).toEqual([
      'targets   up      http://127.0.0.1:8000/metrics  shop-0',
      '          no series of shop_total, although rules read it',
      'signals   none yet',
    ]);
  });

  it('is one line when the output cannot be redrawn', () => {
    expect(oneLine(shown)).toBe(
      '1 of 1 targets up, 42 requests sent, firing: ShopErrorBudgetBurn (critical, success, 1h), pending: ShopErrorBudgetBurn (critical, speed, 1h)',
    );
  });

  it.each([
    [
      'the reason why a target is down',
      { targets: [target({ health: 'down', lastError: 'server returned HTTP status 500' })] },
      '0 of 1 targets up, http://127.0.0.1:8000/metrics: server returned HTTP status 500',
    ],
    [
      'the address once',
      { targets: [target({ health: 'down', lastError: 'Get "http://127.0.0.1:8000/metrics": EOF' })] },
      '0 of 1 targets up, Get "http://127.0.0.1:8000/metrics": EOF',
    ],
    ['missing metrics', {}, '1 of 1 targets up, no series of shop_total'],
  ])('has %s in that line', (_what, given: Moment, expected) => {
    expect(
      oneLine({ observation: moment(given), urls: {}, notifications: [], metrics: ['shop_total'] }),
    ).toBe(expected);
  });
});
