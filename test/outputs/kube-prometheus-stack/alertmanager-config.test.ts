import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../../src/catalog/environment';
import { findEnvironment } from '../../fixtures/stack/index';
import { alertmanagerConfig } from '../../../src/outputs/kube-prometheus-stack/alertmanager-config';
import { credentialOf } from '../../../src/outputs/kube-prometheus-stack/receiver-config';
import { checkConfig, writeAlertmanagerFiles } from '../../support/alertmanager';
import { environmentWith, everyKind } from './environments';

const prod = findEnvironment('prod');

describe('amtool', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alertmanager-config-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each<[string, Environment]>([
    ['dev', findEnvironment('dev')],
    ['prod', prod],
    ['an environment with every kind of receiver', everyKind],
  ])('accepts the configuration and the templates of %s', (name, environment) => {
    const output = checkConfig(writeAlertmanagerFiles(join(folder, name), environment));
    expect(output).toContain('SUCCESS');
    expect(output).toMatch(/ - 1 templates\n\s+SUCCESS/);
  });
});

test('without receivers no alert is delivered', () => {
  expect(alertmanagerConfig({ receivers: [] })).toMatchObject({
    route: {
      receiver: 'null',
      routes: [
        { receiver: 'null', matchers: ['alertname="Watchdog"'] },
        { receiver: 'null', matchers: ['alertname="InfoInhibitor"'] },
      ],
    },
    receivers: [{ name: 'null' }],
  });
});

test('pages come at once and hourly, tickets later and twice a day, and Watchdog as often as the heartbeat needs', () => {
  expect(alertmanagerConfig(prod).route).toEqual({
    receiver: 'null',
    group_by: ['cluster', 'namespace', 'service', 'alertname', 'slo'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '12h',
    routes: [
      {
        receiver: 'heartbeat',
        matchers: ['alertname="Watchdog"'],
        group_wait: '0s',
        group_interval: '1m',
        repeat_interval: '5m',
      },
      { receiver: 'null', matchers: ['alertname="InfoInhibitor"'] },
      {
        receiver: 'null',
        matchers: ['severity="critical"'],
        group_wait: '30s',
        group_interval: '5m',
        repeat_interval: '1h',
        routes: [
          { receiver: 'on-call', continue: true },
          { receiver: 'team-channel', continue: true },
        ],
      },
      {
        receiver: 'null',
        matchers: ['severity!~"critical|info|none"'],
        group_wait: '2m',
        group_interval: '15m',
        repeat_interval: '12h',
        routes: [{ receiver: 'team-channel', continue: true }],
      },
    ],
  });
});

test('info alerts are sent to those who want them, rarely', () => {
  expect(alertmanagerConfig(everyKind).route!.routes!.at(-1)).toMatchObject({
    matchers: ['severity="info"'],
    group_wait: '10m',
    group_interval: '1h',
    repeat_interval: '24h',
  });
});

test('a receiver with teams is given what has one of them, and a dot in a name is only a dot', () => {
  const [channel] = prod.receivers.slice(1);
  const { receivers } = environmentWith({
    receivers: [{ ...channel!, severities: ['critical'], teams: ['shop.eu', 'cart'] }],
  });
  expect(alertmanagerConfig({ receivers }).route!.routes!.at(-1)!.routes).toEqual([
    { receiver: 'team-channel', matchers: ['team=~"shop[.]eu|cart"'], continue: true },
  ]);
});

test('every credential is read from the file of a mounted Secret', () => {
  expect(alertmanagerConfig(everyKind).receivers).toMatchObject([
    { name: 'null' },
    {
      name: 'heartbeat',
      webhook_configs: [{ url_file: '/etc/alertmanager/secrets/heartbeat/url', send_resolved: false }],
    },
    {
      name: 'chat',
      slack_configs: [{ api_url_file: '/etc/alertmanager/secrets/chat/url', channel: '#alerts' }],
    },
    {
      name: 'pager',
      pagerduty_configs: [{ routing_key_file: '/etc/alertmanager/secrets/pager/routing-key' }],
    },
    {
      name: 'mail',
      email_configs: [
        {
          to: 'on-call@example.com',
          from: 'alerts@example.com',
          smarthost: 'smtp.example.com:587',
          auth_username: 'alerts',
          auth_password_file: '/etc/alertmanager/secrets/mail/password',
        },
      ],
    },
    { name: 'hook', webhook_configs: [{ url_file: '/etc/alertmanager/secrets/hook/url' }] },
  ]);
});

test('the credential of a receiver is the one that its file holds', () => {
  expect(everyKind.receivers.map(({ via }) => credentialOf(via))).toEqual([
    { name: 'chat', key: 'url' },
    { name: 'pager', key: 'routing-key' },
    { name: 'mail', key: 'password' },
    { name: 'hook', key: 'url' },
  ]);
});
