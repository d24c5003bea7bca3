import type { Finding, FindingSeverity, Place } from '../findings/finding';
import type { KubernetesObject } from '../kubernetes/object';
import type { Contract } from '../metrics/contract';
import type { Manifests } from '../kubernetes/manifests';
import type { ScrapePath } from '../operator/scrape-path';
import type { PrometheusSettings } from '../operator/settings';
import type { Analysis } from './expressions/analysis';
import type { Expression } from './expressions/expression';
import type { SeriesCatalog } from './expressions/series-catalog';
import type { ParsedRule } from './rules/parsed-rule';
import type { RawGroup } from './rules/raw-rules';
import type { TargetLabels } from './target-labels';
import type { ClusterFacts } from './live/cluster-facts';
import type { LiveFacts } from './live/live-facts';

/** What goes wrong in the end. A check of each lives in the folder of that name. */
export const FAILURES = {
  'not-selected': 'object not selected',
  'no-target': 'no target',
  'target-down': 'target down',
  rejected: 'rejected by the operator or by Prometheus',
  'wrong-query': 'scraped, but the queries do not fit the series',
} as const;
export type Failure = keyof typeof FAILURES;

/** Everything that checks can read. A fact is computed when the first check reads it. */
export interface Facts {
  readonly manifests: Manifests;
  /** The Prometheus that will read them. */
  readonly prometheus: PrometheusSettings;
  /** Seconds between the most frequent scrapes that were read; undefined where not even a default was. */
  readonly shortestInterval: number | undefined;
  /** Command and arguments of kube-state-metrics; undefined where its pods were not read. */
  readonly stateMetricsArguments: readonly string[] | undefined;
  /** Every endpoint of every monitor, resolved to its pods. */
  readonly paths: readonly ScrapePath[];
  /** The labels of the series of those pods. */
  readonly targetLabels: TargetLabels;
  /** Every group of every PrometheusRule, valid or not. */
  readonly ruleGroups: readonly RawGroup[];
  /** Every rule of every PrometheusRule, with its parsed expression if it is valid. */
  readonly rules: readonly ParsedRule[];
  /** Which series can exist. */
  readonly catalog: SeriesCatalog;
  /**
   * The expressions of rules and panels, with the series that they can read. Only for checks `inParts`: parsed, those of
   * all objects take several times the memory of their files.
   */
  readonly analysis: Analysis;
  /** The same expressions for other checks. Each pass reads all of them anew, so iterate only for what is suspicious. */
  readonly expressions: Iterable<Expression>;
  /** The names of all series that those expressions read. */
  readonly seriesRead: ReadonlySet<string>;
  /**
   * Whether any of those expressions selects a metric by a label, or by a regular expression for it. All of them are read
   * at the first call, so call it only for what is suspicious.
   */
  readonly isMatched: (metric: string | undefined, label: string, pattern?: string) => boolean;
  /** The metric tables of the services of the catalog. */
  readonly contracts: Contracts;
  readonly live: LiveFacts;
  readonly cluster: ClusterFacts;
}

export type FactName = keyof Facts;

/** Metric tables by the scraped Service. */
export interface Contracts {
  of(service: { readonly namespace: string; readonly name: string }): Contract | undefined;
  /** How a service of the catalog is scraped. @default unknown */
  scraped?(service: { readonly namespace: string; readonly name: string }): OwnScrape | undefined;
  /** Metric table of the service of the catalog whose targets a Probe or ScrapeConfig has. @default it is of none */
  outside?(object: KubernetesObject): OutsideService | undefined;
  /** Whether synthesis of the catalog wrote an object, so that it is changed there. @default never */
  wrote?(object: KubernetesObject): boolean;
  /** Whether a service of the catalog that no monitor scrapes has series of a name. @default none has */
  unmonitored?(series: string): boolean;
  /** Workloads that the rules of the catalog watch and something else deploys. @default none */
  readonly watched?: readonly WatchedWorkload[];
}

/** A service whose targets are no pods behind a monitor. */
export interface OutsideService {
  readonly name: string;
  readonly contract: Contract;
}

/** A workload that `existing({ kind, name })` names. */
export interface WatchedWorkload {
  /** Name of the service in the catalog. */
  readonly service: string;
  readonly kind: string;
  readonly name: string;
  readonly namespaces: readonly string[];
  /** Whether `workloadIn` of the service names it. @default `workload` does */
  readonly isLocal?: true;
  /** The container that is monitored. @default all containers of its pods */
  readonly container?: string;
  /** Name of its HorizontalPodAutoscaler. @default none is watched */
  readonly autoscaler?: string;
  /** Of a CronJob: how old its last success may be. @default no limit */
  readonly succeedsWithin?: string;
  /** The alert on its memory limit. @default it has none */
  readonly memoryAlert?: string;
}

/** How a service of the catalog is scraped. */
export interface OwnScrape {
  readonly path: string;
  readonly scheme: 'http' | 'https';
  /** Port of the pod. @default not known */
  readonly port?: number;
  /** Whether the catalog states no scrape, so that port and selector are defaults. */
  readonly isDefault: boolean;
  /** What the catalog states of its scrape besides defaults. @default no scrape is stated */
  readonly stated?: Readonly<Record<string, unknown>>;
  /** Whether the catalog deploys its Service and pods too. */
  readonly deployed: boolean;
}

/** What a finding is about: an object, whose name, file and line the runner adds, or anything else by its name. */
export type Subject =
  | { readonly object: KubernetesObject }
  | { readonly resource: string; readonly at?: Place };

/** A finding without the parts that the runner adds. */
export type Reported = Subject &
  Pick<Finding, 'path' | 'message' | 'expected' | 'fix'> & {
    /** @default nothing */
    readonly found?: unknown;
    /** @default the check's */
    readonly severity?: FindingSeverity;
    /** Further findings of the check with the same text are left out, whatever they are about. */
    readonly once?: string;
  };

/** Findings as a check comes to them: nested, and undefined for none. The runner flattens them. */
export type Found = Reported | undefined | readonly Found[];

/** One question about the chain from a metric to an alert. */
export interface Check<Need extends FactName = FactName, Want extends FactName = FactName> {
  /** Kebab-case; also the name of its file. */
  readonly id: string;
  readonly severity: FindingSeverity;
  /** A question whose answer is yes when all is well. */
  readonly question: string;
  /** What users notice when the answer is no. */
  readonly symptom: string;
  /** The cause. */
  readonly why: string;
  /** The fix in general, in the imperative. */
  readonly remedy: string;
  readonly see: string;
  /** Without one of these facts, the check is skipped. */
  readonly needs: readonly Need[];
  /** Optional facts. @default none */
  readonly wants?: readonly Want[];
  /**
   * Whether each finding is about one rule or panel, and reads no others but in the catalog of series. The check then gets
   * the rules and the analysis of some objects at a time, so that not all expressions are held at once.
   * @default it gets those of all objects
   */
  readonly inParts?: true;
  readonly find: (facts: Pick<Facts, Need> & Partial<Pick<Facts, Want>>) => Found;
}

/** A check with the failure whose folder it is in. */
export interface ListedCheck extends Check {
  readonly failure: Failure;
}

/** Limits the facts that a check reads to those that it declares. */
export const defineCheck = <const Need extends FactName, const Want extends FactName = never>(
  check: Check<Need, Want>,
): Check<Need, Want> => check;
