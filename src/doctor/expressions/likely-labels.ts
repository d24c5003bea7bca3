import type { Binary, Expr } from '../../promql/expr';
import { exporterOf, TARGET_LABELS } from './exporters';
import { isScalar } from './infer';
import type { Mismatch } from './join';
import { objectLabels } from './object-labels';
import { plainSelector, RELABELING } from './plain-series';
import { nameOfSelector, TARGET_SERIES } from './series-catalog';
import { factOf, type Shape } from './shape';

/** Why series have a label that no matcher names. */
export type Source =
  /** They are grouped by it, which would be pointless without it. */
  | { readonly kind: 'grouped' }
  /** They are the plain series of a target. `certain`: of a known exporter, and not recorded under a name without a colon. */
  | { readonly kind: 'series'; readonly of: string; readonly certain: boolean };

/** A label that series almost certainly have, and why. */
interface LikelyMismatch extends Required<Mismatch> {
  /** As a clause for messages, e.g. `the left side is grouped by pod`. */
  readonly because: string;
  readonly source: Source;
}

/** Whether a rule records a name. */
export type IsRecorded = (name: string) => boolean;

const GROUPED: Source = { kind: 'grouped' };

/** Series that every target has, written by Prometheus or by the client library about its process. */
const OF_EVERY_TARGET = /^(process|go|jvm|python|nodejs)_/;

function sourceOf(expr: Expr, isRecorded: IsRecorded): Source | undefined {
  const selector = plainSelector(expr);
  const name = selector === undefined ? undefined : nameOfSelector(selector);
  // Names with a colon are recorded, and ALERTS has the labels of an alert.
  if (name === undefined || name.includes(':') || name.startsWith('ALERTS') || isRecorded(name))
    return undefined;
  const exporter = exporterOf(expr);
  if (exporter !== undefined) return { kind: 'series', of: exporter, certain: true };
  const certain = TARGET_SERIES.includes(name) || OF_EVERY_TARGET.test(name);
  return { kind: 'series', of: 'its target', certain };
}

/** Labels that an expression was grouped by, and those that the scrape attaches to a plain series. */
export function likelyLabels(expr: Expr, isRecorded: IsRecorded = () => false): ReadonlyMap<string, Source> {
  const source = sourceOf(expr, isRecorded);
  if (source !== undefined) return new Map(TARGET_LABELS.map((label) => [label, source]));
  const of = (inner: Expr) => likelyLabels(inner, isRecorded);
  switch (expr.node) {
    case 'subquery':
    case 'negation':
      return of(expr.expr);
    case 'aggregation': {
      const { operator, grouping } = expr;
      if (operator === 'topk' || operator === 'bottomk') return of(expr.expr);
      const labels = grouping?.mode === 'by' ? grouping.labels : [];
      return new Map(labels.map((label) => [label, GROUPED]));
    }
    case 'call': {
      const vector = RELABELING.includes(expr.name) ? undefined : expr.args.find((arg) => !isScalar(arg));
      const labels = vector === undefined ? new Map<string, Source>() : of(vector);
      return expr.name.startsWith('histogram_') ? without(labels, ['le']) : labels;
    }
    case 'binary': {
      const { operator, left, right, matching } = expr;
      if (isScalar(left)) return of(right);
      if (isScalar(right) || operator === 'and' || operator === 'unless') return of(left);
      if (operator === 'or' || matching?.group !== undefined) return new Map();
      const [ofLeft, ofRight] = [of(left), of(right)];
      const joined = new Map([...ofLeft].filter(([label]) => ofRight.has(label)));
      return matching?.mode === 'on'
        ? new Map([...joined].filter(([label]) => matching.labels.includes(label)))
        : without(joined, matching?.labels ?? []);
    }
    default:
      return new Map();
  }
}

const without = (labels: ReadonlyMap<string, Source>, names: readonly string[]) =>
  new Map([...labels].filter(([label]) => !names.includes(label)));

/** The label that one side of an operator almost certainly has, and the other one never. */
export function likelyMismatch(
  { left, right, matching }: Binary,
  shapes: { readonly left: Shape; readonly right: Shape },
  isRecorded: IsRecorded,
): LikelyMismatch | undefined {
  const sides = { left, right };
  for (const [side, other] of [
    ['left', 'right'],
    ['right', 'left'],
  ] as const) {
    for (const [label, source] of likelyLabels(sides[side], isRecorded)) {
      const matched =
        matching?.mode === 'on' ? matching.labels.includes(label) : !matching?.labels.includes(label);
      if (!matched || factOf(shapes[other], label).presence !== 'never') continue;
      return {
        label,
        lacking: other,
        because:
          source.kind === 'grouped'
            ? `the ${side} side is grouped by ${label}`
            : `the ${side} side has the labels of ${source.of}`,
        source,
      };
    }
  }
  return undefined;
}

/** Labels of objects that only one of two plain series of an exporter has, although they have to agree in all others. */
export function differingObjects({
  left,
  right,
  matching,
}: Binary): Readonly<Record<'left' | 'right', readonly string[]>> {
  const exporter = exporterOf(left);
  const [ofLeft, ofRight] = [objectLabels(left), objectLabels(right)];
  if (exporter === undefined || exporter !== exporterOf(right) || !ofLeft || !ofRight)
    return { left: [], right: [] };
  const matched = (label: string) =>
    matching === undefined || matching.labels.includes(label) === (matching.mode === 'on');
  const only = (some: readonly string[], others: readonly string[]) =>
    some.filter((label) => matched(label) && !others.includes(label));
  return { left: only(ofLeft, ofRight), right: only(ofRight, ofLeft) };
}
