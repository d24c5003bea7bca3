import { Inference } from '../../doctor/expressions/infer';
import { ANYTHING, constant, union, withLabels } from '../../doctor/expressions/shape';
import type { Expr } from '../../promql/expr';
import type { Labels } from './series';

type Recordings = ReadonlyMap<string, readonly { readonly expr?: Expr; readonly labels: Labels }[]>;

/** Which labels results have, through the recording rules of one side. Nothing is known of other series. */
export function recordedShapes(recordings: Recordings): Inference {
  // A rule may read what it records itself.
  const open = new Set<string>();
  const inference: Inference = new Inference(({ name = '' }) => {
    const rules = recordings.get(name);
    if (rules === undefined || open.has(name)) return ANYTHING;
    open.add(name);
    const shapes = rules.map(({ expr, labels }) =>
      withLabels(expr === undefined ? ANYTHING : inference.of(expr), constant(labels)),
    );
    open.delete(name);
    return union(shapes);
  });
  return inference;
}
