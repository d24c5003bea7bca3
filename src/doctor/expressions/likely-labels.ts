import type { Binary, Expr } from '../../promql/expr';
import { exporterOf, RELABELING, TARGET_LABELS } from './exporters';
import { isScalar } from './infer';
import type { Mismatch } from './join';
import { factOf, type Shape } from './shape';

/** A label that series almost certainly have, and why. */
interface LikelyMismatch extends Required<Mismatch> {
  /** As a clause for messages, e.g. `the left side is grouped by pod`. */
  readonly because: string;
  /** Whether the side with the label is the plain series of an exporter, with all of their labels. */
  readonly whole: boolean;
}

/**
 * Labels that an expression was grouped by, which would be pointless without them, and those of an exporter's series.
 * @returns the reason of each: the grouping, or the exporter
 */
export function likelyLabels(expr: Expr): ReadonlyMap<string, string | undefined> {
  const exporter = exporterOf(expr);
  if (exporter !== undefined) return new Map(TARGET_LABELS.map((label) => [label, exporter]));
  switch (expr.node) {
    case 'subquery':
    case 'negation':
      return likelyLabels(expr.expr);
    case 'aggregation': {
      const { operator, grouping } = expr;
      if (operator === 'topk' || operator === 'bottomk') return likelyLabels(expr.expr);
      const labels = grouping?.mode === 'by' ? grouping.labels : [];
      return new Map(labels.map((label) => [label, undefined]));
    }
    case 'call': {
      const vector = RELABELING.includes(expr.name) ? undefined : expr.args.find((arg) => !isScalar(arg));
      const labels = vector === undefined ? new Map<string, undefined>() : likelyLabels(vector);
      return expr.name.startsWith('histogram_') ? without(labels, ['le']) : labels;
    }
    case 'binary': {
      const { operator, left, right, matching } = expr;
      if (isScalar(left)) return likelyLabels(right);
      if (isScalar(right) || operator === 'and' || operator === 'unless') return likelyLabels(left);
      if (operator === 'or' || matching?.group !== undefined) return new Map();
      const [ofLeft, ofRight] = [likelyLabels(left), likelyLabels(right)];
      const joined = new Map([...ofLeft].filter(([label]) => ofRight.has(label)));
      return matching?.mode === 'on'
        ? new Map([...joined].filter(([label]) => matching.labels.includes(label)))
        : without(joined, matching?.labels ?? []);
    }
    default:
      return new Map();
  }
}

const without = (labels: ReadonlyMap<string, string | undefined>, names: readonly string[]) =>
  new Map([...labels].filter(([label]) => !names.includes(label)));

/** The label that one side of an operator almost certainly has, and the other one never. */
export function likelyMismatch(
  { left, right, matching }: Binary,
  shapes: { readonly left: Shape; readonly right: Shape },
): LikelyMismatch | undefined {
  for (const [side, other] of [
    ['left', 'right'],
    ['right', 'left'],
  ] as const) {
    for (const [label, exporter] of likelyLabels(side === 'left' ? left : right)) {
      const matched =
        matching?.mode === 'on' ? matching.labels.includes(label) : !matching?.labels.includes(label);
      if (!matched || factOf(shapes[other], label).presence !== 'never') continue;
      return {
        label,
        lacking: other,
        because:
          exporter === undefined
            ? `the ${side} side is grouped by ${label}`
            : `the ${side} side has the labels of ${exporter}`,
        whole: exporter !== undefined,
      };
    }
  }
  return undefined;
}
