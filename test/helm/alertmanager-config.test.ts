import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Environment } from '../../src/catalog/environment';
import { findEnvironment } from '../../src/catalog/environments';
import { alertmanagerConfig, credentialOf } from '../../src/helm/alertmanager-config';
import type { AlertmanagerConfig } from '../../src/helm/values-schema';
import { binary } from '../support/binaries';
import { environmentWith, everyReceiver } from './environments';

const folder = mkdtempSync(join(tmpdir(), 'alertmanager-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function configFile(name: string, config: AlertmanagerConfig): string {
  const file = join(folder, `${name}.yml`);
  writeFileSync(file, stringify(config));
  return file;
}

/** The configuration of an environment in a file, as Alertmanager would load it. */
const fileOf = (name: string, { receivers }: Environment): string =>
  configFile(name, alertmanagerConfig(receivers));

const dev = findEnvironment('dev');
const prod = findEnvironment('prod');
const everyKind = environmentWith({ receivers: everyReceiver });

test.each([
  ['dev', dev],
  ['prod', prod],
  // The tested Alertmanager is older than `url_file`, which the chart's has.
  ['every kind but webhook', environmentWith({ receivers: everyReceiver.slice(0, 3) })],
])('amtool accepts the configuration of %s', (name, environment) => {
  const { status, stdout, stderr } = spawnSync(
    binary('amtool'),
    ['check-config', fileOf(name.replaceAll(' ', '-'), environment)],
    { encoding: 'utf8' },
  );
  expect(`${stdout}${stderr}`).toContain('SUCCESS');
  expect(status).toBe(0);
});

test('amtool knows all of a webhook but the file of its address', () => {
  const { receivers } = environmentWith({ receivers: everyReceiver.slice(3) });
  const file = join(folder, 'webhook.yml');
  const config = stringify(alertmanagerConfig(receivers));
  writeFileSync(file, config.replace('url_file: /etc/alertmanager/secrets/hook/url', 'url: http://hook'));
  expect(execFileSync(binary('amtool'), ['check-config', file], { encoding: 'utf8' })).toContain('SUCCESS');
});

/** Who is told about an alert, by the real routing tree. */
function routesTo(file: string, labels: readonly string[]): string {
  const args = ['config', 'routes', 'test', `--config.file=${file}`, ...labels];
  return execFileSync(binary('amtool'), args, { encoding: 'utf8', stdio: 'pipe' }).trim();
}

const page = [
  'alertname=TaskApiErrorBudgetBurn',
  'severity=critical',
  'slo=availability',
  'service=task-api',
];
const ticket = [
  'alertname=TaskApiErrorBudgetBurn',
  'severity=warning',
  'slo=availability',
  'service=task-api',
];
const info = ['alertname=TaskApiCpuThrottled', 'severity=info', 'service=task-api'];
const watchdog = ['alertname=Watchdog', 'severity=none'];
const infoInhibitor = ['alertname=InfoInhibitor', 'severity=none', 'namespace=default'];

test.each<[string, Environment, readonly string[], string]>([
  ['a page in prod', prod, page, 'on-call,team-channel'],
  ['a ticket in prod', prod, ticket, 'team-channel'],
  ['an info alert in prod', prod, info, 'null'],
  ['Watchdog in prod', prod, watchdog, 'null'],
  ['InfoInhibitor in prod', prod, infoInhibitor, 'null'],
  ['an alert of somebody else without severity in prod', prod, ['alertname=Other'], 'team-channel'],
  ['an alert of an unknown severity in prod', prod, ['alertname=Other', 'severity=page'], 'team-channel'],
  ['an alert of severity none in prod', prod, ['alertname=Other', 'severity=none'], 'null'],
  ['a page in dev', dev, page, 'null'],
  ['a ticket in dev', dev, ticket, 'null'],
  ['Watchdog in dev', dev, watchdog, 'null'],
])('%s goes to its receivers', (_what, environment, labels, receivers) => {
  expect(routesTo(fileOf(environment.name, environment), labels)).toBe(receivers);
});

test('receivers are told in the order in which they are listed, and info alerts if they want them', () => {
  const config = alertmanagerConfig(environmentWith({ receivers: everyReceiver.slice(0, 3) }).receivers);
  expect(routesTo(configFile('order', config), info)).toBe('chat,pager,mail');
});

test('without receivers every alert goes to nobody', () => {
  expect(alertmanagerConfig([])).toMatchObject({
    route: {
      receiver: 'null',
      routes: [{ receiver: 'null', matchers: ['alertname=~"Watchdog|InfoInhibitor"'] }],
    },
    receivers: [{ name: 'null' }],
  });
});

test('critical alerts are repeated hourly, tickets twice a day', () => {
  expect(alertmanagerConfig(prod.receivers).route).toEqual({
    receiver: 'null',
    group_by: ['namespace', 'service', 'alertname', 'slo'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '12h',
    routes: [
      { receiver: 'null', matchers: ['alertname=~"Watchdog|InfoInhibitor"'] },
      { receiver: 'on-call', matchers: ['severity="critical"'], repeat_interval: '1h', continue: true },
      { receiver: 'team-channel', matchers: ['severity="critical"'], repeat_interval: '1h', continue: true },
      {
        receiver: 'team-channel',
        matchers: ['severity!~"critical|info|none"'],
        repeat_interval: '12h',
        continue: true,
      },
    ],
  });
});

test('a page silences the ticket of the same objective only if both have one', () => {
  expect(alertmanagerConfig([]).inhibit_rules![0]).toEqual({
    source_matchers: ['severity="critical"', 'slo=~".+"'],
    target_matchers: ['severity="warning"', 'slo=~".+"'],
    equal: ['namespace', 'service', 'slo'],
  });
});

test('every credential is read from the file of a mounted Secret', () => {
  expect(alertmanagerConfig(everyKind.receivers).receivers).toMatchObject([
    { name: 'null' },
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

/** What Alertmanager's own template engine makes of a text, for two firing alerts of one group. */
function render(text: unknown, severity = 'critical'): string {
  const labels = { alertname: 'TaskApiErrorBudgetBurn', service: 'task-api', severity };
  const common = { summary: 'task-api spends its error budget too fast.' };
  const alert = (description: string, runbook: object) => ({
    status: 'firing',
    labels,
    annotations: { ...common, description, ...runbook },
  });
  const data = {
    status: 'firing',
    commonLabels: labels,
    commonAnnotations: { ...common, runbook_url: 'https://example.com/burn.md' },
    alerts: [
      alert('2% in an hour.', { runbook_url: 'https://example.com/burn.md' }),
      alert('5% in 6 hours.', {}),
    ],
  };
  const file = join(folder, 'alerts.json');
  writeFileSync(file, JSON.stringify(data));
  const args = ['--template.glob=/dev/null', `--template.text=${String(text)}`, `--template.data=${file}`];
  return execFileSync(binary('amtool'), ['template', 'render', ...args], { encoding: 'utf8' });
}

// Alertmanager looks at these templates only when it has an alert to send.
test('the chat message says what is wrong with each alert, and where to read on', () => {
  const [slack] = alertmanagerConfig(prod.receivers).receivers![2]!.slack_configs!;
  expect(render(slack!['title'])).toBe('[FIRING] TaskApiErrorBudgetBurn task-api');
  expect(render(slack!['text']).trim().split('\n')).toEqual([
    '*critical* task-api spends its error budget too fast.',
    '2% in an hour.',
    'Runbook: https://example.com/burn.md',
    '*critical* task-api spends its error budget too fast.',
    '5% in 6 hours.',
  ]);
});

test.each([
  ['critical', 'critical'],
  ['warning', 'warning'],
  ['page', 'error'],
])('the page has a severity that PagerDuty knows: %s becomes %s', (severity, expected) => {
  const [pagerduty] = alertmanagerConfig(prod.receivers).receivers![1]!.pagerduty_configs!;
  expect(render(pagerduty!['severity'], severity)).toBe(expected);
  expect(render(pagerduty!['description'])).toBe(
    '[FIRING] TaskApiErrorBudgetBurn task-api: task-api spends its error budget too fast.',
  );
  expect(render((pagerduty!['details'] as { runbook: string }).runbook)).toBe('https://example.com/burn.md');
});
