import { constantLabel } from '../../promql/constant-label';
import { walk, type Call, type Expr } from '../../promql/expr';
import { withoutName } from './join';
import { Unsupported, type Samples, type Vector } from './series';

/** What is evaluated, as a vector. */
export const vectorOf = (value: Vector | number): Vector =>
  typeof value === 'number' ? [{ labels: {}, value }] : value;

/** Elements that a change keeps, with their new values. */
export const filtered = (vector: Vector, change: (value: number) => number | undefined): Vector =>
  vector.flatMap(({ labels, value }) => {
    const changed = change(value);
    return changed === undefined ? [] : [{ labels, value: changed }];
  });

/** All elements with new values, which are of no metric any more. */
export function mapped(input: Vector | number, change: (value: number) => number): Vector | number {
  return typeof input === 'number'
    ? change(input)
    : input.map(({ labels, value }) => ({ labels: withoutName(labels), value: change(value) }));
}

/** Sets a label to a constant. What another label holds may be unknown. */
export function labelled(call: Call, vector: Vector): Vector {
  const set = constantLabel(call);
  if (set === undefined) throw new Unsupported('what label_replace takes from a label is not simulated');
  return vector.map(({ labels, value }) => ({ labels: { ...labels, [set.label]: set.value }, value }));
}

/** `absent` keeps the labels of equality matchers. */
export function equalLabels(expr: Expr): Readonly<Record<string, string>> {
  if (expr.node !== 'selector') return {};
  return Object.fromEntries(
    expr.matchers.filter(({ operator }) => operator === '=').map(({ label, value }) => [label, value]),
  );
}

/** A simulated native histogram is the number of its observations. */
export function counts(
  { nativeHistograms }: Pick<Samples, 'nativeHistograms'>,
  histograms: Expr,
  value: Vector | number,
): Vector | number {
  const read = [...walk(histograms)].flatMap((node) => (node.node === 'selector' ? [node.name ?? ''] : []));
  if (read.every((name) => nativeHistograms?.has(name) === true)) return value;
  throw new Unsupported(
    'the function histogram_count of a metric that is not declared as a native histogram',
  );
}
