import { mistake } from '../findings/mistake';
import { z } from 'zod';
import type { PartProblem, Problem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { named, parseInput } from '../findings/parse-input';
import { seconds, type Duration } from '../promql/window';
import { expectationProblems, expectationsSchema } from './expectation';
import {
  baseUrl,
  byteQuantity,
  countFrom1,
  dnsLabel,
  httpUrl,
  image,
  labelValue,
  objectName,
  positiveDuration,
  secretKey,
  secretRef,
} from './fields';
import { patchSchema } from './patch';
import { serviceOverride } from './service-overrides';
import type { EnvironmentProps } from './props';
import { placeholderAddresses } from './placeholder-addresses';
import { heartbeatSchema, receiverConflicts, receiverSchema } from './receiver';

export type { EnvironmentProps, SecretRef } from './props';

/** Where the cluster runs. */
const PLATFORMS = ['kind', 'eks', 'gke', 'aks', 'self-managed'] as const;
export type Platform = (typeof PLATFORMS)[number];

const DISCOVERY_MODES = ['all', 'release-label'] as const;

/** Where rules are evaluated. */
const RULERS = ['prometheus', 'central'] as const;

const remoteWrite = z.strictObject({
  name: labelValue.describe('Name in metrics and logs of Prometheus.'),
  url: httpUrl.describe('Address of the remote write endpoint.'),
  basicAuth: z
    .strictObject({
      username: secretRef.describe('User name.'),
      password: secretRef.describe('Password.'),
    })
    .optional()
    .describe('Credentials. Absent: requests are not authenticated.'),
});

export const environmentSchema = z.strictObject({
  name: dnsLabel.describe('The value of `STACK_ENV` that selects it.'),
  cluster: labelValue.describe(
    'External label `cluster` of every series and alert that leaves this Prometheus.',
  ),
  platform: z
    .enum(PLATFORMS)
    .describe(
      'Where the cluster runs. Managed control planes hide components, and alerts about those are switched off.',
    ),
  release: dnsLabel
    .refine((name) => name.length <= 53, mistake('too long for Helm', 'use at most 53 characters'))
    .describe(
      'Helm release of kube-prometheus-stack, and the value of the label `release` on monitors and rules.',
    ),
  namespaces: z
    .strictObject({
      services: dnsLabel.describe('Namespace of services without a `namespace` of their own.'),
      monitoring: dnsLabel.describe('Namespace of the Helm release, monitors and rules.'),
    })
    .describe('Namespaces.'),
  discovery: z
    .enum(DISCOVERY_MODES)
    .describe(
      "`all`: Prometheus selects every monitor and rule in the cluster. `release-label`: it keeps the chart's selectors, which match the label `release`. Objects have the label in both modes.",
    ),
  scrapeInterval: positiveDuration.describe('Interval between scrapes, at most `75s`.'),
  retention: positiveDuration.describe(
    'How long Prometheus keeps samples: at least the longest period of an objective.',
  ),
  storage: z
    .union([
      z.literal('ephemeral'),
      z.strictObject({
        size: byteQuantity.describe('Size of the volume of each Prometheus.'),
        storageClass: objectName.optional().describe("Storage class. Absent: the cluster's default class."),
      }),
    ])
    .describe('Volume for samples. `ephemeral` loses all samples when the pod moves.'),
  replicas: countFrom1.describe(
    'Replicas of Prometheus and Alertmanager. Two or more are kept on different nodes.',
  ),
  shards: countFrom1
    .default(1)
    .describe(
      'Prometheus shards. Each scrapes a part of the targets, so more than one requires `remoteWrite` or `thanos`.',
    ),
  ruler: z
    .enum(RULERS)
    .default('prometheus')
    .describe(
      'Where rules are evaluated. `prometheus`: in this cluster. `central`: in a store of several clusters, such as Mimir or Thanos; rule files that select this `cluster` replace the PrometheusRules.',
    ),
  ruleQueryOffset: positiveDuration
    .optional()
    .describe(
      'How far back rules look, for samples that arrive late: `1m` where Prometheus receives remote write. Prometheus 2.53 and newer. Absent: rules look at now, those of a central ruler `1m` back.',
    ),
  remoteWrite: z.array(remoteWrite).default([]).describe('Endpoints that receive all samples.'),
  thanos: z
    .strictObject({
      objectStorage: secretRef.describe('Secret with the object storage configuration.'),
    })
    .optional()
    .describe('Thanos sidecar that uploads blocks. Absent: no sidecar.'),
  receivers: z
    .array(receiverSchema)
    .default([])
    .describe('Notification channels. Without any, alerts are visible only in Alertmanager.'),
  heartbeat: heartbeatSchema
    .optional()
    .describe(
      'External service that raises the alarm when Prometheus or Alertmanager stops working. Absent: such an outage goes unnoticed.',
    ),
  externalUrls: z
    .strictObject({
      prometheus: baseUrl
        .optional()
        .describe("Address of Prometheus. Absent: the chart's in-cluster address."),
      alertmanager: baseUrl
        .optional()
        .describe("Address of Alertmanager. Absent: the chart's in-cluster address."),
    })
    .default({})
    .describe('Addresses for links in notifications.'),
  grafana: z
    .strictObject({
      adminSecret: objectName.describe(
        "Secret in the monitoring namespace with the administrator's name and password.",
      ),
      userKey: secretKey.default('admin-user').describe('Key of the name in the Secret.'),
      passwordKey: secretKey.default('admin-password').describe('Key of the password in the Secret.'),
      url: baseUrl
        .optional()
        .describe('Address of Grafana, for links in alerts. Absent: alerts have no link to a dashboard.'),
    })
    .describe('Grafana.'),
  runbooks: baseUrl.describe('Address of the folder with the runbook pages.'),
  services: z
    .record(dnsLabel, serviceOverride)
    .default({})
    .describe('What differs for single services, by service name: `absent`, or other fields.'),
  patches: z
    .array(patchSchema)
    .default([])
    .describe('JSON patches of any object that is written for this environment.'),
  expect: expectationsSchema
    .default({})
    .describe(
      "Who must be notified of a fault of any service, and how soon, by the name of the fault: `{ 'all requests fail': { receiver: 'on-call', within: '5m' } }`.",
    ),
  workloads: z
    .record(
      dnsLabel,
      z.strictObject({
        image: image.optional().describe("Replaces the workload's `image`."),
        replicas: countFrom1.optional().describe("Replaces the workload's `replicas`."),
        memory: byteQuantity.optional().describe("Replaces the workload's `memory`."),
      }),
    )
    .default({})
    .describe('Overrides for single services, by service name.'),
});

/** A cluster and its settings, with all defaults. The fields are documented in {@link EnvironmentProps}. */
export type Environment = z.output<typeof environmentSchema>;
export type Receiver = Environment['receivers'][number];
export type RemoteWrite = Environment['remoteWrite'][number];

/** How far back a central ruler looks: samples by remote write arrive within seconds, unless the network is slow. */
const CENTRAL_QUERY_OFFSET = '1m';

/** How far back the rules of an environment look. Undefined: they look at now. */
export function queryOffsetOf({
  ruler,
  ruleQueryOffset,
}: Pick<Environment, 'ruler' | 'ruleQueryOffset'>): Duration | undefined {
  return ruleQueryOffset ?? (ruler === 'central' ? CENTRAL_QUERY_OFFSET : undefined);
}

/** Four scrapes fit into a rate window of 5 minutes, so one of them may fail. */
const LONGEST_SCRAPE_INTERVAL = 75;

/**
 * Checks and completes an environment.
 * @throws InvalidInput with every wrong field
 * @example
 * const dev = defineEnvironment({
 *   name: 'dev',
 *   cluster: 'dev',
 *   platform: 'kind',
 *   release: 'prometheus',
 *   namespaces: { services: 'default', monitoring: 'monitoring' },
 *   discovery: 'all',
 *   scrapeInterval: '30s',
 *   retention: '31d',
 *   storage: 'ephemeral',
 *   replicas: 1,
 *   grafana: { adminSecret: 'grafana-admin' },
 *   runbooks: 'https://example.com/runbooks',
 * });
 */
export function defineEnvironment(props: EnvironmentProps): Environment {
  const resource = named('environment', props);
  const environment = parseInput(environmentSchema, resource, props);
  const problems = conflicts(environment).map((problem) => ({ resource, ...problem }));
  if (problems.length > 0) throw new InvalidInput(problems);
  return environment;
}

/** Problems between fields that are valid by themselves. */
function conflicts(environment: Environment): readonly PartProblem[] {
  const problems: PartProblem[] = [];
  if (seconds(environment.scrapeInterval) > LONGEST_SCRAPE_INTERVAL)
    problems.push({
      path: 'scrapeInterval',
      message: 'the 5m window of the rules would hold fewer than four scrapes',
      found: environment.scrapeInterval,
      fix: `use ${LONGEST_SCRAPE_INTERVAL}s or less`,
    });
  if (environment.shards > 1 && environment.remoteWrite.length === 0 && environment.thanos === undefined)
    problems.push({
      path: 'shards',
      message: 'shards split the targets, so rules need a place where all series are available',
      found: environment.shards,
      fix: 'use 1, or set remoteWrite or thanos',
    });
  problems.push(...receiverConflicts(environment), ...expectationProblems(environment.expect));
  return problems;
}

/** Problems that do not keep the stack from working. */
export function environmentWarnings(environment: Environment): readonly Problem[] {
  const { name, shards, ruler, remoteWrite, thanos, receivers, heartbeat } = environment;
  const warnings: PartProblem[] = [];
  if (shards > 1 && ruler !== 'central')
    warnings.push({
      path: 'shards',
      message: 'every shard evaluates the rules over its own part of the targets only',
      found: shards,
      fix: "set ruler: 'central', and evaluate the rules where all series are available",
    });
  if (ruler === 'central' && remoteWrite.length === 0 && thanos === undefined)
    warnings.push({
      path: 'ruler',
      message: 'no remoteWrite or thanos configured, so a central ruler finds no series of this cluster',
      found: ruler,
      fix: 'set remoteWrite or thanos, unless Prometheus exports its samples in another way',
    });
  if (receivers.length === 0)
    warnings.push({
      path: 'receivers',
      message: 'no receivers configured, so no alert is delivered',
      found: receivers,
      fix: 'add a receiver for severity critical',
    });
  else if (heartbeat === undefined)
    warnings.push({
      path: 'heartbeat',
      message: 'no heartbeat configured, so an outage of Prometheus or Alertmanager goes unnoticed',
      found: heartbeat,
      fix: 'set heartbeat.url to a Secret with the address of a service that alerts when signals stop',
    });
  warnings.push(...placeholderAddresses(environment));
  return warnings.map((warning) => ({ resource: `environment "${name}"`, ...warning }));
}
