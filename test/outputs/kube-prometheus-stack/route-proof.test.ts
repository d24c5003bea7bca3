import type { EnvironmentProps } from '../../../src/catalog/environment';
import { findEnvironment } from '../../fixtures/stack/index';
import { allServices } from '../../fixtures/stack/index';
import { placeServices } from '../../../src/catalog/placement';
import { defineService, type ServiceProps } from '../../../src/catalog/service';
import { proveRoutes } from '../../../src/outputs/kube-prometheus-stack/route-proof';
import { sentence } from '../../../src/findings/invalid-input';
import { platformMetrics } from '../../../src/metrics/platform';
import { eq, select } from '../../../src/promql/build';
import type { AlertRow } from '../../../src/rules/alert';
import { aService, aSignalledContract } from '../../support/catalog';
import { environmentWith, everyReceiver } from './environments';

type Receivers = NonNullable<EnvironmentProps['receivers']>;

/** The first receivers of every kind, changed. */
const receivers = (...changes: readonly Partial<Receivers[number]>[]): Receivers =>
  changes.map((change, index) => ({ ...everyReceiver[index]!, ...change }));

/** What is said about a service in an environment. */
function prove(receivers: Receivers, service: Partial<ServiceProps> = {}): readonly string[] {
  const environment = environmentWith({ receivers });
  return proveRoutes(
    placeServices([defineService({ ...aService, ...service })], environment),
    environment,
  ).map(sentence);
}

const prod = findEnvironment('prod');

test('every page and ticket of the catalog finds somebody in prod', () => {
  expect(prod.receivers.length).toBeGreaterThan(0);
  expect(proveRoutes(placeServices(allServices, prod), prod)).toEqual([]);
});

test.each([
  ['critical', 'the pages of service "order-api"'],
  ['warning', 'the tickets of service "order-api"'],
] as const)('without its receivers for %s, prod would leave out %s', (severity, lost) => {
  const receivers = prod.receivers.map((receiver) => ({
    ...receiver,
    severities: receiver.severities.filter((each) => each !== severity),
  }));
  const environment = { ...prod, receivers };
  const told = () =>
    proveRoutes(placeServices(allServices, environment), environment).map(sentence).join('\n');
  if (severity === 'critical') expect(told).toThrow(lost);
  else expect(told()).toContain(lost);
});

test("a page that reaches nobody is an error, the chart's own included", () => {
  expect(() => prove(receivers({ severities: ['warning'] }))).toThrow(
    'environment "test": leave out the pages of service "shop" (receivers: ["ShopDown","ShopTargetMissing","ShopUnavailable"]). Add critical to the severities of one that takes all alerts, or those of team shopping.\n' +
      'environment "test": leave out the pages of the chart, which have no team (receivers: ["KubePersistentVolumeFillingUp"]). Add one with severity critical and without teams.',
  );
});

test('a page of a team that has no receiver is an error, though others have one', () => {
  expect(() => prove(receivers({ teams: ['cart'] }, { severities: ['warning'] }))).toThrow(
    'environment "test": receivers leave out the pages of service "shop" (got ["ShopDown",',
  );
});

test('pages of the chart have no team, so that receivers of teams do not get them', () => {
  expect(() => prove(receivers({ teams: ['shopping'] }))).toThrow(
    /^environment "test": receivers leave out the pages of the chart, which have no team/,
  );
});

test('tickets that reach nobody are worth a warning', () => {
  expect(prove(receivers({ severities: ['critical'] }))).toEqual([
    'environment "test": leave out the tickets of service "shop" (receivers: ["ShopTargetDown","ShopSeriesBudgetExceeded","ShopCrashLooping","ShopMemoryNear…). Add warning to the severities of one that takes all alerts, or those of team shopping.',
    'environment "test": leave out the tickets of the chart, which have no team (receivers: ["KubePodNotReady"]). Add one with severity warning and without teams.',
  ]);
});

test('a team that no service has is worth a warning', () => {
  expect(prove(receivers({}, { teams: ['shopping', 'shoping'] }))).toEqual([
    'environment "test": name one that no service of the catalog has (receivers.pager.teams: "shoping"). Use one of shopping, unless others\' alerts have it.',
  ]);
});

test('without receivers there is nobody to reach', () => {
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

test('an alert that only sounds like an outage is an error, for it would silence others', () => {
  expect(() => prove(receivers({}), { alerts: [row] })).toThrow(
    'service "shop": have a critical one that ends in Down, which would silence all its other alerts like an outage (alerts: "QueueDown"). End its name differently, or make it a warning.',
  );
});

test('it is an error also where nobody is told', () => {
  expect(() => prove([], { alerts: [row] })).toThrow('have a critical one that ends in Down');
});

test('an alert that only sounds like the sign of an outage is an error, for an outage would silence it', () => {
  const alerts = [{ ...row, symptom: 'QueueTrafficStopped' }];
  expect(() => prove(receivers({}), { alerts })).toThrow(
    'service "shop": have a critical one that ends in TrafficStopped, which every outage would silence (alerts: "QueueTrafficStopped"). End its name differently, or make it a warning.',
  );
});

test('a page that a service gets with its golden signals is followed too', () => {
  expect(() => prove(receivers({ severities: ['warning'] }), aSignalledContract)).toThrow(
    '(got ["ShopDown","ShopTargetMissing","ShopUnavailable","ShopTrafficStopped"])',
  );
});

test.each<[string, AlertRow]>([
  ['a ticket', { ...row, severity: 'warning' }],
  ['a page of another name', { ...row, symptom: 'QueueStuck' }],
])('%s does not sound like an outage', (_what, alert) => {
  expect(prove(receivers({}), { alerts: [alert] })).toEqual([]);
});
