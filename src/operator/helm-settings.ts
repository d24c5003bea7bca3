import { CHART, stackNames } from '../helm-values/release';
import { effectiveSelectors } from '../helm-values/selectors';
import { mapOf, textOf, textsOf, type Fields } from '../kubernetes/object';
import type { PrometheusSettings } from './settings';
import { matcherStrategy, podLabels, specSettings } from './spec-settings';

/** Helm values of kube-prometheus-stack, with their release. */
export interface GivenValues {
  /** Parsed YAML, with several files merged already. */
  readonly values: unknown;
  /** The file, as given on the command line. */
  readonly name: string;
  /** @default assumed from the objects' labels */
  readonly release?: string;
  /** Namespace of the release. @default assumed */
  readonly namespace?: string;
}

/** The chart's default. */
const RETENTION = '10d';

/** Where the chart is usually installed: the namespace is not among its values. */
const NAMESPACE = 'monitoring';

/** An installation of the chart, known or assumed. */
export interface ChartUse {
  readonly origin: 'Helm values' | 'chart defaults';
  readonly name: string;
  readonly values: unknown;
  readonly release: string;
  readonly namespace?: string;
}

/** The Prometheus that the chart renders from values and its defaults. */
export function helmSettings({
  origin,
  name,
  values,
  release,
  namespace,
}: ChartUse): Omit<PrometheusSettings, 'assumption'> {
  const top = mapOf(values);
  const prometheus = mapOf(top['prometheus']);
  const spec: Fields = { retention: RETENTION, ...mapOf(prometheus['prometheusSpec']) };
  const agent = prometheus['agentMode'] === true;
  const ownNamespace = namespace ?? (textOf(top['namespaceOverride']) || NAMESPACE);
  return {
    origin,
    name,
    ...(origin === 'Helm values' ? { values } : {}),
    release,
    namespace: ownNamespace,
    podLabels: podLabelsOf(top, spec, agent, release),
    selectors: effectiveSelectors(values, release),
    ...operatorNamespaces(mapOf(top['prometheusOperator']), ownNamespace),
    agent,
    ...specSettings(spec),
    alertmanagerMatcherStrategy: matcherStrategy(
      mapOf(mapOf(mapOf(top['alertmanager']))['alertmanagerSpec']),
    ),
  };
}

/** The chart names the resource after the release. Where values rename it, only the other labels are certain. */
function podLabelsOf(
  top: Fields,
  spec: Fields,
  agent: boolean,
  release: string,
): PrometheusSettings['podLabels'] {
  const renamed = ['fullnameOverride', 'nameOverride', 'cleanPrometheusOperatorObjectNames'].some(
    (key) => top[key],
  );
  const name = stackNames(release).prometheus;
  const labels = podLabels(name, spec, agent);
  return renamed ? Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== name)) : labels;
}

/** `namespaces` replaces all namespaces by a list, which holds that of the release if releaseNamespace is true. */
function operatorNamespaces(
  operator: Fields,
  own: string,
): Pick<PrometheusSettings, 'watchedNamespaces' | 'deniedNamespaces'> {
  const namespaces = mapOf(operator['namespaces']);
  const denied = textsOf(operator['denyNamespaces']);
  const watched = [...(namespaces['releaseNamespace'] ? [own] : []), ...textsOf(namespaces['additional'])];
  return {
    // An empty flag watches everything.
    ...(watched.length === 0 ? {} : { watchedNamespaces: watched }),
    ...(denied.length === 0 ? {} : { deniedNamespaces: denied }),
  };
}

/** How findings name a Prometheus of which nothing was read. */
export const CHART_DEFAULTS = `the defaults of ${CHART.name} ${CHART.version}`;
