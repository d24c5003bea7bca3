import type { InstantVector } from '../promql/build';
import type { GoldenSignals } from '../rules/golden-signals';
import type { Scope } from '../rules/scope';
import type { Slo } from '../slo/slo';

/** The service whose names the pages show. It has golden signals and an objective of each kind. */
export interface ShownService extends Scope {
  readonly signals: GoldenSignals;
  /** The first one stands for all. */
  readonly slos: readonly [Slo, ...Slo[]];
}

/** What some queries need of a service: golden signals, their latency, a number of pods, or a Deployment. */
export type Need = 'signals' | 'latency' | 'replicas' | 'deployment';

/** A query to run first when an alert fires. */
export interface FirstQuery {
  /** The question that the query answers, and how to read its result. */
  readonly ask: string;
  /** A service without it has no such query. @default every service has it */
  readonly needs?: Need;
  readonly query: (service: ShownService) => InstantVector;
}

/** The first queries of each page, by the alert's symptom. */
export type FirstQueries = Readonly<Record<string, readonly [FirstQuery, ...FirstQuery[]]>>;
