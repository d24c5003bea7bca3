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

/** Everything that checks can ask for. Facts are computed when the first check asks for them. */
export interface Facts {
  /** The Kubernetes objects that were read. */
  readonly manifests: Manifests;
  /** The Prometheus that will read them. */
  readonly prometheus: PrometheusSettings;
  /** Every endpoint of every monitor, followed to its pods. */
  readonly paths: readonly ScrapePath[];
  /** The labels that the series of those pods will have. */
  readonly targetLabels: TargetLabels;
  /** Every rule of every PrometheusRule, its expression parsed where it can be. */
  readonly rules: readonly ParsedRule[];
  /** What each of our own services exposes; foreign ones have no entry. */
  readonly contracts: Contracts;
  /** What a running Prometheus says. */
  readonly live: LiveFacts;
  /** What only a running cluster can tell. */
  readonly cluster: ClusterFacts;
}

export type FactName = keyof Facts;

/** Contracts by the Service that is scraped. */
export interface Contracts {
  of(service: { readonly namespace: string; readonly name: string }): Contract | undefined;
  /** How one of our own services is to be scraped. @default not known */
  scraped?(service: { readonly namespace: string; readonly name: string }): OwnScrape | undefined;
}

/** How one of our own services is to be scraped, as its definition says: always over http. */
export interface OwnScrape {
  readonly path: string;
  /** Of the pod. */
  readonly port: number;
  /** Whether its Service and pods are ours too; otherwise something else deploys them. */
  readonly deployed: boolean;
}

/** What a check reports: the rest is the check's own, and the runner adds it. */
export type Reported = Omit<Finding, 'code' | 'check' | 'severity' | 'at'> & {
  /** @default the check's id */
  readonly code?: string;
  /** Object that it is about, for its file and line. */
  readonly object?: { readonly at?: Finding['at'] };
  /** @default the check's */
  readonly severity?: FindingSeverity;
};

/** One question about the chain from a metric to an alert. */
export interface Check<Need extends FactName = FactName, Want extends FactName = FactName> {
  /** Kebab-case; also the name of its file. */
  readonly id: string;
  readonly severity: FindingSeverity;
  /** What it asks, as a question with the answer yes when all is well. */
  readonly question: string;
  /** What a person notices when the answer is no. */
  readonly symptom: string;
  /** Why that is so. */
  readonly why: string;
  /** What to do, in the imperative. */
  readonly remedy: string;
  /** Where that is documented. */
  readonly see: string;
  /** Without one of these, its answer is unknown. */
  readonly needs: readonly Need[];
  /** With these, where they could be had, it says more. @default nothing else */
  readonly wants?: readonly Want[];
  readonly find: (facts: Pick<Facts, Need> & Partial<Pick<Facts, Want>>) => readonly Reported[];
}

/** A check with the failure whose folder it is in. */
export interface ListedCheck extends Check {
  readonly failure: Failure;
}

export const listed = (failure: Failure, check: Check): ListedCheck => ({ ...check, failure });

/** Keeps the facts that a check reads to those that it says it needs. */
export const defineCheck = <const Need extends FactName, const Want extends FactName = never>(
  check: Check<Need, Want>,
): Check<Need, Want> => check;
