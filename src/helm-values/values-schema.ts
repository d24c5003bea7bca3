import { mistake } from '../findings/mistake';
import * as z from 'zod';
import { CHART_KEYS } from './chart-keys';
import {
  antiAffinity,
  anything,
  count,
  duration,
  flag,
  labels,
  labelSelector,
  name,
  podDisruptionBudget,
  secretKey,
  section,
  storage,
  text,
  unread,
} from './value-fields';

const prometheusSpec = z.strictObject({
  scrapeInterval: duration,
  scrapeTimeout: duration,
  evaluationInterval: duration,
  ruleQueryOffset: duration,
  retention: duration,
  retentionSize: text,
  storageSpec: storage,
  replicas: count.optional(),
  shards: count.nullable().optional(),
  podAntiAffinity: antiAffinity,
  externalLabels: labels.optional(),
  externalUrl: text,
  replicaExternalLabelNameClear: flag,
  serviceMonitorSelectorNilUsesHelmValues: flag,
  podMonitorSelectorNilUsesHelmValues: flag,
  probeSelectorNilUsesHelmValues: flag,
  scrapeConfigSelectorNilUsesHelmValues: flag,
  ruleSelectorNilUsesHelmValues: flag,
  serviceMonitorSelector: labelSelector,
  podMonitorSelector: labelSelector,
  probeSelector: labelSelector,
  scrapeConfigSelector: labelSelector,
  ruleSelector: labelSelector,
  serviceMonitorNamespaceSelector: labelSelector,
  podMonitorNamespaceSelector: labelSelector,
  probeNamespaceSelector: labelSelector,
  scrapeConfigNamespaceSelector: labelSelector,
  ruleNamespaceSelector: labelSelector,
  remoteWrite: z
    .array(
      z.strictObject({
        name: text,
        url: name,
        basicAuth: section({ username: secretKey.optional(), password: secretKey.optional() }),
        ...unread(CHART_KEYS.remoteWrite),
      }),
    )
    .optional(),
  thanos: section({
    objectStorageConfig: section({ existingSecret: secretKey.optional(), secret: anything }),
    ...unread(CHART_KEYS.thanos),
  }),
  ...unread(CHART_KEYS.prometheusSpec),
});

const prometheus = z.strictObject({
  enabled: flag,
  agentMode: flag,
  prometheusSpec: prometheusSpec.optional(),
  podDisruptionBudget,
  thanosService: section({ enabled: flag, ...unread(CHART_KEYS.thanosService) }),
  thanosServiceMonitor: section({ enabled: flag, ...unread(CHART_KEYS.thanosServiceMonitor) }),
  ...unread(CHART_KEYS.prometheus),
});

/** A matcher of Alertmanager, e.g. `severity="critical"`. */
const matchers = z.array(z.string()).optional();

const route = z.strictObject({
  receiver: text,
  matchers,
  match: labels.optional(),
  match_re: labels.optional(),
  group_by: z.array(z.string()).optional(),
  group_wait: duration,
  group_interval: duration,
  repeat_interval: duration,
  continue: flag,
  mute_time_intervals: z.array(z.string()).optional(),
  active_time_intervals: z.array(z.string()).optional(),
  get routes(): z.ZodOptional<z.ZodArray<typeof route>> {
    return z.array(route).optional();
  },
});

/** Settings of one integration of a receiver. Alertmanager checks them when it loads its configuration. */
const integrations = z.array(z.record(z.string(), z.unknown())).optional();

const receiver = z.strictObject({
  name,
  slack_configs: integrations,
  pagerduty_configs: integrations,
  email_configs: integrations,
  webhook_configs: integrations,
  opsgenie_configs: integrations,
  victorops_configs: integrations,
  pushover_configs: integrations,
  wechat_configs: integrations,
  sns_configs: integrations,
  telegram_configs: integrations,
  discord_configs: integrations,
  webex_configs: integrations,
  msteams_configs: integrations,
  msteamsv2_configs: integrations,
  jira_configs: integrations,
  rocketchat_configs: integrations,
  mattermost_configs: integrations,
  incidentio_configs: integrations,
});

const alertmanagerConfig = z.strictObject({
  global: z.record(z.string(), z.unknown()).optional(),
  inhibit_rules: z
    .array(
      z.strictObject({
        source_matchers: matchers,
        target_matchers: matchers,
        source_match: labels.optional(),
        source_match_re: labels.optional(),
        target_match: labels.optional(),
        target_match_re: labels.optional(),
        equal: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  route: route.optional(),
  receivers: z.array(receiver).optional(),
  templates: z.array(z.string()).optional(),
  time_intervals: z.array(z.unknown()).optional(),
  mute_time_intervals: z.array(z.unknown()).optional(),
});

const alertmanager = z.strictObject({
  enabled: flag,
  config: alertmanagerConfig.optional(),
  tplConfig: flag,
  templateFiles: z.record(z.string(), z.string()).optional(),
  alertmanagerSpec: section({
    replicas: count.optional(),
    externalUrl: text,
    storage,
    podAntiAffinity: antiAffinity,
    secrets: z.array(name).optional(),
    ...unread(CHART_KEYS.alertmanagerSpec),
  }),
  podDisruptionBudget,
  ...unread(CHART_KEYS.alertmanager),
});

const grafana = z.strictObject({
  admin: section({ existingSecret: name, userKey: text, passwordKey: text }),
  serviceMonitor: section({ scrapeTimeout: duration, ...unread(CHART_KEYS.serviceMonitor) }),
  /** Sections of Grafana's configuration file by name; `''` holds the keys above the first section. */
  'grafana.ini': z.record(z.string(), z.unknown()).optional(),
  sidecar: section({
    dashboards: section({
      enabled: flag,
      label: text,
      labelValue: text,
      searchNamespace: z
        .union([z.string(), z.array(z.string())])
        .nullable()
        .optional(),
      folderAnnotation: text.nullable(),
      provider: section({ foldersFromFilesStructure: flag, ...unread(CHART_KEYS.dashboardProvider) }),
      ...unread(CHART_KEYS.sidecarDashboards),
    }),
    ...unread(CHART_KEYS.sidecar),
  }),
  ...unread(CHART_KEYS.grafana),
});

const component = section({ enabled: flag, ...unread(CHART_KEYS.component) });

/** The part of the chart's values that this project reads or writes. Unknown keys are errors, so typing errors are found. */
export const valuesSchema = z.strictObject({
  prometheus: prometheus.optional(),
  alertmanager: alertmanager.optional(),
  grafana: grafana.optional(),
  prometheusOperator: section({
    featureGates: z
      .record(z.string(), z.boolean(mistake('not a boolean', 'write true or false without quotes')))
      .optional(),
    ...unread(CHART_KEYS.prometheusOperator),
  }),
  kubeControllerManager: component,
  kubeScheduler: component,
  kubeEtcd: component,
  kubeProxy: component,
  coreDns: component,
  kubeStateMetrics: section({ enabled: flag, ...unread(CHART_KEYS.kubeStateMetrics) }),
  nodeExporter: section({ enabled: flag, ...unread(CHART_KEYS.nodeExporter) }),
  windowsMonitoring: section({ enabled: flag, ...unread(CHART_KEYS.windowsMonitoring) }),
  ...unread(CHART_KEYS.top),
  // A chart that depends on this one switches it on and off by this key.
  ...unread(['enabled']),
});

export type Values = z.output<typeof valuesSchema>;
export type AlertmanagerConfig = z.output<typeof alertmanagerConfig>;
export type AlertmanagerRoute = z.output<typeof route>;
export type AlertmanagerReceiver = z.output<typeof receiver>;
export type Storage = z.output<typeof storage>;
/** Components of the control plane that the chart watches. */
export type Component = 'kubeControllerManager' | 'kubeScheduler' | 'kubeEtcd' | 'kubeProxy' | 'coreDns';

/** The keys of each large section, by its path: the fix for a misplaced key names its section. */
export const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(valuesSchema.shape),
  prometheus: Object.keys(prometheus.shape),
  'prometheus.prometheusSpec': Object.keys(prometheusSpec.shape),
  alertmanager: Object.keys(alertmanager.shape),
  'alertmanager.alertmanagerSpec': Object.keys(alertmanager.shape.alertmanagerSpec.unwrap().shape),
  'alertmanager.config': Object.keys(alertmanagerConfig.shape),
  grafana: Object.keys(grafana.shape),
  prometheusOperator: Object.keys(valuesSchema.shape.prometheusOperator.unwrap().shape),
};
