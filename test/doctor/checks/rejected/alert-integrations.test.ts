import { parse } from 'yaml';
import { check } from '../../../../src/doctor/checks/rejected/alert-integrations';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const ofValues = (config: string) =>
  findingsFor(check, '', values(parse(`alertmanager: { config: { ${config} } }`)));
const config = (integrations: string) =>
  yaml('AlertmanagerConfig', '', `spec: { receivers: [{ name: team, ${integrations} }] }`);

test('an email needs a smarthost and a sender', () => {
  expect(ofValues('receivers: [{ name: team, email_configs: [{ to: a@example.com }] }]')).toEqual([
    {
      code: 'alert-integrations',
      check: 'alert-integrations',
      severity: 'error',
      resource: 'Helm values values.yml',
      path: 'alertmanager.config.receivers[0].email_configs[0]',
      message:
        'the integration has no smarthost and no from, and no global setting replaces it, so Alertmanager rejects its configuration',
      expected: 'smarthost, from',
      fix: 'set smarthost or global.smtp_smarthost, and from or global.smtp_from',
      at: { file: 'values.yml' },
    },
  ]);
});

test('a dash too many cuts an integration in two', () => {
  const text = config('slackConfigs: [{ apiURL: { name: a, key: b } }, { channel: "#a" }]');
  expect(findingsFor(check, text)).toMatchObject([
    {
      severity: 'error',
      path: 'spec.receivers[0].slackConfigs[1]',
      fix: 'remove the dash before channel, so that slackConfigs[1] becomes part of slackConfigs[0]',
    },
  ]);
});

test('an AlertmanagerConfig may rely on global settings that were not read', () => {
  const slack = config('slackConfigs: [{ channel: "#a" }]');
  expect(findingsFor(check, slack)).toMatchObject([{ severity: 'warning', fix: 'set apiURL' }]);
  expect(findingsFor(check, config('pagerdutyConfigs: [{ severity: page }]'))).toMatchObject([
    { severity: 'error', fix: 'set routingKey' },
  ]);
  const base = (global: string) =>
    yaml('Secret', 'name: alertmanager-main', `stringData: { alertmanager.yaml: '${global}' }`);
  expect(findingsFor(check, slack + base('global: {}'))).toMatchObject([{ severity: 'error' }]);
  expect(findingsFor(check, slack + base('global: { slack_api_url: "https://a" }'))).toEqual([]);
  const own = yaml('Alertmanager', 'name: main', 'spec: { alertmanagerConfiguration: { name: a } }');
  expect(findingsFor(check, slack + own)).toEqual([]);
});

test('the Secret with the configuration is checked, too', () => {
  const secret = (text: string) =>
    yaml('Secret', 'name: alertmanager-main', `stringData: { alertmanager.yaml: ${JSON.stringify(text)} }`);
  expect(
    findingsFor(check, secret('receivers: [{ name: a, webhook_configs: [{ max_alerts: 1 }] }]')),
  ).toMatchObject([
    { path: 'stringData["alertmanager.yaml"].receivers[0].webhook_configs[0]', fix: 'set url' },
  ]);
  expect(findingsFor(check, secret('receivers: ['))).toEqual([]);
});

test.each([
  'receivers: [{ name: team, slack_configs: [{ api_url_file: /a, channel: a }] }]',
  'global: { slack_api_url: "https://a" }, receivers: [{ name: team, slack_configs: [{ channel: a }] }]',
  'receivers: [{ name: team }]',
  'receivers: [{ name: team, jira_configs: [{ project: a }] }]',
])('nothing is found in %s', (text) => {
  expect(ofValues(text)).toEqual([]);
});

test.each([
  'webhookConfigs: [{ urlSecret: { name: a, key: b } }]',
  'discordConfigs: [{ apiURL: { name: a, key: b } }]',
  'snsConfigs: [{ topicARN: a }]',
  'emailConfigs: [{ to: a, from: b, smarthost: "c:25" }]',
])('nothing is found in the resource with %s', (text) => {
  expect(findingsFor(check, config(text))).toEqual([]);
});
