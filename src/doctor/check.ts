import type { Finding, FindingSeverity } from '../findings/finding';
import type { Contract } from '../metrics/contract';
import type { Manifests } from '../kubernetes/manifests';
import type { ScrapePath } from '../operator/scrape-path';
import type { PrometheusSettings } from '../operator/settings';
import type { ParsedRule } from './rules/parsed-rule';
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
  /** The Kubernetes objects that were read. */
  readonly manifests: Manifests;
  /** The Prometheus that will read them. */
  readonly prometheus: PrometheusSettings;
  /** Every endpoint of every monitor, resolved to its pods. */
  readonly paths: readonly ScrapePath[];
  /** The labels of the series of those pods. */
  readonly targetLabels: TargetLabels;
  /** Every rule of every PrometheusRule, with its parsed expression if it is valid. */
  readonly rules: readonly ParsedRule[];
  /** The metric tables of the services of the catalog. */
  readonly contracts: Contracts;
  /** State of a running Prometheus. */
  readonly live: LiveFacts;
  /** State of a running cluster. */
  readonly cluster: ClusterFacts;
}

export type FactName = keyof Facts;

/** Metric tables by the scraped Service. */
export interface Contracts {
  of(service: { readonly namespace: string; readonly name: string }): Contract | undefined;
  /** How a service of the catalog is scraped. @default unknown */
  scraped?(service: { readonly namespace: string; readonly name: string }): OwnScrape | undefined;
}

/** How a service of the catalog is scraped, always over http. */
export interface OwnScrape {
  readonly path: string;
  /** Port of the pod. */
  readonly port: number;
  /** Whether the catalog deploys its Service and pods too. */
  readonly deployed: boolean;
}

/** A finding without the parts that the runner adds. */
export type Reported = Omit<Finding, 'code' | 'check' | 'severity' | 'at'> & {
  /** @default the check's id */
  readonly code?: string;
  /** The object with the defect, for its file and line. */
  readonly object?: { readonly at?: Finding['at'] };
  /** @default the check's */
  readonly severity?: FindingSeverity;
};

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
  /** URL of the documentation. */
  readonly see: string;
  /** Without one of these facts, the check is skipped. */
  readonly needs: readonly Need[];
  /** Optional facts. @default none */
  readonly wants?: readonly Want[];
  readonly find: (facts: Pick<Facts, Need> & Partial<Pick<Facts, Want>>) => readonly Reported[];
}

/** A check with the failure whose folder it is in. */
export interface ListedCheck extends Check {
  readonly failure: Failure;
}

export const listed = (failure: Failure, check: Check): ListedCheck => ({ ...check, failure });

/** Limits the facts that a check reads to those that it declares. */
export const defineCheck = <const Need extends FactName, const Want extends FactName = never>(
  check: Check<Need, Want>,
): Check<Need, Want> => check;
