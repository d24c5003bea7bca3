import type { Labels } from '../../certify/engine/series';
import type { Expr } from '../../promql/expr';
import { selectorsIn, type Leaf } from './leaves';

/** A label with the same value in all series of a case. */
export interface SharedLabel {
  readonly label: string;
  /** Empty: the series do not have it. */
  readonly value: string;
}

export const hasLabel = (labels: Labels, { label, value }: SharedLabel): boolean =>
  (labels[label] ?? '') === value;

/** Labels of which a selector has several values. */
export function sharedLabels(leaves: readonly Leaf[], changed: ReadonlySet<string>): readonly SharedLabel[] {
  const found = new Map<string, SharedLabel>();
  for (const { variants } of leaves)
    for (const label of new Set(variants.flatMap((each) => Object.keys(each))))
      for (const value of new Set(variants.map((each) => each[label] ?? '')))
        found.set(JSON.stringify([label, value]), { label, value });
  const all = [...found.values()];
  return [...all, ...all.filter(({ label }) => changed.has(label))];
}

/** Labels that a selector of one rule matches otherwise than those of the other one. */
export function changedLabels(own: readonly Expr[], others: readonly Expr[]): ReadonlySet<string> {
  const [mine, theirs] = [own, others].map(
    (exprs) =>
      new Map(
        selectorsIn(exprs).flatMap(({ name, matchers }) =>
          matchers.map(({ label, operator, value }) => [
            JSON.stringify([name, label, operator, value]),
            label,
          ]),
        ),
      ),
  ) as [Map<string, string>, Map<string, string>];
  return new Set([
    ...[...mine].flatMap(([key, label]) => (theirs.has(key) ? [] : [label])),
    ...[...theirs].flatMap(([key, label]) => (mine.has(key) ? [] : [label])),
  ]);
}
