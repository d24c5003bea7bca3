import type { Binary, Matching } from '../../promql/expr';
import { both, factOf, keep, remove, withLabels, type LabelFact, type Shape } from './shape';

/** Series of an arithmetic operator or a comparison between two vectors. */
export function joined(left: Shape, right: Shape, matching: Matching | undefined): Shape {
  const { group } = matching ?? {};
  // The many side keeps its labels, the one side adds only the included ones.
  const many = group?.side === 'right' ? right : left;
  const one = group?.side === 'right' ? left : right;
  const agreed = withLabels(
    many,
    new Map(
      matchedLabels(left, right, matching).map((label) => [
        label,
        both(factOf(many, label), factOf(one, label)),
      ]),
    ),
  );
  if (group !== undefined)
    return withLabels(agreed, new Map(group.include.map((label) => [label, factOf(one, label)])));
  if (matching?.mode === 'on')
    return keep(
      agreed,
      matching.labels,
      `on (${matching.labels.join(', ')}) keeps ${matching.labels.join(', ') || 'no label'}`,
    );
  const rest = remove(agreed, matching?.labels ?? []);
  return right.others === 'never'
    ? { ...rest, others: 'never', because: rest.because ?? right.because! }
    : rest;
}

/** Labels whose values must be equal, as far as they are known by name. */
function matchedLabels(left: Shape, right: Shape, matching: Matching | undefined): readonly string[] {
  if (matching?.mode === 'on') return matching.labels;
  const names = new Set([...left.labels.keys(), ...right.labels.keys()]);
  return [...names].filter((label) => !(matching?.labels ?? []).includes(label));
}

/** A label on which no series of the left and the right can agree. */
export interface Mismatch {
  readonly label: string;
  /** The side that never has the label; undefined if both have it, but never with the same value. */
  readonly lacking?: 'left' | 'right';
}

/** Why series of two vectors never match; undefined if they may. */
export function mismatch({ matching }: Binary, left: Shape, right: Shape): Mismatch | undefined {
  for (const label of matchedLabels(left, right, matching)) {
    const [ofLeft, ofRight] = [factOf(left, label), factOf(right, label)];
    if (ofLeft.presence === 'always' && ofRight.presence === 'never') return { label, lacking: 'right' };
    if (ofLeft.presence === 'never' && ofRight.presence === 'always') return { label, lacking: 'left' };
    if (disjoint(ofLeft, ofRight)) return { label };
  }
  return undefined;
}

/** No values at all mean a mismatch further inside, which is reported there. */
const disjoint = (left: LabelFact, right: LabelFact): boolean =>
  left.presence === 'always' &&
  right.presence === 'always' &&
  left.values !== undefined &&
  right.values !== undefined &&
  left.values.size > 0 &&
  right.values.size > 0 &&
  ![...left.values].some((value) => right.values!.has(value));
