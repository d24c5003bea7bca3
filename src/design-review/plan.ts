import type { LabelValues } from '../metrics/labels';
import type { UnreadLine } from './unread';

/** What a plan says a metric is; `unknown` where a page does not say. */
export type PlannedKind = 'counter' | 'gauge' | 'histogram' | 'native histogram' | 'summary' | 'unknown';

export interface PlannedLabel {
  readonly name: string;
  /** What it may hold. @default the plan does not say */
  readonly values?: LabelValues;
  /** Values on a page. @default the plan is not a page */
  readonly seen?: readonly string[];
}

/** One metric as planned, or as exposed already. It may be invalid in every part. */
export interface PlannedMetric {
  readonly name: string;
  readonly kind: PlannedKind;
  /** What it says about itself; empty for nothing. @default the form of the plan has no help texts */
  readonly help?: string;
  /** @default none is given */
  readonly unit?: string;
  readonly labels: readonly PlannedLabel[];
  /** Upper bounds without +Inf, as they were given. @default not stated */
  readonly buckets?: readonly number[];
  /** From 1. @default not known */
  readonly line?: number;
  /** Whether it is about other things than the process that exposes it. @default false */
  readonly ofExporter?: true;
}

/** Metrics to review, and where they stand. */
export interface Plan {
  /** As it was given, `-` for standard input; or what it is. */
  readonly source: string;
  /** Whether the source is a contract of the catalog, which has no lines. @default it was read */
  readonly builtIn?: true;
  readonly metrics: readonly PlannedMetric[];
  /** Lines that are not a metric, from 1. */
  readonly prose: readonly number[];
  /** Lines that are meant as metrics and cannot be read. @default none */
  readonly unread?: readonly UnreadLine[];
}

/** Up to which duration requests are good enough, for the histograms that it is about. */
export interface LatencyThreshold {
  readonly seconds: number;
  /** @default every histogram of durations */
  readonly metric?: string;
}
