import { mistake } from '../findings/mistake';
import * as z from 'zod';
import {
  grafanaSchema,
  remoteWriteSchema,
  ruleSettings,
  storageSchema,
  thanosSchema,
  workloadOverrides,
} from './environment-parts';
import { expectationsSchema } from './expectation';
import { baseUrl, countFrom1, dnsLabel, labelValue, positiveDuration } from './fields';
import { patchSchema } from './patch';
import { heartbeatSchema, receiverSchema } from './receiver';
import { serviceOverride } from './service-overrides';

const PLATFORMS = ['kind', 'eks', 'gke', 'aks', 'self-managed'] as const;
export type Platform = (typeof PLATFORMS)[number];

const DISCOVERY_MODES = ['all', 'release-label'] as const;

const RULERS = ['prometheus', 'central'] as const;

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
  storage: storageSchema,
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
  rules: ruleSettings,
  remoteWrite: z.array(remoteWriteSchema).default([]).describe('Endpoints that receive all samples.'),
  thanos: thanosSchema,
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
  grafana: grafanaSchema,
  runbooks: baseUrl.describe(
    'Address of the folder with the generic runbook pages, one an alert: causes and mitigation.',
  ),
  serviceRunbooks: baseUrl
    .optional()
    .describe(
      'Address of the folder with the pages that `signalproof runbooks` writes for this environment, which alerts then link to (`<address>/payments.md#paymentsdown`). Absent: alerts link to the generic pages.',
    ),
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
  workloads: workloadOverrides,
});
