import type { Receiver, SecretRef } from '../catalog/environment';
import type { AlertmanagerConfig, AlertmanagerReceiver, AlertmanagerRoute } from './values-schema';

/** The receiver of alerts that nobody needs to see. The chart's route names it, and Helm replaces lists of receivers. */
const NULL_RECEIVER = 'null';

/** Where the operator mounts the Secrets of `alertmanagerSpec.secrets`, one folder each. */
const SECRETS_FOLDER = '/etc/alertmanager/secrets';

/** Alerts of the chart that work as signals between programs: always firing, or there only to inhibit others. */
const SIGNALS = ['Watchdog', 'InfoInhibitor'];

interface SeverityRoute {
  readonly severity: Receiver['severities'][number];
  readonly matcher: string;
  /** When people are told again about an alert that keeps firing. */
  readonly repeatInterval: string;
}

/** How alerts are told apart. The matchers exclude each other, so no receiver is told twice. */
const SEVERITY_ROUTES: readonly SeverityRoute[] = [
  { severity: 'critical', matcher: 'severity="critical"', repeatInterval: '1h' },
  // Other people's alerts may have another severity or none. Better a ticket too many than an alert that nobody gets.
  { severity: 'warning', matcher: 'severity!~"critical|info|none"', repeatInterval: '12h' },
  { severity: 'info', matcher: 'severity="info"', repeatInterval: '24h' },
];

/** What silences what. */
const INHIBITIONS: NonNullable<AlertmanagerConfig['inhibit_rules']> = [
  // The page of an SLO says all that its ticket would. Two alerts without the label would count as equal, hence `.+`.
  {
    source_matchers: ['severity="critical"', 'slo=~".+"'],
    target_matchers: ['severity="warning"', 'slo=~".+"'],
    equal: ['namespace', 'service', 'slo'],
  },
  // As in the chart, whose list this one replaces. With `slo`, so that one objective does not silence another.
  {
    source_matchers: ['severity="critical"'],
    target_matchers: ['severity=~"warning|info"'],
    equal: ['namespace', 'alertname', 'slo'],
  },
  {
    source_matchers: ['severity="warning"'],
    target_matchers: ['severity="info"'],
    equal: ['namespace', 'alertname', 'slo'],
  },
  {
    source_matchers: ['alertname="InfoInhibitor"'],
    target_matchers: ['severity="info"'],
    equal: ['namespace'],
  },
];

/** Routes alerts by severity; without receivers, all of them to nobody. */
export function alertmanagerConfig(receivers: readonly Receiver[]): AlertmanagerConfig {
  return {
    global: { resolve_timeout: '5m' },
    inhibit_rules: [...INHIBITIONS],
    route: {
      receiver: NULL_RECEIVER,
      group_by: ['namespace', 'service', 'alertname', 'slo'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '12h',
      routes: [
        { receiver: NULL_RECEIVER, matchers: [`alertname=~"${SIGNALS.join('|')}"`] },
        ...SEVERITY_ROUTES.flatMap((row) => severityRoutes(row, receivers)),
      ],
    },
    receivers: [{ name: NULL_RECEIVER }, ...receivers.map(receiverConfig)],
  };
}

function severityRoutes(
  { severity, matcher, repeatInterval }: SeverityRoute,
  receivers: readonly Receiver[],
): readonly AlertmanagerRoute[] {
  return receivers
    .filter(({ severities }) => severities.includes(severity))
    .map(({ name }) => ({
      receiver: name,
      matchers: [matcher],
      repeat_interval: repeatInterval,
      // The next receiver of the same severity is told as well.
      continue: true,
    }));
}

// Alertmanager's templates. Helm leaves them alone as long as `tplConfig` is off.
const TITLE = '[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }} {{ .CommonLabels.service }}';
const DETAILS =
  '{{ range .Alerts }}*{{ .Labels.severity }}* {{ .Annotations.summary }}\n' +
  '{{ .Annotations.description }}\n' +
  '{{ with .Annotations.runbook_url }}Runbook: {{ . }}\n{{ end }}{{ end }}';

/** What a receiver is sent. Its credential is read from a mounted file. */
function receiverConfig({ name, via }: Receiver): AlertmanagerReceiver {
  const credentialFile = `${SECRETS_FOLDER}/${credentialOf(via).name}/${credentialOf(via).key}`;
  switch (via.kind) {
    case 'slack':
      return {
        name,
        slack_configs: [
          {
            api_url_file: credentialFile,
            channel: via.channel,
            send_resolved: true,
            title: TITLE,
            text: DETAILS,
          },
        ],
      };
    case 'pagerduty':
      return {
        name,
        pagerduty_configs: [
          {
            routing_key_file: credentialFile,
            description: `${TITLE}: {{ .CommonAnnotations.summary }}`,
            // PagerDuty refuses any severity but its own.
            severity:
              '{{ if eq .CommonLabels.severity "critical" "warning" "info" }}{{ .CommonLabels.severity }}{{ else }}error{{ end }}',
            details: { runbook: '{{ .CommonAnnotations.runbook_url }}' },
          },
        ],
      };
    case 'email':
      return {
        name,
        email_configs: [
          {
            to: via.to,
            from: via.from,
            smarthost: via.smarthost,
            auth_username: via.username,
            auth_password_file: credentialFile,
            send_resolved: true,
          },
        ],
      };
    case 'webhook':
      return { name, webhook_configs: [{ url_file: credentialFile }] };
  }
}

/** Where the one secret of a receiver is. */
export function credentialOf(via: Receiver['via']): SecretRef {
  switch (via.kind) {
    case 'slack':
      return via.webhookUrl;
    case 'pagerduty':
      return via.routingKey;
    case 'email':
      return via.password;
    case 'webhook':
      return via.url;
  }
}
