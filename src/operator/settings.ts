import type { EffectiveSelectors } from '../helm-values/selectors';
import type { Relabeling } from '../kubernetes/relabeling';
import type { KubernetesObject, Labels } from '../kubernetes/object';

/** Settings of the Prometheus that will read the monitors. */
export interface PrometheusSettings {
  readonly origin: 'Prometheus resource' | 'Helm values' | 'chart defaults';
  /** What had to be assumed, for the reader. @default nothing */
  readonly assumption?: string;
  /** The resource, or the values file, as findings name it, e.g. `Prometheus monitoring/k8s`. */
  readonly name: string;
  /** The resource itself. @default the settings come from the chart */
  readonly object?: KubernetesObject;
  /** The Helm values as given, without the chart's defaults. @default none were read */
  readonly values?: unknown;
  /** The file of the values, as given on the command line. */
  readonly valuesFile?: string;
  /** Helm release. @default not known, for a Prometheus resource */
  readonly release?: string;
  /** The release was not given, but comes from the labels of the objects. @default false */
  readonly releaseAssumed?: boolean;
  /** An object has the release as its label `release`. @default false */
  readonly releaseSeen?: boolean;
  readonly namespace: string;
  /** Labels that its pods certainly have, as NetworkPolicies match them. */
  readonly podLabels: Labels;
  /** Which objects it selects, by kind, and from which namespaces. */
  readonly selectors: EffectiveSelectors;
  /** Namespaces that the operator watches. @default all */
  readonly watchedNamespaces?: readonly string[];
  /** Namespaces that the operator ignores. @default none */
  readonly deniedNamespaces?: readonly string[];
  /** Namespaces in which the operator manages Prometheus resources. @default those that it watches */
  readonly instanceNamespaces?: readonly string[];
  /** An agent scrapes, but evaluates no rules. */
  readonly agent: boolean;
  /** Seconds between scrapes where a monitor sets no interval. */
  readonly scrapeInterval: number;
  /** Seconds that a scrape may take where a monitor sets no timeout. */
  readonly scrapeTimeout: number;
  readonly evaluationInterval: number;
  /** Seconds. @default not known, such as with retentionSize alone */
  readonly retention?: number;
  readonly externalLabels: Labels;
  readonly shards: number;
  readonly overrideHonorLabels: boolean;
  readonly enforcedNamespaceLabel?: string;
  /** Samples that no monitor can exceed. @default no limit */
  readonly enforcedSampleLimit?: number;
  readonly arbitraryFileAccessDenied: boolean;
  /** Monitors search their own namespace only, without their namespaceSelector. @default false */
  readonly ignoresNamespaceSelectors?: boolean;
  readonly scrapeClasses: readonly ScrapeClass[];
  /** How AlertmanagerConfigs are limited to their namespace. */
  readonly alertmanagerMatcherStrategy: 'OnNamespace' | 'None' | 'OnNamespaceExceptForAlertmanagerNamespace';
  /** Further Prometheus resources. An object is selected if any of them selects it. @default none */
  readonly others?: readonly PrometheusSettings[];
}

export interface ScrapeClass {
  readonly name: string;
  /** Used by monitors without a scrape class. */
  readonly default: boolean;
  readonly relabelings: readonly Relabeling[];
  readonly metricRelabelings: readonly Relabeling[];
}
