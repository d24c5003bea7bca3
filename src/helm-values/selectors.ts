import { isMap, mapOf, ownValue, type Fields } from '../findings/fields';
import { releaseLabels } from './release';

/** A Kubernetes label selector. All of its parts must hold. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelRequirement[];
}

interface LabelRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

/** Which objects Prometheus selects, by their own labels. */
type EffectiveSelector =
  | { readonly kind: 'all' }
  | { readonly kind: 'matches'; readonly selector: LabelSelector }
  | {
      readonly kind: 'none';
      /** Path of the value that causes it, e.g. `prometheus.agentMode`. */
      readonly value: string;
      readonly because: string;
    };

/** From which namespaces Prometheus selects objects, by the labels of the namespace. */
type EffectiveNamespaces = EffectiveSelector | { readonly kind: 'own namespace' };

interface SelectorRow {
  /** Prefix of the keys under `prometheus.prometheusSpec`. */
  readonly prefix: string;
  /** When a selector of null leaves the field out of the resource, which selects nothing. */
  readonly nullSelects: 'as the flag decides' | 'nothing if the flag is off' | 'nothing if the flag is null';
  /** What a namespace selector of null becomes. */
  readonly nullNamespaces: EffectiveNamespaces;
}

const ALL = { kind: 'all' } as const;

export const SPEC = 'prometheus.prometheusSpec';

/**
 * How the chart's template treats the five kinds of object.
 * @see https://github.com/prometheus-community/helm-charts/blob/kube-prometheus-stack-88.5.3/charts/kube-prometheus-stack/templates/prometheus/prometheus.yaml
 */
const KINDS = {
  ServiceMonitor: { prefix: 'serviceMonitor', nullSelects: 'as the flag decides', nullNamespaces: ALL },
  PodMonitor: { prefix: 'podMonitor', nullSelects: 'as the flag decides', nullNamespaces: ALL },
  Probe: { prefix: 'probe', nullSelects: 'as the flag decides', nullNamespaces: ALL },
  ScrapeConfig: {
    prefix: 'scrapeConfig',
    nullSelects: 'nothing if the flag is null',
    nullNamespaces: { kind: 'own namespace' },
  },
  PrometheusRule: { prefix: 'rule', nullSelects: 'nothing if the flag is off', nullNamespaces: ALL },
} as const satisfies Readonly<Record<string, SelectorRow>>;

/** A kind of object that Prometheus selects by labels. */
export type SelectedKind = keyof typeof KINDS;

export const SELECTED_KINDS = Object.keys(KINDS) as readonly SelectedKind[];

/** Keys under `prometheus.prometheusSpec` that select objects of a kind. */
export function selectorKeys(kind: SelectedKind): {
  readonly selector: string;
  readonly flag: string;
  readonly namespaces: string;
} {
  const { prefix } = KINDS[kind];
  return {
    selector: `${prefix}Selector`,
    flag: `${prefix}SelectorNilUsesHelmValues`,
    namespaces: `${prefix}NamespaceSelector`,
  };
}

export type EffectiveSelectors = Readonly<
  Record<SelectedKind, { readonly objects: EffectiveSelector; readonly namespaces: EffectiveNamespaces }>
>;

/**
 * The selectors that the chart renders, computed like its template, with Helm's truth values: `{}`, `""`, `0` and null
 * are false, and any other string is true, `"false"` included.
 * @param values parsed YAML; keys that are not set have the chart's default
 */
export function effectiveSelectors(values: unknown, release: string): EffectiveSelectors {
  const prometheus = mapOf(mapOf(values)['prometheus']);
  const spec = mapOf(prometheus['prometheusSpec']);
  return {
    ServiceMonitor: effective('ServiceMonitor'),
    PodMonitor: effective('PodMonitor'),
    Probe: effective('Probe'),
    ScrapeConfig: effective('ScrapeConfig'),
    PrometheusRule: effective('PrometheusRule'),
  };

  function effective(kind: SelectedKind) {
    return { objects: objectsOf(kind), namespaces: namespacesOf(spec, kind, release) };
  }

  function objectsOf(kind: SelectedKind): EffectiveSelector {
    if ('enabled' in prometheus && !isTrue(prometheus['enabled']))
      return none('prometheus.enabled', 'Prometheus is disabled');
    if (kind === 'PrometheusRule' && isTrue(prometheus['agentMode']))
      return none('prometheus.agentMode', 'a Prometheus agent evaluates no rules');
    return selectorOf(spec, kind, release);
  }
}

function selectorOf(spec: Fields, kind: SelectedKind, release: string): EffectiveSelector {
  const keys = selectorKeys(kind);
  const path = `${SPEC}.${keys.selector}`;
  const given = withoutNulls(spec[keys.selector]);
  // The chart's default is true; an explicit null overrides it.
  const flag = keys.flag in spec ? spec[keys.flag] : true;
  if (isTrue(given)) return selection(given, path, release);
  if (isTrue(flag)) return { kind: 'matches', selector: { matchLabels: releaseLabels(release) } };
  const { nullSelects } = KINDS[kind];
  const leftOut =
    nullSelects === 'nothing if the flag is off' ||
    (nullSelects === 'nothing if the flag is null' && flag === null);
  return given === null && leftOut
    ? none(
        path,
        'with null the chart leaves the field out of the resource, and the operator then selects nothing',
      )
    : ALL;
}

function namespacesOf(spec: Fields, kind: SelectedKind, release: string): EffectiveNamespaces {
  const { namespaces } = selectorKeys(kind);
  const given = withoutNulls(spec[namespaces]);
  if (given === null) return KINDS[kind].nullNamespaces;
  return isTrue(given) ? selection(given, `${SPEC}.${namespaces}`, release) : ALL;
}

const OPERATORS: readonly unknown[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** Reads a selector that the chart renders unchanged. One that Kubernetes would reject selects nothing. */
function selection(given: unknown, path: string, release: string): EffectiveSelector {
  const { matchLabels = {}, matchExpressions = [], ...others } = mapOf(given);
  const labels = Object.entries(mapOf(matchLabels));
  const wellFormed =
    isMap(given) &&
    isMap(matchLabels) &&
    Array.isArray(matchExpressions) &&
    Object.keys(others).length === 0 &&
    labels.every(([, value]) => typeof value === 'string') &&
    matchExpressions.every(isRequirement);
  if (!wellFormed) return none(path, 'it is not a valid label selector');
  if (labels.length === 0 && matchExpressions.length === 0) return ALL;
  // The chart renders the name of the release; any other template is left as it is and matches no label.
  const text = JSON.stringify(given).replace(/\{\{-?\s*\$?\.Release\.Name\s*-?\}\}/g, release);
  return { kind: 'matches', selector: JSON.parse(text) as LabelSelector };
}

/** In and NotIn require values; the other operators forbid them. */
function isRequirement(given: unknown): boolean {
  const { key, operator, values = [] } = mapOf(given);
  if (typeof key !== 'string' || !OPERATORS.includes(operator) || !Array.isArray(values)) return false;
  const needed = operator === 'In' || operator === 'NotIn';
  return values.every((value) => typeof value === 'string') && needed === values.length > 0;
}

export function selects(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => ownValue(labels, key) === value) &&
    matchExpressions.every((requirement) => satisfies(ownValue(labels, requirement.key), requirement))
  );
}

function satisfies(value: string | undefined, { operator, values = [] }: LabelRequirement): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

const none = (value: string, because: string) => ({ kind: 'none', value, because }) as const;

/** Truth in a Go template. */
function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isMap(value)) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== '';
}

/** Some versions of Helm keep a null inside a map, others drop it. Dropping it is the stricter reading. */
function withoutNulls(value: unknown): unknown {
  return isMap(value)
    ? Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null))
    : value;
}
