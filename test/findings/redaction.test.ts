import { againstBaseline, readBaseline, writeBaseline } from '../../src/findings/baseline';
import type { Finding } from '../../src/findings/finding';
import { REPORT_FORMATS, type ReportFormat } from '../../src/findings/formats/index';
import { InvalidInput } from '../../src/findings/invalid-input';
import type { Report } from '../../src/findings/report';

const SECRET = 'Zq7vXw93kP';
const FORMATS = Object.keys(REPORT_FORMATS) as readonly ReportFormat[];

const finding = (found: unknown, path = 'spec'): Finding => ({
  code: 'c',
  check: 'c',
  severity: 'error',
  resource: 'AlertmanagerConfig monitoring/shop',
  path,
  message: 'wrong',
  found,
  expected: 'right',
  fix: 'correct it',
  at: { file: 'a.yaml', line: 1 },
});
const reportOf = (...findings: readonly Finding[]): Report => ({ program: 'doctor', findings, checks: [] });

/** Values as manifests, values files and configurations have them. */
const VALUES: readonly (readonly [string, unknown, string?])[] = [
  ['basicAuth', { basicAuth: { username: 'me', password: SECRET } }],
  ['basic_auth', { basic_auth: { username: 'me', password: SECRET } }],
  ['a bearer token', { authorization: { credentials: SECRET } }],
  ['bearerToken', { bearerToken: SECRET }],
  ['credentials in an address', `https://me:${SECRET}@prometheus/`],
  ['stringData', { kind: 'Secret', stringData: { any: SECRET } }],
  ['slack_api_url', { global: { slack_api_url: `https://hooks.slack.com/services/T0/B0/${SECRET}` } }],
  ['a Slack address anywhere', `see https://hooks.slack.com/services/T0/B0/${SECRET}`],
  ['api_url of Slack', { slack_configs: [{ api_url: `https://chat/${SECRET}` }] }],
  ['a webhook', { webhook_configs: [{ url: `https://chat/hook/${SECRET}` }] }],
  ['a webhook of the operator', { webhookConfigs: [{ url: `https://chat/hook/${SECRET}` }] }],
  ['the address of a webhook', `https://chat/hook/${SECRET}`, 'spec.receivers[0].webhookConfigs[0].url'],
  ['Discord', `https://discord.com/api/webhooks/1/${SECRET}`],
  ['Telegram', `https://api.telegram.org/bot1:${SECRET}/sendMessage`],
  ['Teams', `https://shop.webhook.office.com/webhookb2/${SECRET}/IncomingWebhook/1`],
  ['PagerDuty keys', { pagerduty_configs: [{ routing_key: SECRET, service_key: SECRET }] }],
  ['a PagerDuty key', SECRET, 'spec.receivers[0].pagerdutyConfigs[0].routingKey'],
  ['OpsGenie', { opsgenie_configs: [{ api_key: SECRET }] }],
  ['Pushover', { pushover_configs: [{ user_key: SECRET, token: SECRET }] }],
  ['mail', { smtp_auth_password: SECRET, email_configs: [{ auth_password: SECRET, auth_secret: SECRET }] }],
  ['AWS', { sigv4: { access_key: SECRET, secret_key: SECRET } }],
];

describe.each(VALUES)('%s', (_what, found, third) => {
  const path = third as string | undefined;
  const report = reportOf(finding(found, path));

  it.each(FORMATS)('is not in %s, found, suppressed or known', (format) => {
    const { findings, ...rest } = report;
    const suppressed = findings.map((one) => ({
      finding: one,
      reason: `https://me:${SECRET}@x`,
      by: { file: 'a.yaml' },
      kind: 'file' as const,
    }));
    const known = againstBaseline(report, readBaseline(writeBaseline(findings), 'b.json'), 'b.json');
    for (const one of [report, { ...rest, findings: [], suppressed }, known]) {
      const text = REPORT_FORMATS[format](one);
      expect(text).not.toContain(SECRET);
    }
    expect(known.findings).toEqual([]);
  });

  it('is in neither a baseline nor an error message', () => {
    expect(writeBaseline(report.findings)).not.toContain(SECRET);
    expect(new InvalidInput(report.findings).message).not.toContain(SECRET);
  });
});

test('names, keys of Secrets and harmless addresses stay readable', () => {
  const text = REPORT_FORMATS.text(
    reportOf(
      finding({
        password: { name: 'auth', key: 'pass' },
        url: 'https://chat/room',
        webhookConfigs: [{ urlSecret: { name: 'hook', key: 'url' } }],
      }),
    ),
  );
  expect(text).toContain('{"password":{"name":"auth","key":"pass"},"url":"https://chat/room"');
});
