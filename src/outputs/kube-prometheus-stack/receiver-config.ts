import type { Environment, Receiver, SecretRef } from '../../catalog/environment';
import { use } from './message-templates';
import type { AlertmanagerReceiver } from '../../helm-values/values-schema';

/** Where the operator mounts the Secrets of `alertmanagerSpec.secrets`, one folder each. */
const SECRETS_FOLDER = '/etc/alertmanager/secrets';

const fileOf = ({ name, key }: SecretRef): string => `${SECRETS_FOLDER}/${name}/${key}`;

/** The receiver of the Watchdog alert, if the environment has a heartbeat. */
export const HEARTBEAT = 'heartbeat';

/** Posts while Watchdog fires. The service behind the URL raises the alarm when the posts stop. */
export function heartbeatConfig({ url }: NonNullable<Environment['heartbeat']>): AlertmanagerReceiver {
  return { name: HEARTBEAT, webhook_configs: [{ url_file: fileOf(url), send_resolved: false }] };
}

/** The configuration of a receiver. Its credential is read from a mounted file. */
export function receiverConfig({ name, via }: Receiver): AlertmanagerReceiver {
  const credential = fileOf(credentialOf(via));
  switch (via.kind) {
    case 'slack':
      return {
        name,
        slack_configs: [
          {
            api_url_file: credential,
            channel: via.channel,
            send_resolved: true,
            title: use('slackTitle'),
            text: use('slack'),
          },
        ],
      };
    case 'pagerduty':
      return {
        name,
        pagerduty_configs: [
          {
            routing_key_file: credential,
            description: use('headline'),
            // PagerDuty rejects severities that it does not define.
            severity:
              '{{ if eq .CommonLabels.severity "critical" "warning" "info" }}{{ .CommonLabels.severity }}{{ else }}error{{ end }}',
            details: { firing: use('text') },
            // Alertmanager omits links without an address.
            links: [
              { href: '{{ .CommonAnnotations.runbook_url }}', text: 'Runbook' },
              { href: '{{ .CommonAnnotations.dashboard_url }}', text: 'Dashboard' },
              { href: use('silence'), text: 'Silence' },
            ],
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
            auth_password_file: credential,
            send_resolved: true,
            headers: { Subject: use('headline') },
            text: use('text'),
            html: use('html'),
          },
        ],
      };
    case 'webhook':
      // The body is Alertmanager's JSON, with all labels and annotations.
      return { name, webhook_configs: [{ url_file: credential }] };
  }
}

/** The Secret that holds the credential of a receiver. */
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
