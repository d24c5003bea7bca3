import { mapOf, labelsOf, listOf, numberOf, textOf, type Fields, type Labels } from '../kubernetes/object';
import { relabelingsOf } from '../kubernetes/relabeling';
import { tryMilliseconds } from '../promql/window';
import type { PrometheusSettings, ScrapeClass } from './settings';

/** The settings that have the same names in a Prometheus resource and in the chart's `prometheusSpec`. */
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

/** Seconds. The operator's default. */
const INTERVAL = 30;

/** Seconds. The default of Prometheus; the operator writes none. */
const TIMEOUT = 10;

/** The operator's default without retention and retentionSize. */
const RETENTION = '24h';

/**
 * Reads the spec of a Prometheus or PrometheusAgent resource. An empty string or 0 counts as absent, as in the chart's
 * templates and the operator. So does an invalid duration, which invalid-duration reports.
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/Documentation/api-reference/api.md#monitoring.coreos.com/v1.PrometheusSpec
 */
export function specSettings(spec: Fields): SpecSettings {
  const scrapeInterval = seconds(spec['scrapeInterval']) ?? INTERVAL;
  const retention = seconds(spec['retention'] || (spec['retentionSize'] ? undefined : RETENTION));
  const namespaceLabel = textOf(spec['enforcedNamespaceLabel']);
  const sampleLimit = numberOf(spec['enforcedSampleLimit']);
  return {
    scrapeInterval,
    // Prometheus reduces its default to the interval.
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

/** Labels of every pod of a Prometheus: those of the spec, overridden by those of the operator. */
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

/** From the spec of an Alertmanager, with the operator's default. */
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
