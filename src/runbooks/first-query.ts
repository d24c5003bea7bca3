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

/** A query to run first when an alert fires. */
export interface FirstQuery {
  /** The question that the query answers, and how to read its result. */
  readonly ask: string;
  readonly query: (service: ShownService) => InstantVector;
}

/** The first queries of each page, by the alert's symptom. */
export type FirstQueries = Readonly<Record<string, readonly [FirstQuery, ...FirstQuery[]]>>;
