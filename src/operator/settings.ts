import type { EffectiveSelectors } from '../helm-values/selectors';
import type { Relabeling } from '../kubernetes/relabeling';
import type { KubernetesObject, Labels } from '../kubernetes/object';

/** How the Prometheus that will read the monitors is set up, wherever that was learned from. */
export interface PrometheusSettings {
  /** Where it was learned from. */
  readonly origin: 'Prometheus resource' | 'Helm values' | 'chart defaults';
  /** What had to be assumed, as a sentence for the reader. @default nothing */
  readonly assumption?: string;
  /** The resource, or the values file, as findings name it, e.g. `Prometheus monitoring/k8s`. */
  readonly name: string;
  /** The resource itself, if that is what was read. */
  readonly object?: KubernetesObject;
  /** The Helm values as they stand, if those were read; the chart's defaults apply to what they leave out. */
  readonly values?: unknown;
  /** The file that the values came from, as it was given. */
  readonly valuesFile?: string;
  /** Helm release. @default not known, for a Prometheus resource */
  readonly release?: string;
  /** Nobody named the release; it is taken from the labels of the objects. @default false */
  readonly releaseAssumed?: boolean;
  /** Some object carries its name as label `release`. @default false */
  readonly releaseSeen?: boolean;
  /** Namespace of Prometheus. */
  readonly namespace: string;
  /** Labels that its pods certainly have: what NetworkPolicies admit. */
  readonly podLabels: Labels;
  /** Which objects it takes, by kind, and from which namespaces. */
  readonly selectors: EffectiveSelectors;
  /** Namespaces that the operator watches. @default all */
  readonly watchedNamespaces?: readonly string[];
  /** Namespaces that the operator does not look into. @default none */
  readonly deniedNamespaces?: readonly string[];
  /** Namespaces in which the operator looks after Prometheus resources. @default those that it watches */
  readonly instanceNamespaces?: readonly string[];
  /** Runs no rules. */
  readonly agent: boolean;
  /** Seconds between scrapes where a monitor names none. */
  readonly scrapeInterval: number;
  /** Seconds that a scrape may take where a monitor names none. */
  readonly scrapeTimeout: number;
  readonly evaluationInterval: number;
  /** Seconds. @default not known: limited by size, or not told */
  readonly retention?: number;
  readonly externalLabels: Labels;
  readonly shards: number;
  readonly overrideHonorLabels: boolean;
  readonly enforcedNamespaceLabel?: string;
  /** Samples that no monitor can exceed. @default no limit */
  readonly enforcedSampleLimit?: number;
  readonly arbitraryFileAccessDenied: boolean;
  /** Monitors find pods in their own namespace only, whatever their namespaceSelector says. @default false */
  readonly ignoresNamespaceSelectors?: boolean;
  readonly scrapeClasses: readonly ScrapeClass[];
  /** How AlertmanagerConfigs are limited to their namespace. */
  readonly alertmanagerMatcherStrategy: 'OnNamespace' | 'None' | 'OnNamespaceExceptForAlertmanagerNamespace';
  /** Further Prometheus resources that were read. An object is taken if any of them all takes it. @default none */
  readonly others?: readonly PrometheusSettings[];
}

export interface ScrapeClass {
  readonly name: string;
  /** Used by monitors that name none. */
  readonly default: boolean;
  readonly relabelings: readonly Relabeling[];
  readonly metricRelabelings: readonly Relabeling[];
}
