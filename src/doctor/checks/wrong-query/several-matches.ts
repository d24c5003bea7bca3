import { print } from '../../../promql/print';
import { walk, type Binary, type Expr } from '../../../promql/expr';
import { dimensionsOf } from '../../expressions/dimensions';
import { isScalar } from '../../expressions/infer';
import { aboutEach, type Described } from '../../expressions/report';
import { factOf, type Shape } from '../../expressions/shape';
import { defineCheck } from '../../check';

// A warning, because a label can follow from another one: each instance may have one zone.
export const check = defineCheck({
  id: 'several-matches',
  severity: 'warning',
  question: 'Has each series of an operator at most one match on the other side?',
  symptom:
    'The rule is loaded and its health is err: "many-to-many matching not allowed", or "multiple matches for labels".',
  why: 'For arithmetic and comparisons, on (...) and ignoring (...) have to leave one series on a side, and without group_left or group_right on both sides. Series that differ in another label are several.',
  remedy:
    'Match by all labels that both sides have, aggregate the side with several series, or add group_left or group_right if it is the side whose series are kept.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/operators/#many-to-one-and-one-to-many-vector-matches',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { binaries, catalog } }) =>
    aboutEach(binaries, (node) => severalMatches(node, (expr) => catalog.inference.of(expr))),
});

const SIDES = ['left', 'right'] as const;
type Side = (typeof SIDES)[number];

function severalMatches(node: Binary, shapeOf: (expr: Expr) => Shape): Described | undefined {
  const { operator, left, right, matching } = node;
  if (matching === undefined || ['and', 'or', 'unless'].includes(operator)) return undefined;
  if (isScalar(left) || isScalar(right)) return undefined;
  const differing = (side: Side): readonly string[] => differingLabels(node, node[side], shapeOf(node[side]));
  const [ofLeft, ofRight] = SIDES.map(differing) as [readonly string[], readonly string[]];
  const one = matching.group === undefined ? undefined : matching.group.side === 'left' ? 'right' : 'left';
  const several = SIDES.filter(
    (side) => (side === 'left' ? ofLeft : ofRight).length > 0 && (one === undefined || side === one),
  );
  const [side, other] = several;
  if (side === undefined) return undefined;
  const labels = side === 'left' ? ofLeft : ofRight;
  const modifier = `${matching.mode} (${matching.labels.join(', ')})`;
  const [label] = labels;
  return {
    message: `several series of the ${other === undefined ? side : 'left and of the right'} side match at ${modifier}: they differ in ${labels.join(', ')}`,
    found: print(node),
    expected:
      one === undefined && other === undefined
        ? 'group_left or group_right for the side with several series'
        : 'one series on one of the sides',
    fix:
      one === undefined && other === undefined
        ? `write ${operator} ${modifier} group_${side}`
        : isKnown(node, shapeOf, label!)
          ? `write ${operator} ${withLabel(node, label!)}`
          : label === 'namespace'
            ? `keep namespace on both sides, and match by it, too: pods of two namespaces can have one name`
            : `aggregate the ${one ?? 'right'} side, so that ${labels.join(', ')} ${labels.length === 1 ? 'is' : 'are'} gone`,
  };
}

/** Both sides have a label, so they can be matched by it. */
const isKnown = ({ left, right }: Binary, shapeOf: (expr: Expr) => Shape, label: string): boolean =>
  [left, right].every(
    (expr) => dimensionsOf(expr).includes(label) && factOf(shapeOf(expr), label).presence !== 'never',
  );

function withLabel({ matching }: Binary, label: string): string {
  const { mode, labels, group } = matching!;
  const named = mode === 'on' ? [...labels, label] : labels.filter((one) => one !== label);
  const include = group === undefined || group.include.length === 0 ? '' : ` (${group.include.join(', ')})`;
  return `${mode} (${named.join(', ')})${group === undefined ? '' : ` group_${group.side}${include}`}`;
}

/** Labels that identify a pod or a host, and those that follow from one. */
const IDENTITY = ['pod', 'instance', 'node', 'uid', 'container_id', 'pod_name', 'nodename', 'host'];
const FOLLOWING =
  /^(node|instance|host_ip|pod_ip|ip|uid|job|service|endpoint|workload\w*|owner_\w+|created_by_\w+|cluster|region|zone|nodename|host|hostname|namespace|exported_\w+|label_\w+|\w*version)$/;

/** Whether only the name of a pod identifies the series, which is unique in its namespace, and no selector names that. */
const isAnyNamespace = (expr: Expr, matched: (label: string) => boolean): boolean =>
  dimensionsOf(expr).every((label) => label === 'pod' || !IDENTITY.includes(label) || !matched(label)) &&
  [...walk(expr)].every(
    (node) => node.node !== 'selector' || node.matchers.every(({ label }) => label !== 'namespace'),
  );

/** Labels in which the series of a side differ although they match alike. */
function differingLabels({ matching }: Binary, expr: Expr, shape: Shape): readonly string[] {
  const { mode, labels, group } = matching!;
  const matched = (label: string) => labels.includes(label) === (mode === 'on');
  const dimensions = dimensionsOf(expr);
  const identified = dimensions.some((label) => IDENTITY.includes(label) && matched(label));
  return dimensions.filter(
    (label) =>
      !matched(label) &&
      !(group?.include ?? []).includes(label) &&
      !(identified && FOLLOWING.test(label) && !(label === 'namespace' && isAnyNamespace(expr, matched))) &&
      factOf(shape, label).presence !== 'never' &&
      factOf(shape, label).values?.size !== 1,
  );
}
