import { namespacesOf } from '../kubernetes/monitor';
import {
  labelsOf,
  listOf,
  mapOf,
  textOf,
  textsOf,
  type Fields,
  type KubernetesObject,
} from '../kubernetes/object';
import { relabelingsOf, type Relabeling } from '../kubernetes/relabeling';
import { selectorOf } from '../kubernetes/selector';
import { copyLabel, enforcedNamespace, KEEP_JOB_NAME } from './monitor-relabelings';
import { scrapeClassOf } from './scrape-class';
import { namespaceNames, type ConfigTarget, type ScrapeConfig } from './scrape-config';
import { DEFAULT_VERSION, scrapeOptions, secretFields } from './scrape-options';
import { keepSelected } from './selector-relabelings';
import type { PrometheusSettings } from './settings';
import { shardingRelabelings } from './sharding';

/**
 * The job that prometheus-operator writes for a Probe.
 * @returns undefined for a Probe without targets
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/prometheus/promcfg.go
 */
export function probeConfig(
  probe: KubernetesObject,
  settings: PrometheusSettings,
  { shard, version = DEFAULT_VERSION }: ConfigTarget = {},
): ScrapeConfig | undefined {
  const spec = mapOf(probe.fields['spec']);
  const prober = mapOf(spec['prober']);
  const targets = targetsOf(probe, spec);
  if (targets === undefined) return undefined;
  const scrapeClass = scrapeClassOf(textOf(spec['scrapeClass']), settings);
  const jobName = textOf(spec['jobName']);
  const enforced = enforcedNamespace(probe, settings);
  return {
    jobName: `probe/${probe.namespace}/${probe.name}`,
    path: textOf(prober['path']) || '/probe',
    scheme: (textOf(prober['scheme']) || 'http').toLowerCase(),
    params: probeParams(spec),
    honorLabels: false,
    relabelings: [
      KEEP_JOB_NAME,
      ...(jobName ? [{ targetLabel: 'job', replacement: jobName }] : []),
      ...targets.relabelings,
      copyLabel('__param_target', 'instance'),
      { targetLabel: '__address__', replacement: textOf(prober['url']) ?? '' },
      ...(scrapeClass?.relabelings ?? []),
      ...targets.ownRelabelings,
      ...enforced,
      ...shardingRelabelings('__param_target', settings.shards, shard),
    ],
    metricRelabelings: [
      ...(scrapeClass?.metricRelabelings ?? []),
      ...relabelingsOf(spec['metricRelabelings']),
      ...enforced,
    ],
    discovery: targets.discovery,
    options: scrapeOptions({ ...spec, ...proxyOf(prober), honorTimestamps: true }, spec, settings, version),
    secrets: secretFields(spec),
  };
}

interface ProbeTargets {
  readonly discovery: Fields;
  /** Set the parameter `target` from the discovered labels. */
  readonly relabelings: readonly Relabeling[];
  readonly ownRelabelings: readonly Relabeling[];
}

/** The operator prefers static targets to an ingress. */
function targetsOf(probe: KubernetesObject, spec: Fields): ProbeTargets | undefined {
  const { staticConfig, ingress } = mapOf(spec['targets']);
  if (staticConfig !== undefined && staticConfig !== null) return staticTargets(probe, mapOf(staticConfig));
  return ingress === undefined || ingress === null ? undefined : ingressTargets(probe, mapOf(ingress));
}

const staticTargets = ({ namespace }: KubernetesObject, given: Fields): ProbeTargets => ({
  discovery: {
    static_configs: [
      { targets: textsOf(given['static']), labels: { namespace, ...labelsOf(given['labels']) } },
    ],
  },
  relabelings: [copyLabel('__address__', '__param_target')],
  ownRelabelings: relabelingsOf(given['relabelingConfigs']),
});

const ingressTargets = ({ namespace }: KubernetesObject, given: Fields): ProbeTargets => ({
  discovery: {
    kubernetes_sd_configs: [
      { role: 'ingress', ...namespaceNames(namespacesOf(given['namespaceSelector'], namespace)) },
    ],
  },
  relabelings: [
    ...keepSelected(selectorOf(given['selector']), 'ingress'),
    {
      action: 'replace',
      sourceLabels: ['__meta_kubernetes_ingress_scheme', '__address__', '__meta_kubernetes_ingress_path'],
      separator: ';',
      regex: '(.+);(.+);(.+)',
      targetLabel: '__param_target',
      replacement: '${1}://${2}${3}',
    },
    copyLabel('__meta_kubernetes_namespace', 'namespace'),
    copyLabel('__meta_kubernetes_ingress_name', 'ingress'),
    copyLabel('__address__', '__tmp_ingress_address'),
  ],
  ownRelabelings: relabelingsOf(given['relabelingConfigs']),
});

function probeParams(spec: Fields): ScrapeConfig['params'] {
  const given = listOf(spec['params']).map((item): [string, readonly string[]] => {
    const { name, values } = mapOf(item);
    return [textOf(name) ?? '', textsOf(values)];
  });
  const moduleName = textOf(spec['module']);
  return Object.fromEntries([
    ...given.filter(([name]) => name !== ''),
    ...(moduleName ? [['module', [moduleName]] as const] : []),
  ]);
}

const proxyOf = ({ proxyUrl, noProxy, proxyFromEnvironment, proxyConnectHeader }: Fields): Fields => ({
  proxyUrl,
  noProxy,
  proxyFromEnvironment,
  proxyConnectHeader,
});
