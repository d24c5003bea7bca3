import { mistake } from '../findings/mistake';
import { z } from 'zod';
import type { PartProblem } from '../findings/finding';
import { seconds } from '../promql/window';
import { labelValue, positiveDuration, secretRef, severity } from './fields';

/** Somebody who is told about alerts. */
export const receiverSchema = z.strictObject({
  /** Name in Alertmanager. */
  name: labelValue,
  /** Which alerts it gets. */
  severities: z.array(severity).min(1, mistake('empty', 'list at least one of critical, warning, info')),
  /** Gets only what has one of these in its label `team`. @default all alerts, the chart's own included */
  teams: z
    .array(labelValue)
    .min(1, mistake('empty', 'list at least one team, or leave them out for all alerts'))
    .optional(),
  /** Exactly one way to tell people; every credential is a reference to a Secret in the monitoring namespace. */
  via: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('slack'), channel: z.string().min(2), webhookUrl: secretRef }),
    z.strictObject({ kind: z.literal('pagerduty'), routingKey: secretRef }),
    z.strictObject({
      kind: z.literal('email'),
      to: z.email(mistake('not an email address', 'write it like on-call@example.com')),
      from: z.email(mistake('not an email address', 'write it like alerts@example.com')),
      smarthost: z
        .string()
        .regex(/^[^\s:]+:[0-9]{1,5}$/, mistake('not host:port', 'write it like smtp.example.com:587')),
      username: z.string().min(1),
      password: secretRef,
    }),
    z.strictObject({ kind: z.literal('webhook'), url: secretRef }),
  ]),
});

/** A service outside the cluster that calls somebody when it has heard nothing for too long. */
export const heartbeatSchema = z.strictObject({
  /** Address that is posted to. */
  url: secretRef,
  /** How often. Let the service wait for three times as long. */
  every: positiveDuration.default('5m'),
});

/** Names of receivers that the stack brings itself. */
const RESERVED: Readonly<Record<string, string>> = {
  null: "take the name of the chart's receiver for alerts that nobody needs to see",
  heartbeat: 'take the name of the receiver of the heartbeat',
};

/** Alertmanager looks at the alerts of a group once a minute where it is in a hurry. */
const SHORTEST_HEARTBEAT = '1m';

/** Fields about receivers that are each fine but not together. */
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
      message: 'have a name twice',
      found: repeated,
      fix: 'give each receiver its own name',
    });
  for (const [name, problem] of Object.entries(RESERVED))
    if (names.includes(name))
      problems.push({ path: 'receivers', message: problem, found: name, fix: 'rename it' });
  if (heartbeat !== undefined && seconds(heartbeat.every) < seconds(SHORTEST_HEARTBEAT))
    problems.push({
      path: 'heartbeat.every',
      message: 'is shorter than Alertmanager keeps',
      found: heartbeat.every,
      fix: `use ${SHORTEST_HEARTBEAT} or more`,
    });
  return problems;
}
