// Written by `npm run docs` from the schemas, and from the descriptions of their fields.
import type { Countable, Gauge } from '../../metrics/metric';
import type { Contract } from '../../metrics/contract';
import type { DurationHistogram } from '../../rules/durations/index';
import type { ValueMatcher } from '../../promql/matchers';
import type { Duration } from '../../promql/window';
import type { Condition } from './time-slice';

export interface ObjectiveFields {
  /**
   * Unique in its service: the `slo` label of rules and alerts, and part of group names. Renaming it starts a new
   * history.
   */
  readonly name: string;
  /** Good events in percent, e.g. `99.9`. */
  readonly objective: number;
  /** Time over which the objective holds, in whole days, e.g. `30d`. */
  readonly period: Duration;
  /**
   * Events, bad or good, that the long window of a tier must hold before its alert fires; 0: any. By default it must
   * hold 5 bad events, so that no single failure alerts.
   */
  readonly minimumEvents?: number;
  /** Severity of single tiers, or `off`. By default pages are critical and tickets are warnings. @default {} */
  readonly tiers?: {
    /** Severity of the tier page-fast, or `off`. */
    readonly 'page-fast'?: 'critical' | 'warning' | 'info' | 'off';
    /** Severity of the tier page-slow, or `off`. */
    readonly 'page-slow'?: 'critical' | 'warning' | 'info' | 'off';
    /** Severity of the tier ticket-fast, or `off`. */
    readonly 'ticket-fast'?: 'critical' | 'warning' | 'info' | 'off';
    /** Severity of the tier ticket-slow, or `off`. */
    readonly 'ticket-slow'?: 'critical' | 'warning' | 'info' | 'off';
  };
  /**
   * `fitting` shortens windows that would alert while the service is on budget; `standard` keeps those of the SRE
   * workbook, and rejects such an objective.
   * @default fitting
   */
  readonly windows?: 'fitting' | 'standard';
}

export interface AvailabilityFields<
  Requests = Countable,
  Errors = Readonly<Record<string, string | ValueMatcher>> | Countable,
  Counted = Readonly<Record<string, string | ValueMatcher>>,
> extends ObjectiveFields {
  /**
   * Events that count, e.g. `{ endpoint: not('unmatched') }`; empty: all. Requests to unknown paths are fast and free
   * of errors, in any number: counted, they would hide an outage.
   * @default {}
   */
  readonly counted?: Counted;
  /** Counts all requests: a counter, or the count of a histogram, native histogram or summary. */
  readonly requests: Requests;
  /** Which of the counted requests are errors, e.g. `{ status: matching('5..') }`; or the metric that counts errors. */
  readonly errors: Errors;
}

export interface LatencyFields<
  Durations = DurationHistogram,
  Threshold = number,
  Counted = Readonly<Record<string, string | ValueMatcher>>,
> extends ObjectiveFields {
  /**
   * Events that count, e.g. `{ endpoint: not('unmatched') }`; empty: all. Requests to unknown paths are fast and free
   * of errors, in any number: counted, they would hide an outage.
   * @default {}
   */
  readonly counted?: Counted;
  /** Histogram of the durations of all requests, classic or native. */
  readonly durations: Durations;
  /** Longest duration that is good: one of the histogram's bucket bounds, in its unit. */
  readonly threshold: Threshold;
}

export interface RatioFields<
  Total = Countable,
  Bad = Readonly<Record<string, string | ValueMatcher>> | Countable,
  Good = Readonly<Record<string, string | ValueMatcher>> | Countable,
  Counted = Readonly<Record<string, string | ValueMatcher>>,
> extends ObjectiveFields {
  /**
   * Events that count, e.g. `{ endpoint: not('unmatched') }`; empty: all. Requests to unknown paths are fast and free
   * of errors, in any number: counted, they would hide an outage.
   * @default {}
   */
  readonly counted?: Counted;
  /** Counts all events: a counter, or the count of a histogram, native histogram or summary. */
  readonly total: Total;
  /** Which of the counted events are bad, by their labels; or the metric that counts bad events. */
  readonly bad?: Bad;
  /** Which of the counted events are good, or the metric that counts them; instead of `bad`. */
  readonly good?: Good;
}

export interface TimeSliceFields extends ObjectiveFields {
  /**
   * What holds in a good minute: a comparison such as `lt(select(age, targets), 60)`. It must hold for every series of
   * its left side.
   */
  readonly good: Condition;
  /**
   * Minutes in which the left side has no series. `unknown`: they do not count, coverage falls, and SloDataMissing
   * opens a ticket. `bad`: they are bad minutes.
   * @default unknown
   */
  readonly noData?: 'unknown' | 'bad';
}

export interface ProbeFields<
  Success = Gauge,
  Counted = Readonly<Record<string, string | ValueMatcher>>,
> extends ObjectiveFields {
  /**
   * Events that count, e.g. `{ endpoint: not('unmatched') }`; empty: all. Requests to unknown paths are fast and free
   * of errors, in any number: counted, they would hide an outage.
   * @default {}
   */
  readonly counted?: Counted;
  /** Gauge that is 1 after a probe that succeeded and 0 after one that failed, as `probe_success`. */
  readonly success: Success;
}

export interface PromqlFields extends ObjectiveFields {
  /** The metric table that the expressions read: that of the service. */
  readonly metrics: Contract;
  /**
   * Counts all events: a counter, or a sum of counters, e.g. `requests_total{code!='404'} + jobs_total`. The labels of
   * the service, such as `namespace` and `job`, are added to every selector.
   */
  readonly total: string;
  /** Counts the bad ones of these events, in the same way. */
  readonly bad?: string;
  /** Counts the good ones of these events, instead of `bad`. */
  readonly good?: string;
}
