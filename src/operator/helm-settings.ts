import { CHART, stackNames } from '../helm-values/release';
import { effectiveSelectors } from '../helm-values/selectors';
import { mapOf, textOf, textsOf, type Fields } from '../kubernetes/object';
import type { PrometheusSettings } from './settings';
import { matcherStrategy, podLabels, specSettings } from './spec-settings';

/** Helm values of kube-prometheus-stack, and what is known about their use. */
export interface GivenValues {
  /** As YAML gives them. Several files are merged already. */
  readonly values: unknown;
  /** The file, as it was given. */
  readonly name: string;
  /** @default assumed from the objects' labels */
  readonly release?: string;
  /** Namespace of the release. @default assumed */
  readonly namespace?: string;
}

/** What the chart keeps when the values name no time. */
const RETENTION = '10d';

/** Where the chart is usually installed; its namespace is no value. */
const NAMESPACE = 'monitoring';

/** What is known about the chart, and what only assumed. */
export interface ChartUse {
  readonly origin: 'Helm values' | 'chart defaults';
  readonly name: string;
  readonly values: unknown;
  readonly release: string;
  readonly namespace?: string;
}

/** The Prometheus that the chart renders from values, with its defaults for what they leave out. */
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

/** The resource is named after the release, unless values name it otherwise; then only the rest is certain. */
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

/** `namespaces` takes all others away; the release's own is one of them unless values say otherwise. */
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

/** How findings name a Prometheus that nobody described. */
export const CHART_DEFAULTS = `the defaults of ${CHART.name} ${CHART.version}`;
