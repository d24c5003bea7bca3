import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { allServices } from '../../fixtures/stack/index';
import type { Environment } from '../../../src/catalog/environment';
import { findEnvironment } from '../../fixtures/stack/index';
import { placeServices } from '../../../src/catalog/placement';
import { alertmanagerConfig } from '../../../src/outputs/kube-prometheus-stack/alertmanager-config';
import type { Labels } from '../../../src/outputs/kube-prometheus-stack/matcher';
import {
  CHART_PAGE,
  CHART_TICKET,
  raisedAlerts,
  SIGNALS,
} from '../../../src/outputs/kube-prometheus-stack/raised-alerts';
import { routingOf } from '../../../src/outputs/kube-prometheus-stack/routing';
import type { AlertmanagerConfig, AlertmanagerRoute } from '../../../src/helm-values/values-schema';
import { amtoolReceivers, startAlertmanager, writeAlertmanagerFiles } from '../../support/alertmanager';
import { environmentWith, everyKind, everyReceiver } from './environments';

const folder = mkdtempSync(join(tmpdir(), 'routing-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dev = findEnvironment('dev');
const prod = findEnvironment('prod');
const [chat, pager, mail] = everyReceiver as [
  (typeof everyReceiver)[number],
  (typeof everyReceiver)[number],
  (typeof everyReceiver)[number],
];
const teams = environmentWith({
  name: 'teams',
  receivers: [
    { ...pager, severities: ['critical'] },
    { ...chat, teams: ['orders'] },
    { ...mail, teams: ['cart', 'shop.eu'] },
  ],
});

/** Who gets an alert, by the plain code. */
const receivers = (environment: Environment, labels: Labels): string =>
  routingOf(alertmanagerConfig(environment)).receiversOf(labels).join();

test.each<[string, Environment, Labels, string]>([
  ['a page in prod', prod, { severity: 'critical' }, 'on-call,team-channel'],
  ['a ticket in prod', prod, { severity: 'warning' }, 'team-channel'],
  ['an info alert in prod', prod, { severity: 'info' }, 'null'],
  ['an info alert where receivers want it', everyKind, { severity: 'info' }, 'chat,pager,mail,hook'],
  ['Watchdog in prod', prod, { alertname: 'Watchdog', severity: 'none' }, 'heartbeat'],
  ['InfoInhibitor in prod', prod, { alertname: 'InfoInhibitor', severity: 'none' }, 'null'],
  ['an alert of another project without severity', prod, { alertname: 'Other' }, 'team-channel'],
  ['an alert of an unknown severity', prod, { severity: 'page' }, 'team-channel'],
  ['an alert of severity none', prod, { severity: 'none' }, 'null'],
  ['a page of a team with a receiver', teams, { severity: 'critical', team: 'orders' }, 'pager,chat'],
  ['a ticket of a team with a receiver', teams, { severity: 'warning', team: 'shop.eu' }, 'mail'],
  ['a ticket of a team that is only similar', teams, { severity: 'warning', team: 'shop-eu' }, 'null'],
  ['a ticket without a team', teams, { severity: 'warning' }, 'null'],
  ['a page in dev', dev, { severity: 'critical' }, 'null'],
  ['Watchdog in dev', dev, { alertname: 'Watchdog', severity: 'none' }, 'null'],
])('%s goes to its receivers', (_what, environment, labels, expected) => {
  expect(receivers(environment, labels)).toBe(expected);
});

/** Names one alert. */
const keyOf = (labels: Labels): string => JSON.stringify(Object.entries(labels).toSorted());

/** Routes as they are, which notify nobody before the test has ended. */
const silent = (config: AlertmanagerConfig): AlertmanagerConfig => ({
  ...config,
  ...(config.route && { route: waiting(config.route) }),
});
const waiting = (route: AlertmanagerRoute): AlertmanagerRoute => ({
  ...route,
  group_wait: '1d',
  ...(route.routes && { routes: route.routes.map(waiting) }),
});

describe.each<[string, Environment]>([
  ['dev', dev],
  ['prod', prod],
  ['an environment with teams', teams],
])('in %s', (name, environment) => {
  const alerts: readonly Labels[] = [
    ...placeServices(allServices, environment).flatMap((service) =>
      raisedAlerts(service, environment).map(({ labels }) => labels),
    ),
    ...SIGNALS,
    CHART_PAGE,
    CHART_TICKET,
  ];

  test('Alertmanager sends every alert that the stack can raise where the plain code does', async () => {
    const file = writeAlertmanagerFiles(join(folder, name), environment, {}, silent);
    const alertmanager = await startAlertmanager(file, 'http://127.0.0.1');
    try {
      await alertmanager.post(...alerts.map((labels) => ({ labels })));
      const routed = (await alertmanager.alerts()).map(
        ({ labels, receivers: found }) => [keyOf(labels), found.map((each) => each.name).join()] as const,
      );
      expect(Object.fromEntries(routed)).toEqual(
        Object.fromEntries(alerts.map((labels) => [keyOf(labels), receivers(environment, labels)])),
      );
      expect(routed.length).toBeGreaterThan(20);
    } finally {
      await alertmanager.stop();
    }
  });
});

/** What our own configurations do not use, or only in one way. */
const strange: AlertmanagerConfig = {
  receivers: ['root', 'a', 'b', 'c', 'd'].map((name) => ({ name })),
  route: {
    receiver: 'root',
    routes: [
      { receiver: 'a', matchers: ['x="1"'], continue: true },
      { matchers: ['x=~"1|2"'], routes: [{ receiver: 'b', match: { y: '1' } }, { match_re: { y: '2|3' } }] },
      { receiver: 'c', matchers: ['z=""', 'y!~"1.*"'], routes: [{ receiver: 'd', matchers: ['w!="1"'] }] },
    ],
  },
};

test.each<[Labels, string]>([
  [{ x: '1', y: '1' }, 'a,b'],
  [{ x: '1', y: '2' }, 'a,root'],
  [{ x: '2', y: '4' }, 'root'],
  [{ x: '12', y: '2' }, 'd'],
  [{ x: '0', w: '1' }, 'c'],
  [{ x: '0', y: '11' }, 'root'],
  [{ z: '1' }, 'root'],
])('with nested routes, %j goes to %s, as in amtool', (labels, expected) => {
  const file = join(folder, 'strange.yml');
  writeFileSync(file, stringify(strange));
  expect(routingOf(strange).receiversOf(labels).join()).toBe(expected);
  expect(amtoolReceivers(file, labels).join()).toBe(expected);
});

test('older ways to write an inhibition mean the same', () => {
  const { inhibitorsOf } = routingOf({
    inhibit_rules: [{ source_match: { a: '1' }, target_match_re: { b: '1|2' }, equal: ['c'] }],
  });
  const sources: readonly Labels[] = [{ a: '1', c: 'x' }, { a: '1' }, { a: '2', c: 'x' }];
  expect(inhibitorsOf({ b: '2', c: 'x' }, sources)).toEqual([{ a: '1', c: 'x' }]);
  expect(inhibitorsOf({ b: '3', c: 'x' }, sources)).toEqual([]);
});
