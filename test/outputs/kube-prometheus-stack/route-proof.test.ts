import type { EnvironmentProps } from '../../../src/catalog/environment';
import { findEnvironment } from '../../fixtures/stack/index';
import { allServices } from '../../fixtures/stack/index';
import { placeServices } from '../../../src/catalog/placement';
import { defineService, type ServiceProps } from '../../../src/catalog/service';
import { proveRoutes } from '../../../src/outputs/kube-prometheus-stack/route-proof';
import { sentence, type InvalidInput } from '../../../src/findings/invalid-input';
import { platformMetrics } from '../../../src/metrics/platform';
import { eq, select } from '../../../src/promql/build';
import type { AlertRow } from '../../../src/rules/alert';
import { aService, aSignalledContract } from '../../support/catalog';
import { environmentWith, everyReceiver } from './environments';

type Receivers = NonNullable<EnvironmentProps['receivers']>;

/** The first receivers of every kind, changed. */
const receivers = (...changes: readonly Partial<Receivers[number]>[]): Receivers =>
  changes.map((change, index) => ({ ...everyReceiver[index]!, ...change }));

/** Problems of a service in an environment. */
function prove(receivers: Receivers, service: Partial<ServiceProps> = {}): readonly string[] {
  const environment = environmentWith({ receivers });
  return proveRoutes(
    placeServices([defineService({ ...aService, ...service })], environment),
    environment,
  ).map(sentence);
}

/** The pages of a service that reach no receiver, all of them: the message shows the first ones. */
function lostBy(receivers: Receivers, service: Partial<ServiceProps> = {}): unknown {
  try {
    return prove(receivers, service);
  } catch (error) {
    return (error as InvalidInput).problems[0]?.found;
  }
}

const prod = findEnvironment('prod');

test('every page and ticket of the stack is delivered in prod', () => {
  expect(prod.receivers.length).toBeGreaterThan(0);
  expect(proveRoutes(placeServices(allServices, prod), prod)).toEqual([]);
});

test.each([
  ['critical', 'the pages of service "order-api"'],
  ['warning', 'the tickets of service "order-api"'],
] as const)('without its receivers for %s, prod does not deliver %s', (severity, lost) => {
  const receivers = prod.receivers.map((receiver) => ({
    ...receiver,
    severities: receiver.severities.filter((each) => each !== severity),
  }));
  const environment = { ...prod, receivers };
  const problems = () =>
    proveRoutes(placeServices(allServices, environment), environment).map(sentence).join('\n');
  if (severity === 'critical') expect(problems).toThrow(lost);
  else expect(problems()).toContain(lost);
});

test('a page without a receiver is an error, also for the chart', () => {
  expect(() => prove(receivers({ severities: ['warning'] }))).toThrow(
    'environment "test": no receiver gets the pages of service "shop" (receivers: ["ShopDown","ShopTargetsFailing","ShopTargetMissing","ShopUnavailable","ShopSca…). Add severity critical to a receiver without teams, or to one of team shopping.\n' +
      'environment "test": no receiver gets the pages of the chart, which have no team (receivers: ["KubePersistentVolumeFillingUp"]). Add a receiver with severity critical and without teams.',
  );
});

test('a page of a team that has no receiver is an error, though others have one', () => {
  expect(() => prove(receivers({ teams: ['cart'] }, { severities: ['warning'] }))).toThrow(
    'environment "test": no receiver gets the pages of service "shop" (receivers: ["ShopDown",',
  );
});

test('pages of the chart have no team, so receivers with teams do not get them', () => {
  expect(() => prove(receivers({ teams: ['shopping'] }))).toThrow(
    /^environment "test": no receiver gets the pages of the chart, which have no team/,
  );
});

test('tickets without a receiver are a warning', () => {
  expect(prove(receivers({ severities: ['critical'] }))).toEqual([
    'environment "test": no receiver gets the tickets of service "shop" (receivers: ["ShopTargetDown","ShopSeriesBudgetExceeded","ShopCrashLooping","ShopOomKilled"…). Add severity warning to a receiver without teams, or to one of team shopping.',
    'environment "test": no receiver gets the tickets of the chart, which have no team (receivers: ["KubePodNotReady"]). Add a receiver with severity warning and without teams.',
  ]);
});

test('an unknown team is a warning', () => {
  expect(prove(receivers({}, { teams: ['shopping', 'shoping'] }))).toEqual([
    'environment "test": no service of the stack has this team (receivers.pager.teams: "shoping"). Use one of shopping, unless alerts of other projects have this team.',
  ]);
});

test('without receivers, routes are not checked', () => {
  expect(prove([])).toEqual([]);
});

const row: AlertRow = {
  symptom: 'QueueDown',
  severity: 'critical',
  for: '5m',
  summary: 'The queue of %s is gone.',
  description: 'Nothing is queued in {{ $labels.namespace }}.',
  expr: ({ namespace }) => eq(select(platformMetrics.up, { namespace }), 0),
};

test('an alert whose name ends like an outage is an error, because it inhibits others', () => {
  expect(() => prove(receivers({}), { alerts: [row] })).toThrow(
    'service "shop": a critical alert whose name ends in Down inhibits all other alerts of the service (alerts: "QueueDown"). Rename it, or make it a warning.',
  );
});

test('an alert of every service cannot be renamed', () => {
  const builtInAlerts = { TargetDown: { severity: 'critical' } } as const;
  expect(() => prove(receivers({}), { builtInAlerts, namespace: ['shop', 'stage'] })).toThrow(
    /^service "shop": a critical alert whose name ends in Down inhibits all other alerts of the service \(builtInAlerts\.TargetDown\.severity: "TargetDown"\)\. Leave it a warning, and page by an alert of your own with another name\.$/,
  );
});

test('it is an error also without receivers', () => {
  expect(() => prove([], { alerts: [row] })).toThrow('a critical alert whose name ends in Down inhibits');
});

test('an alert whose name ends like the sign of an outage is an error, because outages inhibit it', () => {
  const alerts = [{ ...row, symptom: 'QueueTrafficStopped' }];
  expect(() => prove(receivers({}), { alerts })).toThrow(
    'service "shop": a critical alert whose name ends in TrafficStopped is inhibited by every outage (alerts: "QueueTrafficStopped"). Rename it, or make it a warning.',
  );
});

test('so is one whose name ends like an outage of half the pods', () => {
  const alerts = [{ ...row, symptom: 'QueuePodsCrashing' }];
  expect(() => prove(receivers({}), { alerts })).toThrow(
    'service "shop": a critical alert whose name ends in PodsCrashing is inhibited by every outage (alerts: "QueuePodsCrashing"). Rename it, or make it a warning.',
  );
});

test('alerts on golden signals are checked too', () => {
  expect(lostBy(receivers({ severities: ['warning'] }), aSignalledContract)).toEqual([
    'ShopDown',
    'ShopTargetsFailing',
    'ShopTargetMissing',
    'ShopUnavailable',
    'ShopScaledToZero',
    'ShopPartialOutage',
    'ShopPodsCrashing',
    'ShopTrafficStopped',
    'ShopTrafficCollapsed',
  ]);
});

test.each<[string, AlertRow]>([
  ['a ticket', { ...row, severity: 'warning' }],
  ['a page of another name', { ...row, symptom: 'QueueStuck' }],
])('%s does not end like an outage', (_what, alert) => {
  expect(prove(receivers({}), { alerts: [alert] })).toEqual([]);
});
