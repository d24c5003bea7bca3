import { isComparison, SWAPPED, type Binary, type Expr } from '../promql/expr';
import { print } from '../promql/print';
import { normalText } from './normal-form';

/** How the results of an expression differ from those of another one, whatever its series are. */
export interface Narrowing {
  readonly kind: 'fewer' | 'more';
  /** E.g. `> 0.5 is now > 2`. */
  readonly what: string;
}

/**
 * What changed numbers do to the results where that follows from their order: a higher threshold of the same vector leaves
 * fewer results, and so does a lower quantile below it. Undefined: something else differs, or both directions do.
 */
export function narrowing(before: Expr, after: Expr): Narrowing | undefined {
  const found = changesOf(before, after);
  const [first] = found ?? [];
  return first !== undefined && found!.every(({ kind }) => kind === first.kind)
    ? { kind: first.kind, what: found!.map(({ what }) => what).join(' and ') }
    : undefined;
}

/** Undefined: they cannot be compared. None: they mean the same. */
function changesOf(before: Expr, after: Expr): readonly Narrowing[] | undefined {
  if (normalText(before) === normalText(after)) return [];
  if (before.node !== 'binary' || after.node !== 'binary') return undefined;
  const { operator } = before;
  if (isComparison(operator)) return ofComparison(before, after);
  if (operator !== after.operator) return undefined;
  if (operator !== 'and' && operator !== 'or' && operator !== 'unless') return undefined;
  if (JSON.stringify(before.matching) !== JSON.stringify(after.matching)) return undefined;
  const [left, right] = [changesOf(before.left, after.left), changesOf(before.right, after.right)];
  if (left === undefined || right === undefined) return undefined;
  // What the left side loses lets through what it hid, which may have other labels.
  if (operator === 'or' && before.matching !== undefined && left.length > 0) return undefined;
  return [...left, ...(operator === 'unless' ? right.map(inverted) : right)];
}

const inverted = ({ kind, what }: Narrowing): Narrowing => ({
  kind: kind === 'fewer' ? 'more' : 'fewer',
  what,
});

/** A comparison of a vector with a number, the vector first. */
function thresholdOf({ operator, left, right, bool }: Binary) {
  if (!isComparison(operator) || operator === '==' || operator === '!=' || bool) return undefined;
  if (right.node === 'number') return { vector: left, operator, value: right.value };
  if (left.node === 'number') return { vector: right, operator: SWAPPED[operator], value: left.value };
  return undefined;
}

function ofComparison(before: Binary, after: Binary): readonly Narrowing[] | undefined {
  const [own, other] = [thresholdOf(before), thresholdOf(after)];
  if (own === undefined || other === undefined || own.operator !== other.operator) return undefined;
  const isLowerBound = own.operator.startsWith('>');
  const direction = (isHigher: boolean): Narrowing['kind'] => (isHigher === isLowerBound ? 'fewer' : 'more');
  const quantiles = quantilesOf(own.vector, other.vector);
  if (quantiles === undefined) return undefined;
  return [
    ...(own.value === other.value
      ? []
      : [
          {
            kind: direction(other.value > own.value),
            what: `${own.operator} ${own.value} is now ${other.operator} ${other.value}`,
          },
        ]),
    ...quantiles.map(([from, to]) => ({
      kind: direction(to < from),
      what: `quantile ${from} is now ${to}`,
    })),
  ];
}

/** Quantiles of one vector that differ. Undefined: the vectors differ in something else. */
function quantilesOf(
  before: Expr,
  after: Expr,
): readonly (readonly [from: number, to: number])[] | undefined {
  if (normalText(before) === normalText(after)) return [];
  if (before.node !== 'call' || after.node !== 'call') return undefined;
  if (before.name !== 'histogram_quantile' || after.name !== 'histogram_quantile') return undefined;
  const [[from, buckets], [to, others]] = [before.args, after.args];
  return from?.node === 'number' && to?.node === 'number' && print(buckets!) === print(others!)
    ? [[from.value, to.value]]
    : undefined;
}
