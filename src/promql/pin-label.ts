import { withLabels } from './call';
import { valueType } from './check';
import {
  children,
  mapExpr,
  type Aggregation,
  type Binary,
  type Call,
  type Expr,
  type Selector,
} from './expr';
import { vectorOf } from './vector';

/** A label that all series of interest have with one value, such as `cluster`. */
export interface PinnedLabel {
  readonly label: string;
  readonly value: string;
}

/** Aggregations whose results are series of the input, with all their labels. */
const SELECTING: ReadonlySet<string> = new Set(['topk', 'bottomk']);

/**
 * The same expression over a store of series with several values of a label: it reads those with one value, and its
 * results keep the label. What it yields is what the expression yields over these series alone, where they do not have the
 * label, and with the label added.
 */
export function pinLabel(expr: Expr, pinned: PinnedLabel): Expr {
  return mapExpr(expr, {
    selector: (selector) => pinnedSelector(selector, pinned),
    node: (node) => {
      switch (node.node) {
        case 'aggregation':
          return pinnedGrouping(node, pinned);
        case 'binary':
          return pinnedMatching(node, pinned);
        default:
          return node;
      }
    },
  });
}

function pinnedSelector(selector: Selector, { label, value }: PinnedLabel): Selector {
  const isPinned = selector.matchers.some(
    (matcher) => matcher.label === label && matcher.operator === '=' && matcher.value === value,
  );
  return isPinned
    ? selector
    : { ...selector, matchers: [{ label, operator: '=', value }, ...selector.matchers] };
}

/** An aggregation into one series stays one: it has no labels. */
function pinnedGrouping(aggregation: Aggregation, { label }: PinnedLabel): Aggregation {
  const { grouping } = aggregation;
  if (grouping?.mode !== 'by' || grouping.labels.length === 0) return aggregation;
  return { ...aggregation, grouping: { mode: 'by', labels: including(grouping.labels, label) } };
}

/** Where only one side has the label, the other one gets it, so that the same series match as before. */
function pinnedMatching(binary: Binary, pinned: PinnedLabel): Binary {
  const { matching } = binary;
  const sides = [binary.left, binary.right] as const;
  const isSameForAll = matching?.mode === 'on' && matching.labels.length === 0;
  if (isSameForAll || sides.some((side) => valueType(side) !== 'vector')) return binary;
  const [isLeft, isRight] = [hasLabel(binary.left, pinned), hasLabel(binary.right, pinned)];
  if (!isLeft && !isRight) return binary;
  const labelled = (side: Expr, has: boolean): Expr => (has ? side : addLabel(side, pinned));
  return {
    ...binary,
    left: labelled(binary.left, isLeft),
    right: labelled(binary.right, isRight),
    ...(matching?.mode === 'on'
      ? { matching: { ...matching, labels: including(matching.labels, pinned.label) } }
      : {}),
  };
}

const including = (labels: readonly string[], label: string): readonly string[] =>
  labels.includes(label) ? labels : [label, ...labels];

const addLabel = (expr: Expr, { label, value }: PinnedLabel): Expr =>
  withLabels(vectorOf(expr, []), { [label]: value }).expr;

/** Whether all results of a pinned vector have the label. */
function hasLabel(expr: Expr, pinned: PinnedLabel): boolean {
  switch (expr.node) {
    case 'number':
    case 'string':
      return false;
    case 'selector':
      return true;
    case 'range':
    case 'subquery':
    case 'negation':
      return children(expr).every((child) => hasLabel(child, pinned));
    case 'aggregation':
      return keepsLabel(expr, pinned) && hasLabel(expr.expr, pinned);
    case 'call':
      return callHasLabel(expr, pinned);
    case 'binary':
      return binaryHasLabel(expr, pinned);
  }
}

function keepsLabel({ operator, grouping }: Aggregation, { label }: PinnedLabel): boolean {
  if (SELECTING.has(operator)) return true;
  if (grouping?.mode === 'without') return !grouping.labels.includes(label);
  return grouping?.labels.includes(label) === true;
}

function callHasLabel({ name, args }: Call, pinned: PinnedLabel): boolean {
  if (name === 'scalar') return false;
  const [input] = args;
  const target = args[1];
  if (name === 'label_replace' && target?.node === 'string' && target.value === pinned.label) return true;
  if (input === undefined || !name.startsWith('absent')) return args.some((arg) => hasLabel(arg, pinned));
  // The result has the labels that the selector compares with =, unless it compares one of them twice.
  const selector = input.node === 'range' ? input.selector : input;
  return (
    selector.node === 'selector' &&
    selector.matchers.filter(({ label }) => label === pinned.label).length === 1
  );
}

function binaryHasLabel({ operator, left, right, matching }: Binary, pinned: PinnedLabel): boolean {
  const sides = [left, right].filter((side) => valueType(side) === 'vector');
  const [first, last] = [sides[0], sides.at(-1)].map((side) => side !== undefined && hasLabel(side, pinned));
  if (operator === 'and' || operator === 'unless') return first!;
  if (matching?.group !== undefined) return matching.group.side === 'left' ? first! : last!;
  const isKept =
    operator === 'or' ||
    matching === undefined ||
    matching.labels.includes(pinned.label) === (matching.mode === 'on');
  return isKept && first! && last!;
}
