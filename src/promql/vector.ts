import { InvalidInput } from '../findings/invalid-input';
import type { Expr, Selector } from './expr';
import { print } from './print';

declare const LABELS: unique symbol;

/**
 * An expression whose value is an instant vector, with the label names its series can have: in the type, so that a
 * wrong one does not compile, and at run time for services that are only known then.
 */
export interface InstantVector<L extends string = string> {
  readonly type: 'vector';
  readonly expr: Expr;
  readonly labels: ReadonlySet<string>;
  readonly [LABELS]?: L;
}

/** Whether functions for counters (rate) or for gauges (deriv) apply. */
export type SeriesKind = 'counter' | 'gauge';

/** Series selected by name: the only vectors that take a range without a subquery. */
export interface Series<
  L extends string = string,
  K extends SeriesKind = SeriesKind,
> extends InstantVector<L> {
  readonly expr: Selector;
  readonly kind: K;
  /** Events in samples that are not numbers, such as those of a native histogram. @default the samples are numbers */
  readonly events?: (samples: InstantVector) => InstantVector;
}

/** An expression whose value is one number without labels. */
export interface Scalar {
  readonly type: 'scalar';
  readonly expr: Expr;
}

export function vectorOf<L extends string>(expr: Expr, labels: Iterable<string>): InstantVector<L> {
  return { type: 'vector', expr, labels: new Set(labels) };
}

export function seriesOf<L extends string, K extends SeriesKind>(
  expr: Selector,
  kind: K,
  labels: Iterable<string>,
): Series<L, K> {
  return { type: 'vector', expr, kind, labels: new Set(labels) };
}

/** @throws InvalidInput when one of `wanted` is not a label of the vector */
export function requireLabels(vector: InstantVector, wanted: readonly string[], where: string): void {
  const unknown = wanted.find((label) => !vector.labels.has(label));
  if (unknown !== undefined)
    throw new InvalidInput({
      resource: `PromQL ${print(vector.expr)}`,
      path: where,
      message: 'the series do not have this label',
      found: unknown,
      fix: `use one of ${[...vector.labels].toSorted().join(', ') || 'none: nothing is left to name'}`,
    });
}
