import { mistake } from '../findings/mistake';
import * as z from 'zod';
import type { PartProblem } from '../findings/finding';
import { seconds } from '../promql/window';
import { labelValue, positiveDuration, secretRef, severity } from './fields';

const email = (example: string) =>
  z.email(mistake('not an email address', `write it like ${example}`)).meta({ type: 'email address' });

export const receiverSchema = z.strictObject({
  name: labelValue.describe('Name in Alertmanager.'),
  severities: z
    .array(severity)
    .min(1, mistake('no severity given', 'list at least one of critical, warning, info'))
    .describe('Severities of the alerts that it receives.'),
  teams: z
    .array(labelValue)
    .min(
      1,
      mistake('no team given', 'list at least one, or remove the field to receive the alerts of all teams'),
    )
    .optional()
    .describe(
      "Receives only alerts whose label `team` has one of these values. Absent: all alerts, including the chart's.",
    ),
  via: z
    .discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('slack').describe('Kind of channel.'),
        channel: z.string().min(2).describe('Channel, e.g. `#alerts`.'),
        webhookUrl: secretRef.describe('Address of the incoming webhook.'),
      }),
      z.strictObject({
        kind: z.literal('pagerduty').describe('Kind of channel.'),
        routingKey: secretRef.describe('Integration key (Events API v2).'),
      }),
      z.strictObject({
        kind: z.literal('email').describe('Kind of channel.'),
        to: email('on-call@example.com').describe('Recipient.'),
        from: email('alerts@example.com').describe('Sender.'),
        smarthost: z
          .string()
          .regex(/^[^\s:]+:[0-9]{1,5}$/, mistake('not host:port', 'write it like smtp.example.com:587'))
          .describe('SMTP server as `host:port`.'),
        username: z.string().min(1).describe('SMTP user.'),
        password: secretRef.describe('SMTP password.'),
      }),
      z.strictObject({
        kind: z.literal('webhook').describe('Kind of channel.'),
        url: secretRef.describe('Address that Alertmanager posts to.'),
      }),
    ])
    .describe('How it notifies. Credentials are references to Secrets in the monitoring namespace.'),
});

/** A service outside the cluster that raises the alarm when it receives no signal for too long. */
export const heartbeatSchema = z.strictObject({
  url: secretRef.describe('Address that Alertmanager posts to.'),
  every: positiveDuration
    .default('5m')
    .describe('Interval between signals. Configure the service to wait three times as long.'),
});

/** Names of receivers that the stack adds itself. */
const RESERVED: Readonly<Record<string, string>> = {
  null: "the name belongs to the chart's receiver that discards alerts",
  heartbeat: 'the name belongs to the receiver of the heartbeat',
};

/** The shortest `group_interval` that the generated route sets. */
const SHORTEST_HEARTBEAT = '1m';

/** Problems between fields that are valid by themselves. */
export function receiverConflicts({
  receivers,
  heartbeat,
}: {
  readonly receivers: readonly z.output<typeof receiverSchema>[];
  readonly heartbeat?: z.output<typeof heartbeatSchema> | undefined;
}): readonly PartProblem[] {
  const problems: PartProblem[] = [];
  const names = receivers.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    problems.push({
      path: 'receivers',
      message: 'duplicate name of a receiver',
      found: repeated,
      fix: 'give each receiver its own name',
    });
  for (const [name, message] of Object.entries(RESERVED))
    if (names.includes(name))
      problems.push({ path: 'receivers', message, found: name, fix: 'rename the receiver' });
  if (heartbeat !== undefined && seconds(heartbeat.every) < seconds(SHORTEST_HEARTBEAT))
    problems.push({
      path: 'heartbeat.every',
      message: 'shorter than the interval at which Alertmanager can repeat a notification',
      found: heartbeat.every,
      fix: `use ${SHORTEST_HEARTBEAT} or more`,
    });
  return problems;
}
