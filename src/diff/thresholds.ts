import { thresholdIn, type Threshold } from '../doctor/expressions/threshold';
import { isComparison, type Binary, type Expr } from '../promql/expr';
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
  const conditions = ofCondition(before, after);
  if (conditions !== undefined) return conditions;
  if (before.node !== 'binary' || after.node !== 'binary') return ofSelection(before, after);
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

/** A condition or an alternative that one side has around the other: `x and y` has fewer results than `x`, `x or y` more. */
function ofCondition(before: Expr, after: Expr): readonly Narrowing[] | undefined {
  const added = conditionIn(after, before);
  if (added !== undefined) return [{ kind: added.kind, what: `${added.text} is added` }];
  const removed = conditionIn(before, after);
  return removed && [{ ...inverted({ kind: removed.kind, what: '' }), what: `${removed.text} is removed` }];
}

function conditionIn(
  expr: Expr,
  inner: Expr,
): { readonly kind: Narrowing['kind']; readonly text: string } | undefined {
  if (expr.node !== 'binary' || normalText(expr.left) !== normalText(inner)) return undefined;
  const { operator, right, matching } = expr;
  if (operator !== 'and' && operator !== 'unless' && operator !== 'or') return undefined;
  const on = matching === undefined ? '' : ` ${matching.mode} (${matching.labels.join(', ')})`;
  return { kind: operator === 'or' ? 'more' : 'fewer', text: `${operator}${on} ${print(right)}` };
}

/** Whether fewer or more series of one vector are taken. Other values say nothing without a comparison. */
function ofSelection(before: Expr, after: Expr): readonly Narrowing[] | undefined {
  const found = ofVector(before, after);
  return found === undefined || found.some(({ of }) => of === 'quantile')
    ? undefined
    : found.map(({ of, from, to }) => ({ kind: selected(from, to), what: `${of} ${from} is now ${to}` }));
}

const inverted = ({ kind, what }: Narrowing): Narrowing => ({
  kind: kind === 'fewer' ? 'more' : 'fewer',
  what,
});

/** A comparison of a vector with a number by order. */
function thresholdOf(node: Binary): Threshold | undefined {
  const found = thresholdIn(node);
  return found === undefined || found.operator === '==' || found.operator === '!=' || node.bool
    ? undefined
    : unscaled(found);
}

/** `x * 100 > 5` as `x > 0.05`. A division multiplies the number, so that equal thresholds stay equal. */
function unscaled({ side, operator, value }: Threshold): Threshold {
  if (side.node !== 'binary') return { side, operator, value };
  const { left, right } = side;
  const [vector, factor] =
    right.node === 'number' ? [left, right.value] : [right, left.node === 'number' ? left.value : 0];
  if (factor > 0 && side.operator === '*') return { side: vector, operator, value: value / factor };
  if (factor > 0 && side.operator === '/' && vector === left)
    return { side: vector, operator, value: value * factor };
  return { side, operator, value };
}

function ofComparison(before: Binary, after: Binary): readonly Narrowing[] | undefined {
  const [own, other] = [thresholdOf(before), thresholdOf(after)];
  if (own === undefined || other === undefined || own.operator !== other.operator) return undefined;
  const isLowerBound = own.operator.startsWith('>');
  const direction = (isHigher: boolean): Narrowing['kind'] => (isHigher === isLowerBound ? 'fewer' : 'more');
  const inside = ofVector(own.side, other.side);
  if (inside === undefined) return undefined;
  return [
    ...(own.value === other.value
      ? []
      : [
          {
            kind: direction(other.value > own.value),
            what: `${own.operator} ${own.value} is now ${other.operator} ${other.value}`,
          },
        ]),
    ...inside.map(({ of, from, to }) => ({
      // Fewer series are fewer results, whatever they are compared with.
      kind: of === 'quantile' ? direction(to < from) : selected(from, to),
      what: `${of} ${from} is now ${to}`,
    })),
  ];
}

const selected = (from: number, to: number): Narrowing['kind'] => (to < from ? 'fewer' : 'more');

/** A number of a vector that differs: the quantile that is taken, or how many of the series. */
interface ChangedNumber {
  readonly of: 'quantile' | 'topk' | 'bottomk';
  readonly from: number;
  readonly to: number;
}

/** Undefined: the vectors differ in something else than one number whose order is known. */
function ofVector(before: Expr, after: Expr): readonly ChangedNumber[] | undefined {
  if (normalText(before) === normalText(after)) return [];
  const [own, other] = [numberOf(before), numberOf(after)];
  return own !== undefined && other !== undefined && own.of === other.of && own.rest === other.rest
    ? [{ of: own.of, from: own.value, to: other.value }]
    : undefined;
}

const QUANTILES = ['histogram_quantile', 'quantile_over_time'];

/** The number whose order decides, and the text of everything else. */
function numberOf(
  expr: Expr,
): { readonly of: ChangedNumber['of']; readonly value: number; readonly rest: string } | undefined {
  if (expr.node === 'call' && QUANTILES.includes(expr.name)) {
    const [quantile, ...args] = expr.args;
    return quantile?.node === 'number'
      ? { of: 'quantile', value: quantile.value, rest: print({ ...expr, args }) }
      : undefined;
  }
  if (expr.node !== 'aggregation' || expr.parameter?.node !== 'number') return undefined;
  const { parameter, operator } = expr;
  const rest = print({ ...expr, parameter: { node: 'number', value: 1 } });
  return operator === 'quantile' || operator === 'topk' || operator === 'bottomk'
    ? { of: operator, value: parameter.value, rest }
    : undefined;
}
