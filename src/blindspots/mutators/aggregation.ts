import { mapExpr, type Aggregation, type Expr } from '../../promql/expr';
import { inExpressions, type Mutator } from '../mutator';

export const aggregation: Mutator = {
  name: 'aggregation',
  what: 'an aggregation loses a label of its by',
  caughtBy: 'test the rule with promtool on series that differ in this label',
  edits: (original) => {
    const { externalLabels } = original.facts.prometheus;
    const isStored = (label: string): boolean => label !== OF_CLUSTERS && !(label in externalLabels);
    return inExpressions(['alert', 'record'], (expr) =>
      groupings(expr).flatMap((labels, index) =>
        labels.filter(isStored).map((label) => withoutLabel(expr, index, label)),
      ),
    )(original);
  },
};

/** Rules that are written for stores of many clusters group by it. Series that one Prometheus stores hardly have it. */
const OF_CLUSTERS = 'cluster';

/** A target has one of each, so that beside one of them the other groups nothing. */
const OF_TARGETS: readonly string[] = ['pod', 'instance'];

/** All but those without which the series are grouped as before. */
function labelsOf({ grouping }: Aggregation): readonly string[] {
  if (grouping?.mode !== 'by') return [];
  const { labels } = grouping;
  const isDouble = OF_TARGETS.every((label) => labels.includes(label));
  return labels.filter((label) => !isDouble || !OF_TARGETS.includes(label));
}

/** A sum of sums has the same value, however the inner ones are grouped. */
const OF_PARTS: readonly string[] = ['sum', 'min', 'max'];

/** The labels of each aggregation that its result needs, in the order in which {@link mapExpr} comes to them. */
function groupings(expr: Expr): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  mapExpr(expr, {
    node: (node) => {
      if (node.node !== 'aggregation') return node;
      const inner = node.expr;
      if (
        inner.node === 'aggregation' &&
        inner.operator === node.operator &&
        OF_PARTS.includes(node.operator)
      )
        found.push((found.pop() ?? []).filter((label) => keeps(node, label)));
      found.push(labelsOf(node));
      return node;
    },
  });
  return found;
}

const keeps = ({ grouping }: Aggregation, label: string): boolean =>
  grouping !== undefined && (grouping.mode === 'by') === grouping.labels.includes(label);

function withoutLabel(expr: Expr, index: number, label: string): Expr {
  let seen = 0;
  return mapExpr(expr, {
    node: (node) =>
      node.node === 'aggregation' && seen++ === index
        ? {
            ...node,
            grouping: { mode: 'by', labels: node.grouping!.labels.filter((each) => each !== label) },
          }
        : node,
  });
}
