import { mapOf, type Fields } from '../kubernetes/object';
import type { Monitor } from '../kubernetes/monitor';
import type { Relabeling } from '../kubernetes/relabeling';
import { showSelector } from '../kubernetes/selector';
import { labelRules } from './label-rules';
import { roleOf } from './monitor-relabelings';
import { DEFAULT_VERSION, scrapeOptions, secretFields, type PrometheusVersion } from './scrape-options';
import type { PrometheusSettings } from './settings';
import type { LabelRules } from './target';

export interface ScrapeConfig extends LabelRules {
  /** Its service discovery, e.g. `{ kubernetes_sd_configs: [...] }`. */
  readonly discovery: Fields;
  /** The other fields of prometheus.yml: intervals, limits, TLS. */
  readonly options: Fields;
  /** Fields of the monitor whose values are in Secrets of the cluster. */
  readonly secrets: readonly string[];
}

export interface ConfigTarget {
  /** Number of the shard, from 0. @default the targets of all shards */
  readonly shard?: number;
  /** @default 3.14 */
  readonly version?: PrometheusVersion;
}

/**
 * The job that prometheus-operator writes for one endpoint of a monitor.
 * @param index in the monitor's list of endpoints
 * @returns undefined for an index without endpoint
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/prometheus/promcfg.go
 */
export function scrapeConfig(
  monitor: Monitor,
  index: number,
  settings: PrometheusSettings,
  { shard, version = DEFAULT_VERSION }: ConfigTarget = {},
): ScrapeConfig | undefined {
  const endpoint = monitor.endpoints[index];
  if (endpoint === undefined) return undefined;
  const spec = mapOf(monitor.fields['spec']);
  return {
    ...labelRules(monitor, endpoint, index, settings, shard),
    discovery: { kubernetes_sd_configs: [kubernetesDiscovery(monitor, settings)] },
    options: scrapeOptions(endpoint.fields, spec, settings, version),
    secrets: secretFields(endpoint.fields),
  };
}

function kubernetesDiscovery(monitor: Monitor, settings: PrometheusSettings): Fields {
  const spec = mapOf(monitor.fields['spec']);
  const role = roleOf(monitor, settings);
  const roles = role === 'pod' ? [role] : [role, 'service'];
  const { node } = mapOf(spec['attachMetadata']);
  return {
    role,
    ...namespaceNames(settings.ignoresNamespaceSelectors === true ? [monitor.namespace] : monitor.namespaces),
    ...(typeof node === 'boolean' ? { attach_metadata: { node } } : {}),
    ...(spec['selectorMechanism'] === 'RoleSelector'
      ? { selectors: roles.map((each) => ({ role: each, label: showSelector(monitor.selector) })) }
      : {}),
  };
}

export const namespaceNames = (namespaces: Monitor['namespaces']): Fields =>
  namespaces === 'any' ? {} : { namespaces: { names: namespaces } };

/**
 * The job as an entry of `scrape_configs`.
 * @param discovery replaces its service discovery, e.g. `{ file_sd_configs: [...] }`
 */
export const scrapeJob = (config: ScrapeConfig, discovery: Fields = config.discovery): Fields => ({
  job_name: config.jobName,
  honor_labels: config.honorLabels,
  metrics_path: config.path,
  scheme: config.scheme,
  ...(Object.keys(config.params).length === 0 ? {} : { params: config.params }),
  ...config.options,
  ...discovery,
  relabel_configs: config.relabelings.map(relabelConfig),
  ...(config.metricRelabelings.length === 0
    ? {}
    : { metric_relabel_configs: config.metricRelabelings.map(relabelConfig) }),
});

/** A step with the field names of prometheus.yml. */
export function relabelConfig(step: Relabeling): Fields {
  const { sourceLabels = [], separator, targetLabel, regex, modulus, replacement, action } = step;
  return {
    ...(sourceLabels.length === 0 ? {} : { source_labels: sourceLabels }),
    ...(separator === undefined ? {} : { separator }),
    ...(targetLabel ? { target_label: targetLabel } : {}),
    ...(regex ? { regex } : {}),
    ...(modulus ? { modulus } : {}),
    ...(replacement === undefined ? {} : { replacement }),
    ...(action ? { action: action.toLowerCase() } : {}),
  };
}
