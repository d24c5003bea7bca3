import { mkdtempSync, rmSync } from 'node:fs';
import stack from '../../monitoring.config';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeServices } from '../../src/catalog/placement';
import { taskApi } from '../../src/stack/services/task-api';
import { alertmanagerConfig } from '../../src/outputs/kube-prometheus-stack/alertmanager-config';
import { raisedAlerts } from '../../src/outputs/kube-prometheus-stack/raised-alerts';
import { routingOf } from '../../src/outputs/kube-prometheus-stack/routing';
import type { AlertmanagerConfig, AlertmanagerRoute } from '../../src/helm-values/values-schema';
import { environmentWith, everyReceiver } from '../outputs/kube-prometheus-stack/environments';
import {
  startAlertmanager,
  writeAlertmanagerFiles,
  type Alertmanager,
  type KnownAlert,
  type PostedAlert,
} from '../support/alertmanager';
import { startHttpSink, startMailSink, type HttpSink, type MailSink } from '../support/notification-sinks';
import { until } from '../support/until';

// Labels and annotations of the rules, with the values of Prometheus.
const shop = { cluster: 'prod', namespace: 'shop', team: 'tasks', service: 'task-api' };

const page: PostedAlert = {
  labels: {
    ...shop,
    alertname: 'TaskApiErrorBudgetBurn',
    job: 'task-api',
    severity: 'critical',
    slo: 'availability',
    long: '1h',
    short: '5m',
    budget: '2%',
  },
  annotations: {
    summary: 'Too many requests to task-api fail for its error budget.',
    description: '4.2% of the requests to task-api in namespace shop failed in the last 1h.',
    runbook_url: 'https://example.com/runbooks/error-budget-burn.md',
    dashboard_url: 'https://grafana.example.com/d/task-api-slo',
  },
  generatorURL: 'http://prometheus/graph?g0.expr=up&g0.tab=1',
};

const ticketOf = (slo: string): PostedAlert => ({
  ...page,
  labels: { ...page.labels, severity: 'warning', slo, long: '1d', short: '2h', budget: '10%' },
});

const watchdog: PostedAlert = { labels: { alertname: 'Watchdog', severity: 'none', cluster: 'prod' } };

const SILENCE =
  'https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22TaskApiErrorBudgetBurn%22%2C%20cluster%3D%22prod%22%2C%20namespace%3D%22shop%22%2C%20service%3D%22task-api%22%2C%20slo%3D%22availability%22%7D';

/** Notifies at once instead of after minutes. */
function hurried({ route, ...config }: AlertmanagerConfig): AlertmanagerConfig {
  const hurry = (route: AlertmanagerRoute): AlertmanagerRoute => ({
    ...route,
    group_wait: '0s',
    group_interval: '1s',
    ...(route.routes === undefined ? {} : { routes: route.routes.map(hurry) }),
  });
  return { ...config, route: hurry(route!) };
}

describe('a real Alertmanager with our configuration', () => {
  let folder: string;
  let http: HttpSink;
  let mail: MailSink;
  let alertmanager: Alertmanager | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'alert-routing-'));
    [http, mail] = await Promise.all([startHttpSink(), startMailSink()]);
    const environment = environmentWith({
      receivers: everyReceiver.map((receiver) =>
        receiver.via.kind === 'email'
          ? { ...receiver, via: { ...receiver.via, smarthost: mail.smarthost } }
          : receiver,
      ),
      heartbeat: { url: { name: 'heartbeat', key: 'url' } },
    });
    const file = writeAlertmanagerFiles(
      folder,
      environment,
      {
        'chat/url': `${http.url}/slack`,
        'pager/routing-key': 'the-routing-key',
        'mail/password': 'the-password',
        'hook/url': `${http.url}/hook`,
        'heartbeat/url': `${http.url}/heartbeat`,
      },
      (config) => ({
        ...hurried(config),
        // Local servers: PagerDuty has a fixed address, and the test's mail server has no certificate.
        global: { ...config.global, pagerduty_url: `${http.url}/pagerduty`, smtp_require_tls: false },
      }),
    );
    alertmanager = await startAlertmanager(file, 'https://alerts.example.com');
    await alertmanager.post(watchdog, page);
  });
  afterAll(async () => {
    await Promise.all([alertmanager?.stop(), http.stop(), mail.stop()]);
    rmSync(folder, { recursive: true });
  });

  /** The first message that satisfies. */
  async function posted<T>(path: string, satisfies: (body: T) => boolean = () => true): Promise<T> {
    const found = () =>
      http
        .bodies(path)
        .map((body) => JSON.parse(body) as T)
        .find(satisfies);
    return until(() => `the message to ${path} among ${http.bodies(path).join('\n')}`, found);
  }

  interface SlackMessage {
    readonly channel: string;
    readonly attachments: readonly { readonly title: string; readonly text: string }[];
  }

  it('sends the summary, the impact and links to Slack', async () => {
    const { channel, attachments } = await posted<SlackMessage>('/slack');
    expect(channel).toBe('#alerts');
    expect(attachments[0]!.title).toBe('[FIRING:1] TaskApiErrorBudgetBurn availability in shop (prod)');
    expect(attachments[0]!.text.trimEnd().split('\n')).toEqual([
      '*Too many requests to task-api fail for its error budget.* (critical)',
      '*Impact:* At this rate, 2% of the error budget of availability goes in 1h.',
      '4.2% of the requests to task-api in namespace shop failed in the last 1h.',
      '<https://example.com/runbooks/error-budget-burn.md|Runbook> · ' +
        '<https://grafana.example.com/d/task-api-slo|Dashboard> · ' +
        `<http://prometheus/graph?g0.expr=up&amp;g0.tab=1|Query> · <${SILENCE}|Silence>`,
    ]);
  });

  it('sends the same to PagerDuty, with the routing key', async () => {
    const event = await posted<{
      readonly routing_key: string;
      readonly event_action: string;
      readonly payload: {
        readonly summary: string;
        readonly severity: string;
        readonly custom_details: { readonly firing: string };
      };
      readonly links: readonly object[];
    }>('/pagerduty');
    expect(event.routing_key).toBe('the-routing-key');
    expect(event.event_action).toBe('trigger');
    expect(event.payload.severity).toBe('critical');
    expect(event.payload.summary).toBe(
      '[FIRING:1] TaskApiErrorBudgetBurn availability in shop (prod): Too many requests to task-api fail for its error budget.',
    );
    expect(event.payload.custom_details.firing.trimEnd().split('\n')).toEqual([
      'Too many requests to task-api fail for its error budget. (critical)',
      'Impact: At this rate, 2% of the error budget of availability goes in 1h.',
      '4.2% of the requests to task-api in namespace shop failed in the last 1h.',
      'Runbook: https://example.com/runbooks/error-budget-burn.md',
      'Dashboard: https://grafana.example.com/d/task-api-slo',
      'Query: http://prometheus/graph?g0.expr=up&g0.tab=1',
      `Silence: ${SILENCE}`,
    ]);
    expect(event.links).toEqual([
      { href: 'https://example.com/runbooks/error-budget-burn.md', text: 'Runbook' },
      { href: 'https://grafana.example.com/d/task-api-slo', text: 'Dashboard' },
      { href: SILENCE, text: 'Silence' },
    ]);
  });

  it('sends the same by email, as text and HTML, after logging in', async () => {
    await until('a mail', () => mail.mails.length > 0);
    const [{ login, text }] = mail.mails as [MailSink['mails'][number]];
    expect(login).toBe('\0alerts\0the-password');
    expect(text).toContain(
      'Subject: [FIRING:1] TaskApiErrorBudgetBurn availability in shop (prod): Too many requests to task-api fail for its error budget.\n',
    );
    expect(text).toContain('Impact: At this rate, 2% of the error budget of availability goes in 1h.\n');
    expect(text).toContain(`Silence: ${SILENCE}\n`);
    expect(text).toContain(
      '<b>Impact:</b> At this rate, 2% of the error budget of availability goes in 1h.<br>\n',
    );
    expect(text).toContain('<a href="https://example.com/runbooks/error-budget-burn.md">Runbook</a>');
    expect(text).toContain('<a href="https://grafana.example.com/d/task-api-slo">Dashboard</a>');
    expect(text).toContain(`<a href="${SILENCE}">Silence</a>`);
  });

  it('sends all labels and annotations to a webhook', async () => {
    const body = await posted<{ readonly externalURL: string; readonly alerts: readonly PostedAlert[] }>(
      '/hook',
    );
    expect(body.externalURL).toBe('https://alerts.example.com');
    expect(body.alerts).toEqual([
      expect.objectContaining({ labels: page.labels, annotations: page.annotations }),
    ]);
  });

  it('routes Watchdog to the heartbeat only', async () => {
    const body = await posted<{ readonly alerts: readonly PostedAlert[] }>('/heartbeat');
    expect(body.alerts).toEqual([expect.objectContaining({ labels: watchdog.labels })]);
    expect(http.bodies('/hook').join()).not.toContain('Watchdog');
  });

  /** Alerts of Alertmanager, once it has processed them. */
  async function known(...alerts: readonly PostedAlert[]): Promise<readonly KnownAlert[]> {
    let all: readonly KnownAlert[] = [];
    const find = ({ labels }: PostedAlert) =>
      all.find((alert) => JSON.stringify(sorted(alert.labels)) === JSON.stringify(sorted(labels)));
    await until(
      () => `processed alerts among ${JSON.stringify(all)}`,
      async () => {
        all = await alertmanager!.alerts();
        return alerts.every((alert) => {
          const { state } = find(alert)?.status ?? {};
          return state !== undefined && state !== 'unprocessed';
        });
      },
    );
    return alerts.map((alert) => find(alert)!);
  }

  const sorted = (labels: object) => Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));

  it('inhibits the ticket while the page of the same objective fires, but not that of another', async () => {
    const [same, other] = [ticketOf('availability'), ticketOf('latency')];
    await alertmanager!.post(same);
    await alertmanager!.post(other);
    const [fire, kept, sent] = await known(page, same, other);
    expect(kept!.status).toMatchObject({ state: 'suppressed', inhibitedBy: [fire!.fingerprint] });
    expect(sent!.status).toMatchObject({ state: 'active', inhibitedBy: [] });
    await posted<SlackMessage>('/slack', ({ attachments }) => attachments[0]!.title.includes('latency'));
    expect(http.bodies('/slack').filter((body) => body.includes('10% of the error budget'))).toHaveLength(1);
  });

  it('inhibits the symptoms while the service is down, but no alerts of other services', async () => {
    const alert = (alertname: string, severity: string, labels: object = {}): PostedAlert => ({
      labels: { ...shop, namespace: 'outage', alertname, severity, ...labels },
    });
    const down = alert('TaskApiDown', 'critical', { job: 'task-api' });
    const symptoms = [
      alert('TaskApiErrorBudgetBurn', 'critical', { slo: 'latency', budget: '2%', long: '1h', short: '5m' }),
      alert('TaskApiTrafficStopped', 'critical', { job: 'task-api' }),
      alert('TaskApiTargetDown', 'warning', { instance: '10.0.0.1:8000', pod: 'task-api-1' }),
      alert('TaskApiCrashLooping', 'warning', { pod: 'task-api-1', container: 'task-api' }),
      alert('TaskApiSloDataMissing', 'warning', { slo: 'latency' }),
    ];
    const elsewhere = alert('CartCrashLooping', 'warning', { service: 'cart' });
    await alertmanager!.post(down);
    await known(down);
    await alertmanager!.post(...symptoms, elsewhere);
    const [cause, other, ...rest] = await known(down, elsewhere, ...symptoms);
    expect(rest.map(({ status }) => status.inhibitedBy)).toEqual(symptoms.map(() => [cause!.fingerprint]));
    expect([cause!.status.state, other!.status.state]).toEqual(['active', 'active']);
    await posted<SlackMessage>('/slack', ({ attachments }) =>
      attachments[0]!.title.includes('CartCrashLooping'),
    );
    const sent = http.bodies('/slack').filter((body) => body.includes('in outage'));
    expect(sent.filter((body) => !body.includes('TaskApiDown') && !body.includes('Cart'))).toEqual([]);
  });

  it('inhibits the alerts that the routing model predicts when all alerts of a service fire at once', async () => {
    const environment = stack.environment('prod');
    const alerts = placeServices([taskApi], environment).flatMap((service) =>
      raisedAlerts(service, environment).map(({ labels }) => ({ labels: { ...labels, namespace: 'chaos' } })),
    );
    const { inhibitorsOf } = routingOf(alertmanagerConfig(environment));
    const all = alerts.map(({ labels }) => labels);
    const expected = all.filter((labels) => inhibitorsOf(labels, all).length > 0);
    await alertmanager!.post(...alerts);
    await until('the expected inhibited alerts', async () => {
      const states = await known(...alerts);
      const kept = states.filter(({ status }) => status.inhibitedBy.length > 0);
      return (
        JSON.stringify(kept.map(({ labels }) => sorted(labels))) === JSON.stringify(expected.map(sorted))
      );
    });
    expect(all.filter((labels) => !expected.includes(labels)).map(({ alertname }) => alertname)).toEqual([
      'TaskApiUnavailable',
      'TaskApiScaledToZero',
    ]);
  });

  it('notifies when the alert is resolved', async () => {
    await alertmanager!.post({ ...page, endsAt: new Date(Date.now() - 1).toISOString() });
    const { attachments } = await posted<SlackMessage>('/slack', ({ attachments }) =>
      attachments[0]!.title.startsWith('[RESOLVED]'),
    );
    expect(attachments[0]!.title).toBe('[RESOLVED] TaskApiErrorBudgetBurn availability in shop (prod)');
    expect(attachments[0]!.text.trimEnd()).toBe(
      'Over: Too many requests to task-api fail for its error budget.',
    );
  });
});
