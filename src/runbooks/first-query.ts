import type { InstantVector } from '../promql/build';
import type { GoldenSignals } from '../rules/golden-signals';
import type { Scope } from '../rules/scope';
import type { Slo } from '../slo/slo';

/** A service as the pages show it: one that has everything that an alert can be about. */
export interface ShownService extends Scope {
  readonly signals: GoldenSignals;
  /** The first one stands for all. */
  readonly slos: readonly [Slo, ...Slo[]];
}

/** What to ask Prometheus first when an alert fires. */
export interface FirstQuery {
  /** The question, and how to read the answer. */
  readonly ask: string;
  readonly query: (service: ShownService) => InstantVector;
}

/** The first queries of each page, by the alert's symptom. */
export type FirstQueries = Readonly<Record<string, readonly [FirstQuery, ...FirstQuery[]]>>;
