import type { Finding, FindingSeverity } from '../findings/finding';
import type { LatencyThreshold, Plan, PlannedLabel, PlannedMetric } from './plan';

/** What a check finds: a finding without what the check itself knows. */
export interface Remark extends Pick<Finding, 'path' | 'message' | 'found' | 'expected' | 'fix'> {
  /** @default the plan as a whole */
  readonly metric?: PlannedMetric;
  /** Line of the plan, from 1. @default that of the metric */
  readonly line?: number;
}

/** What is reviewed, and for what. */
export interface Review {
  readonly plan: Plan;
  readonly thresholds: readonly LatencyThreshold[];
}

/** One question about the design of metrics. */
export interface ReviewCheck {
  readonly id: string;
  readonly severity: FindingSeverity;
  readonly question: string;
  /** Where its subject is documented. */
  readonly see: string;
  readonly find: (review: Review) => readonly Remark[];
}

type About<T> = (subject: T) => Omit<Remark, 'metric'> | undefined;

/** Asks about every metric. */
export const ofMetrics =
  (ask: (metric: PlannedMetric, review: Review) => Omit<Remark, 'metric'> | undefined): ReviewCheck['find'] =>
  (review) =>
    review.plan.metrics.flatMap((metric) => about(metric, ask(metric, review)));

/** Asks about every label of every metric. */
export const ofLabels =
  (
    ask: (label: PlannedLabel, metric: PlannedMetric) => ReturnType<About<PlannedLabel>>,
  ): ReviewCheck['find'] =>
  ({ plan }) =>
    plan.metrics.flatMap((metric) => metric.labels.flatMap((label) => about(metric, ask(label, metric))));

const about = (metric: PlannedMetric, remark: Omit<Remark, 'metric'> | undefined): readonly Remark[] =>
  remark === undefined ? [] : [{ ...remark, metric }];

export const NAMING = 'https://prometheus.io/docs/practices/naming/';
export const INSTRUMENTATION = 'https://prometheus.io/docs/practices/instrumentation/';
export const HISTOGRAMS = 'https://prometheus.io/docs/practices/histograms/';
