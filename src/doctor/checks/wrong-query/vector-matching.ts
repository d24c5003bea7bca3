import { aboutEach, type Described } from '../../expressions/report';
import { defineCheck, type Facts } from '../../check';
import { OF_ENVIRONMENT } from '../../expressions/environment-labels';
import { isScalar } from '../../expressions/infer';
import type { SeriesCatalog } from '../../expressions/series-catalog';
import { mismatch } from '../../expressions/join';
import { showMatcher } from '../../expressions/matchers';
import { oneSidedMatcher } from '../../expressions/one-sided-matcher';
import { differingObjects, likelyMismatch, type IsRecorded } from '../../expressions/likely-labels';
import { exporterOf } from '../../expressions/exporters';
import { objectLabels, RECENT } from '../../expressions/object-labels';
import { factOf, labelsThere, type Shape } from '../../expressions/shape';
import { walk, type Binary, type Expr, type Matching } from '../../../promql/expr';
import { print } from '../../../promql/print';

export const check = defineCheck({
  id: 'vector-matching',
  severity: 'error',
  question: 'Can the two sides of every operator match?',
  symptom: 'A ratio or a condition is always empty, and its alert never fires.',
  why: 'An operator between two vectors joins series with equal labels. If one side has a label that the other lacks, or never the same value, no series match.',
  remedy:
    'List the common labels in on (...), or exclude the others with ignoring (...). If one side has several matches, add group_left or group_right.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/operators/#vector-matching',
  needs: ['analysis', 'isMatched'],
  inParts: true,
  find: ({ analysis: { binaries, catalog }, isMatched }) =>
    aboutEach(binaries, (node) => {
      const { left, right, operator } = node;
      if (!joins(node)) return undefined;
      const shapes = { left: catalog.inference.of(left), right: catalog.inference.of(right) };
      const found = mismatch(node, shapes.left, shapes.right);
      if (found === undefined)
        return (
          ofObjects(node) ??
          likely(
            node,
            (expr) => catalog.inference.of(expr),
            (name) => catalog.recordings.rulesOf(name).length > 0,
          ) ??
          limited(node, catalog, isMatched)
        );
      const { label, lacking } = found;
      const because = lacking && shapes[lacking].because;
      const values = (side: 'left' | 'right') => [...(factOf(shapes[side], label).values ?? [])].join(' or ');
      return {
        severity: operator === 'unless' ? 'warning' : 'error',
        message: `the two sides of ${operator} never match: ${
          lacking === undefined
            ? `${label} is ${values('left')} on the left and ${values('right')} on the right`
            : `the ${lacking} side has no ${label}${because === undefined ? '' : ` (${because})`}`
        }`,
        found: print(node),
        expected: 'labels that both sides have with the same values',
        fix: cure(node, shapes, label),
      };
    }),
});

/** Whether only series that match are in the result. */
const joins = ({ operator, left, right }: Binary): boolean =>
  operator !== 'or' && !isScalar(left) && !isScalar(right);

/** Exporters of which a cluster has several, which count on their own. */
const SEVERAL = ['node-exporter', 'Alertmanager'];

/** Two series of one exporter about different things, such as a condition of a node and the node. */
function ofObjects(node: Binary): Described | undefined {
  const { operator, left, right } = node;
  const differing = differingObjects(node);
  const [label] = [...differing.left, ...differing.right];
  if (label === undefined) return undefined;
  const lacking = differing.left.includes(label) ? 'right' : 'left';
  const shared = objectLabels(left)!.filter((one) => objectLabels(right)!.includes(one));
  const isSet = operator === 'and' || operator === 'unless';
  const group = isSet
    ? ''
    : differing.left.length === 0
      ? ' group_right'
      : differing.right.length === 0
        ? ' group_left'
        : undefined;
  const exporter = exporterOf(left) ?? '';
  const isRecent = exporter === 'Alertmanager' && RECENT.includes(label);
  const on = [...shared, ...(SEVERAL.includes(exporter) ? ['instance'] : [])];
  return {
    severity: operator === 'unless' || isRecent ? 'warning' : 'error',
    message: `the two sides of ${operator} never match: the series of the ${lacking} side have no ${label}, which tells those of the other side apart`,
    found: print(node),
    expected: 'labels that both sides have with the same values',
    fix:
      on.length === 0
        ? 'join through a series that has the labels of both sides, as they have no label in common'
        : group === undefined
          ? `aggregate both sides by labels that they share: sum by (${on.join(', ')}) (...) ${operator} sum by (${on.join(', ')}) (...)`
          : `write ${operator} on (${on.join(', ')})${group}`,
  };
}

/** A condition that only one of two unrelated metrics is limited by. */
function limited(node: Binary, catalog: SeriesCatalog, isMatched: Facts['isMatched']): Described | undefined {
  const found = oneSidedMatcher(node, catalog, isMatched);
  return (
    found && {
      severity: 'warning',
      message: `only the ${found.side} side of ${node.operator} is limited to ${showMatcher(found.matcher)}, so nothing matches unless the series of ${found.other} have ${found.matcher.label}, too`,
      found: print(node),
      expected: 'labels that both sides have with the same values',
      fix: `write ${node.operator} on (job, instance)`,
    }
  );
}

/** A label that one side was grouped by or that its target has, and that the other side dropped. */
function likely(node: Binary, shapeOf: (expr: Expr) => Shape, isRecorded: IsRecorded): Described | undefined {
  const { operator, left, right } = node;
  const sidesOf = (binary: Binary): Sides => ({ left: shapeOf(binary.left), right: shapeOf(binary.right) });
  const shapes = sidesOf(node);
  const found = likelyMismatch(node, shapes, isRecorded);
  if (found === undefined) return undefined;
  // A mismatch further inside is reported there.
  for (const inner of [...walk(left), ...walk(right)])
    if (
      inner.node === 'binary' &&
      joins(inner) &&
      likelyMismatch(inner, sidesOf(inner), isRecorded) !== undefined
    )
      return undefined;
  const { label, lacking, because, source } = found;
  const dropped = shapes[lacking].because;
  const whole = source.kind === 'series';
  const certain = source.kind === 'grouped' || source.certain;
  return {
    severity: operator === 'unless' || OF_ENVIRONMENT.test(label) || !certain ? 'warning' : 'error',
    message: `the two sides of ${operator} never match: ${because}, and the ${lacking} side has no ${label}${dropped === undefined ? '' : ` (${dropped})`}`,
    found: print(node),
    expected: 'labels that both sides have with the same values',
    fix:
      whole && shapes[lacking].others === 'never'
        ? onShared(node, shapes[lacking], lacking === 'left' ? 'right' : 'left')
        : cure(node, shapes, label),
  };
}

/** Of series with many labels, only those that the other side has can match. Several of them have one match. */
function onShared({ operator }: Binary, closed: Shape, many: 'left' | 'right'): string {
  const group = operator === 'and' || operator === 'unless' ? '' : ` group_${many}`;
  return `write ${operator} on (${labelsThere(closed).join(', ')})${group}`;
}

/** Modifiers that join on what both sides have, with a group where one side can have several series for one of the other. */
function cure(node: Binary, sides: Sides, label: string): string {
  const { operator, matching } = node;
  const { left, right } = sides;
  if (matching?.mode === 'on')
    return `write ${operator} on (${matching.labels.filter((other) => other !== label).join(', ')})${grouped(matching)}`;
  // A side whose labels are all known limits what can be shared.
  const closed = [left, right].filter(({ others }) => others === 'never');
  const candidates = closed.flatMap(({ labels }) => [...labels.keys()]);
  const shared = [...new Set(candidates)].filter(
    (name) =>
      factOf(left, name).presence !== 'never' && factOf(right, name).presence !== 'never' && name !== label,
  );
  const isSet = operator === 'and' || operator === 'unless';
  if (closed.length > 0 && shared.length === 0) {
    // Where both sides have several series, one has to become one series first.
    if (!isSet && isMany(left, right, undefined) && isMany(right, left, undefined))
      return `write ${print(overSum(node))}`;
    return `write ${operator} on ()${isSet ? '' : groupOf(sides)}`;
  }
  if (closed.length === 1 && isSet) return `write ${operator} on (${shared.join(', ')})`;
  const ignored = [...(matching?.labels ?? []), label];
  return `write ${operator} ignoring (${ignored.join(', ')})${isSet ? '' : grouped(matching) || groupOf(sides, label)}`;
}

/** Each series of the left side with the sum of the right one. */
const overSum = (node: Binary): Binary => ({
  ...node,
  matching: { mode: 'on', labels: [], group: { side: 'left', include: [] } },
  right: { node: 'aggregation', operator: 'sum', expr: node.right },
});

interface Sides {
  readonly left: Shape;
  readonly right: Shape;
}

const grouped = (matching: Matching | undefined): string =>
  matching?.group === undefined
    ? ''
    : ` group_${matching.group.side}${matching.group.include.length === 0 ? '' : ` (${matching.group.include.join(', ')})`}`;

/** The side that has a label with several values has several series for one of the other side. */
function groupOf({ left, right }: Sides, label?: string): string {
  if (isMany(left, right, label)) return ' group_left';
  return isMany(right, left, label) ? ' group_right' : '';
}

/** Whether one side can differ in a label that the other side does not have. */
const isMany = (side: Shape, other: Shape, label: string | undefined): boolean =>
  label === undefined
    ? side.others === 'maybe' || labelsThere(side).length > 0
    : factOf(other, label).presence === 'never' && (factOf(side, label).values?.size ?? 2) > 1;
