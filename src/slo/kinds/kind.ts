import type * as z from 'zod';
import type { PartProblem } from '../../findings/finding';
import type { Countable, Metric } from '../../metrics/metric';
import type { InstantVector } from '../../promql/build';
import type { Scope } from '../../rules/scope';
import type { DurationHistogram } from '../../rules/durations/index';
import type { Events } from '../events';
import type { Minutes } from '../minutes';
import type { Objective } from '../objective';

/** Everything that rules, dashboards, queries and runbooks need to know about one kind of objective. */
export interface SloKind<S extends Objective = Objective> {
  /** The function that makes one, as the reference lists it. */
  readonly definedBy: string;
  /** The fields that one writes. */
  readonly schema: z.ZodObject;
  /** The metrics that it reads, for checks against a contract. */
  metrics(slo: S): readonly Metric[];
  /** How its events are counted: by counters, or once a minute. */
  events(slo: S, scope: Scope): Events | Minutes;
  /** Problems that only show where a service runs. @default none */
  placed?(slo: S, scope: Scope): readonly PartProblem[];
  readonly words: SloWords;
  /** What good requests do: `do not fail`. */
  promise(slo: S): string;
  /** The limits that it sets for panels of golden signals, and for the buckets of its histogram. */
  limits(slo: S): SloLimits;
  /** Queries of its runbook pages. */
  readonly runbook: {
    /** The budget burns: which events are bad? */
    readonly burn: readonly SloQuery<S>[];
    /** Nothing is counted: are its series there? */
    readonly dataMissing: readonly SloQuery<S>[];
  };
}

/** Words for events and for bad ones, one for each place in a sentence. */
export interface SloWords {
  /** What is counted, in the plural: `requests`. */
  readonly events: string;
  /** Before the name of the service: `requests to`. */
  readonly eventsOf: string;
  /** `Too many requests … fail`. */
  readonly present: string;
  /** `requests that failed`. */
  readonly past: string;
  /** `the requests are failing`. */
  readonly state: string;
}

/** What an objective limits; a kind sets what applies to it. */
export interface SloLimits {
  /** The requests whose failures it limits. */
  readonly failuresOf?: Countable;
  /** The durations above which a request is bad. */
  readonly latency?: { readonly durations: DurationHistogram; readonly threshold: number };
}

/** A question and its query, for people who handle an alert. */
interface SloQuery<S extends Objective> {
  readonly ask: string;
  query(slo: S, scope: Scope): InstantVector;
}
