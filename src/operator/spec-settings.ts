import { mapOf, labelsOf, listOf, numberOf, textOf, type Fields, type Labels } from '../kubernetes/object';
import { relabelingsOf } from '../kubernetes/relabeling';
import { tryMilliseconds } from '../promql/window';
import type { PrometheusSettings, ScrapeClass } from './settings';

/** The settings that a Prometheus resource and the chart's `prometheusSpec` hold under the same names. */
export type SpecSettings = Pick<
  PrometheusSettings,
  | 'scrapeInterval'
  | 'scrapeTimeout'
  | 'evaluationInterval'
  | 'retention'
  | 'externalLabels'
  | 'shards'
  | 'overrideHonorLabels'
  | 'enforcedNamespaceLabel'
  | 'enforcedSampleLimit'
  | 'arbitraryFileAccessDenied'
  | 'ignoresNamespaceSelectors'
  | 'scrapeClasses'
>;

/** Seconds. The operator's, for what a resource leaves out. */
const INTERVAL = 30;

/** Seconds. Prometheus' own; the operator writes none. */
const TIMEOUT = 10;

/** What the operator keeps when neither a time nor a size is given. */
const RETENTION = '24h';

/**
 * Reads the spec of a Prometheus or PrometheusAgent resource. An empty text or 0 counts as left out, as the chart's
 * templates and the operator have it; what is no duration does too, and a check of its own says so.
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/Documentation/api-reference/api.md#monitoring.coreos.com/v1.PrometheusSpec
 */
export function specSettings(spec: Fields): SpecSettings {
  const scrapeInterval = seconds(spec['scrapeInterval']) ?? INTERVAL;
  const retention = seconds(spec['retention'] || (spec['retentionSize'] ? undefined : RETENTION));
  const namespaceLabel = textOf(spec['enforcedNamespaceLabel']);
  const sampleLimit = numberOf(spec['enforcedSampleLimit']);
  return {
    scrapeInterval,
    // Prometheus shortens its own default to the interval.
    scrapeTimeout: seconds(spec['scrapeTimeout']) ?? Math.min(TIMEOUT, scrapeInterval),
    evaluationInterval: seconds(spec['evaluationInterval']) ?? INTERVAL,
    ...(retention === undefined ? {} : { retention }),
    externalLabels: labelsOf(spec['externalLabels']),
    shards: Math.max(1, numberOf(spec['shards']) ?? 1),
    overrideHonorLabels: spec['overrideHonorLabels'] === true,
    ...(namespaceLabel ? { enforcedNamespaceLabel: namespaceLabel } : {}),
    ...(sampleLimit ? { enforcedSampleLimit: sampleLimit } : {}),
    arbitraryFileAccessDenied: mapOf(spec['arbitraryFSAccessThroughSMs'])['deny'] === true,
    ignoresNamespaceSelectors: spec['ignoreNamespaceSelectors'] === true,
    scrapeClasses: listOf(spec['scrapeClasses']).map((item) => scrapeClassOf(mapOf(item))),
  };
}

/** Labels that the operator gives every pod of a Prometheus, over those that the spec asks for. */
export function podLabels(name: string, spec: Fields, agent: boolean): Labels {
  return {
    ...labelsOf(mapOf(spec['podMetadata'])['labels']),
    'app.kubernetes.io/name': agent ? 'prometheus-agent' : 'prometheus',
    'app.kubernetes.io/managed-by': 'prometheus-operator',
    'app.kubernetes.io/instance': name,
    'operator.prometheus.io/name': name,
    ...(agent ? {} : { prometheus: name }),
  };
}

/** How the spec of an Alertmanager limits AlertmanagerConfigs. */
export function matcherStrategy(spec: Fields): PrometheusSettings['alertmanagerMatcherStrategy'] {
  const type = mapOf(spec['alertmanagerConfigMatcherStrategy'])['type'];
  return type === 'None' || type === 'OnNamespaceExceptForAlertmanagerNamespace' ? type : 'OnNamespace';
}

function seconds(value: unknown): number | undefined {
  const length = tryMilliseconds(textOf(value) ?? '');
  return length ? length / 1000 : undefined;
}

function scrapeClassOf(fields: Fields): ScrapeClass {
  return {
    name: textOf(fields['name']) ?? '',
    default: fields['default'] === true,
    relabelings: relabelingsOf(fields['relabelings']),
    metricRelabelings: relabelingsOf(fields['metricRelabelings']),
  };
}
