import { InvalidInput } from '../findings/invalid-input';
import {
  type ArithmeticOperator,
  type Binary,
  type ComparisonOperator,
  type Expr,
  type Matching,
  type SetOperator,
} from './expr';
import { print } from './print';
import { requireLabels, vectorOf, type InstantVector, type Scalar } from './vector';

type Constant = number | Scalar;

/** Joins two vectors on some of their labels, or on all but some. */
type On<K extends string> = { readonly on: readonly K[] };
type Ignoring<K extends string> = { readonly ignoring: readonly K[] };
/** The left side may have several partners; the result keeps its labels and takes these from the right. */
type GroupLeft<G extends string> = { readonly groupLeft: readonly G[] };

/** Without on or ignoring, two series match only if all their labels do. Labels known at run time are checked then. */
type SameLabels<L extends string, R extends string> = string extends L | R
  ? unknown
  : [L, R] extends [R, L]
    ? unknown
    : { readonly needs: 'on or ignoring, because the labels differ' };

/** What a comparison of a vector has in its type beyond other vectors. */
export interface Compared {
  readonly comparison: ComparisonOperator;
}

/** A vector with the series of another one for which a comparison holds. */
export type Comparison<L extends string = string> = InstantVector<L> & Compared;

/** @typeParam M of results with the series of the left side */
interface Operator<M> {
  <L extends string>(left: InstantVector<L>, right: Constant): InstantVector<L> & M;
  <L extends string>(left: Constant, right: InstantVector<L>): InstantVector<L>;
  <L extends string, R extends string>(
    left: InstantVector<L>,
    right: InstantVector<R> & SameLabels<L, R>,
  ): InstantVector<L> & M;
  <L extends string, R extends string, const K extends L & R, const G extends Exclude<R, K>>(
    left: InstantVector<L>,
    right: InstantVector<R>,
    join: On<K> & GroupLeft<G>,
  ): InstantVector<L | G> & M;
  <L extends string, R extends string, const K extends L & R>(
    left: InstantVector<L>,
    right: InstantVector<R>,
    join: On<K>,
  ): InstantVector<K> & M;
  <L extends string, R extends string, const K extends L | R>(
    left: InstantVector<L>,
    right: InstantVector<R>,
    join: Ignoring<K>,
  ): InstantVector<Exclude<L, K>> & M;
}

export type Combine = Operator<unknown>;
export type Compare = Operator<Compared>;

export interface Filter {
  <L extends string, R extends string>(
    left: InstantVector<L>,
    right: InstantVector<R> & SameLabels<L, R>,
  ): InstantVector<L>;
  <L extends string, R extends string, const K extends L & R>(
    left: InstantVector<L>,
    right: InstantVector<R>,
    join: On<K>,
  ): InstantVector<L>;
}

export type Union = <L extends string, R extends string, const K extends L & R>(
  left: InstantVector<L>,
  right: InstantVector<R>,
  join?: On<K>,
) => InstantVector<L | R>;

interface Join {
  readonly on?: readonly string[];
  readonly ignoring?: readonly string[];
  readonly groupLeft?: readonly string[];
}

export function combine(operator: ArithmeticOperator | ComparisonOperator): Combine {
  return ((left: InstantVector | Constant, right: InstantVector | Constant, join?: Join) => {
    if (isVector(left) && isVector(right)) {
      const matching = matchingOf(operator, left, right, join);
      return vectorOf(binary(operator, left, right, matching), joinedLabels(left, right, join));
    }
    const labels = [left, right].flatMap((side) => (isVector(side) ? [...side.labels] : []));
    return vectorOf(binary(operator, left, right), labels);
  }) as Combine;
}

export function compare(comparison: ComparisonOperator): Compare {
  const combined = combine(comparison) as (...operands: readonly unknown[]) => InstantVector;
  return ((...operands: readonly unknown[]) => ({ ...combined(...operands), comparison })) as Compare;
}

export function set(operator: SetOperator) {
  return (left: InstantVector, right: InstantVector, join?: Join): InstantVector => {
    const matching =
      operator === 'or' && join === undefined ? undefined : matchingOf(operator, left, right, join);
    const labels = operator === 'or' ? [...left.labels, ...right.labels] : left.labels;
    return vectorOf(binary(operator, left, right, matching), labels);
  };
}

function binary(
  operator: Binary['operator'],
  left: InstantVector | Constant,
  right: InstantVector | Constant,
  matching?: Matching,
): Binary {
  return {
    node: 'binary',
    operator,
    left: toExpr(left),
    right: toExpr(right),
    ...(matching === undefined ? {} : { matching }),
  };
}

/** @throws InvalidInput when the two sides can never have a series in common */
function matchingOf(
  operator: string,
  left: InstantVector,
  right: InstantVector,
  { on, ignoring, groupLeft }: Join = {},
): Matching | undefined {
  const reject = (field: string, problem: string, got: string, fix: string): never => {
    const resource = `PromQL ${print(left.expr)} ${operator} ${print(right.expr)}`;
    throw new InvalidInput({ resource, path: field, message: problem, found: got, fix });
  };
  const group = groupLeft === undefined ? {} : { group: { side: 'left' as const, include: groupLeft } };
  if (on !== undefined) {
    requireLabels(left, on, `${operator} on`);
    requireLabels(right, [...on, ...(groupLeft ?? [])], `${operator} on`);
    const twice = groupLeft?.find((label) => on.includes(label));
    if (twice !== undefined)
      reject(
        'groupLeft',
        'the two sides are joined on this label already',
        twice,
        'leave it out: the result has it already',
      );
    return { mode: 'on', labels: on, ...group };
  }
  const either = { ...left, labels: new Set([...left.labels, ...right.labels]) };
  requireLabels(either, ignoring ?? [], `${operator} ignoring`);
  const ignored = new Set(ignoring);
  const differing = [...either.labels].filter(
    (label) => !ignored.has(label) && left.labels.has(label) !== right.labels.has(label),
  );
  if (differing.length > 0)
    reject(
      'matching',
      'the two sides never have the same labels',
      differing.join(', '),
      'name the common labels with on, or the differing ones with ignoring',
    );
  return ignoring === undefined ? undefined : { mode: 'ignoring', labels: ignoring, ...group };
}

function joinedLabels(left: InstantVector, right: InstantVector, join: Join | undefined): Iterable<string> {
  if (join?.groupLeft !== undefined) return [...left.labels, ...join.groupLeft];
  if (join?.on !== undefined) return join.on;
  return [...left.labels].filter((label) => right.labels.has(label) && !join?.ignoring?.includes(label));
}

function isVector(operand: InstantVector | Constant): operand is InstantVector {
  return typeof operand !== 'number' && operand.type === 'vector';
}

function toExpr(operand: InstantVector | Constant): Expr {
  return typeof operand === 'number' ? { node: 'number', value: operand } : operand.expr;
}
