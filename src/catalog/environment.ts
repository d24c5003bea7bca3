import { mistake } from '../findings/mistake';
import { z } from 'zod';
import type { PartProblem, Problem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { named, parseInput } from '../findings/parse-input';
import { seconds } from '../promql/window';
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
  secretRef,
} from './fields';
import { heartbeatSchema, receiverConflicts, receiverSchema } from './receiver';

/** Where the cluster runs. Managed control planes hide components that the chart would otherwise alert about. */
const PLATFORMS = ['kind', 'eks', 'gke', 'aks', 'self-managed'] as const;
export type Platform = (typeof PLATFORMS)[number];

/**
 * How Prometheus finds our objects: `all` selects every monitor and rule in the cluster; `release-label` leaves the
 * chart's selectors alone, and our objects carry the release's label (they do in both modes).
 */
const DISCOVERY_MODES = ['all', 'release-label'] as const;

const remoteWrite = z.strictObject({
  name: labelValue,
  url: httpUrl,
  /** @default none: the receiver trusts the network */
  basicAuth: z.strictObject({ username: secretRef, password: secretRef }).optional(),
});

const environmentSchema = z.strictObject({
  /** What STACK_ENV selects. */
  name: dnsLabel,
  /** Becomes the external label `cluster` of every series and alert that leaves this Prometheus. */
  cluster: labelValue,
  platform: z.enum(PLATFORMS),
  /** Helm release of kube-prometheus-stack; also the label by which its selectors find our objects. */
  release: dnsLabel.refine((name) => name.length <= 53, mistake('too long', 'Helm allows 53 characters')),
  namespaces: z.strictObject({
    /** Of services that name none themselves. */
    services: dnsLabel,
    /** Of the Helm release, the monitors and the rules. */
    monitoring: dnsLabel,
  }),
  discovery: z.enum(DISCOVERY_MODES),
  scrapeInterval: positiveDuration,
  /** How long Prometheus keeps samples; must reach back over the longest SLO period. */
  retention: positiveDuration,
  /** `ephemeral` loses all samples when the pod moves. */
  storage: z.union([
    z.literal('ephemeral'),
    z.strictObject({
      size: byteQuantity,
      /** @default the cluster's default class */
      storageClass: objectName.optional(),
    }),
  ]),
  /** Prometheus and Alertmanager replicas; from 2 on they are kept on different nodes. */
  replicas: countFrom1,
  /** Prometheus shards. Each holds a part of the targets, so rules over all of them need `remoteWrite` or `thanos`. */
  shards: countFrom1.default(1),
  remoteWrite: z.array(remoteWrite).default([]),
  /** Thanos sidecar that uploads blocks; the Secret holds its object storage configuration. @default none */
  thanos: z.strictObject({ objectStorage: secretRef }).optional(),
  /** Who is told about alerts. @default nobody */
  receivers: z.array(receiverSchema).default([]),
  /** What calls you when this stack falls silent. @default nothing does */
  heartbeat: heartbeatSchema.optional(),
  /** Addresses by which people open the two, for links in messages. @default inside the cluster, as the chart's */
  externalUrls: z
    .strictObject({ prometheus: baseUrl.optional(), alertmanager: baseUrl.optional() })
    .default({}),
  grafana: z.strictObject({
    /** Secret in the monitoring namespace with the administrator's name and password. */
    adminSecret: objectName,
    /** @default 'admin-user' */
    userKey: z.string().min(1).default('admin-user'),
    /** @default 'admin-password' */
    passwordKey: z.string().min(1).default('admin-password'),
    /** Address by which people open it. @default none: alerts do not link to dashboards */
    url: baseUrl.optional(),
  }),
  /** Where the runbook pages are, without a slash at the end. */
  runbooks: baseUrl,
  /** What differs from the catalog for single services here, by service name. */
  workloads: z
    .record(
      dnsLabel,
      z.strictObject({
        image: image.optional(),
        replicas: countFrom1.optional(),
        memory: byteQuantity.optional(),
      }),
    )
    .default({}),
});

/** What differs between clusters. See {@link environmentSchema} for the fields. */
export type Environment = z.output<typeof environmentSchema>;
export type EnvironmentProps = z.input<typeof environmentSchema>;
export type Receiver = Environment['receivers'][number];
export type RemoteWrite = Environment['remoteWrite'][number];
export type SecretRef = z.output<typeof secretRef>;

/** A rate over 5 minutes needs four scrapes in its window to survive a failed one. */
const LONGEST_SCRAPE_INTERVAL = 75;

/**
 * Checks and completes an environment.
 * @throws InvalidInput with every wrong field
 */
export function defineEnvironment(props: EnvironmentProps): Environment {
  const resource = named('environment', props);
  const environment = parseInput(environmentSchema, resource, props);
  const problems = conflicts(environment).map((problem) => ({ resource, ...problem }));
  if (problems.length > 0) throw new InvalidInput(problems);
  return environment;
}

/** Fields that are each fine but not together. */
function conflicts(environment: Environment): readonly PartProblem[] {
  const problems: PartProblem[] = [];
  if (seconds(environment.scrapeInterval) > LONGEST_SCRAPE_INTERVAL)
    problems.push({
      path: 'scrapeInterval',
      message: 'leaves fewer than four scrapes in the 5m window of the rules',
      found: environment.scrapeInterval,
      fix: `use ${LONGEST_SCRAPE_INTERVAL}s or less`,
    });
  if (environment.shards > 1 && environment.remoteWrite.length === 0 && environment.thanos === undefined)
    problems.push({
      path: 'shards',
      message: 'splits the targets, and nothing brings their series together again for the rules',
      found: environment.shards,
      fix: 'use 1, or set remoteWrite or thanos',
    });
  problems.push(...receiverConflicts(environment));
  return problems;
}

/** What a person may accept, but should know. */
export function environmentWarnings({ name, shards, receivers, heartbeat }: Environment): readonly Problem[] {
  const warnings: PartProblem[] = [];
  if (shards > 1)
    warnings.push({
      path: 'shards',
      message: 'make every shard evaluate the rules over its part of the targets only',
      found: shards,
      fix: 'leave the PrometheusRules out there, and evaluate them where all series come together',
    });
  if (receivers.length === 0)
    warnings.push({
      path: 'receivers',
      message: 'are none, so that alerts reach nobody',
      found: receivers,
      fix: 'add one for critical alerts, or look at Alertmanager yourself',
    });
  else if (heartbeat === undefined)
    warnings.push({
      path: 'heartbeat',
      message: 'is missing, so that nobody is told when Prometheus or Alertmanager itself is down',
      found: heartbeat,
      fix: 'name a Secret with the address of a service that calls you when it hears nothing',
    });
  return warnings.map((warning) => ({ resource: `environment "${name}"`, ...warning }));
}
