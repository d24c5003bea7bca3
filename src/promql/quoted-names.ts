import { LABEL_NAME, SERIES_NAME } from '../metrics/names';
import { walk, type Binary, type Expr } from './expr';

/** Names of metrics and labels that an expression has to quote, and that only Prometheus 3 reads. */
export function quotedNames(expr: Expr): readonly string[] {
  return [...new Set([...walk(expr)].flatMap(quotedIn))];
}

/** Labels in quotes by which an expression matches vectors: on, ignoring, group_left and group_right. */
export function quotedMatchingLabels(expr: Expr): readonly string[] {
  return [
    ...new Set([...walk(expr)].flatMap((node) => (node.node === 'binary' ? quotedByMatching(node) : []))),
  ];
}

function quotedIn(node: Expr): readonly string[] {
  switch (node.node) {
    case 'selector':
      return [
        ...[node.name ?? ''].filter((name) => name !== '' && !SERIES_NAME.test(name)),
        ...illegal(node.matchers.map(({ label }) => label)),
      ];
    case 'aggregation':
      return illegal(node.grouping?.labels ?? []);
    case 'binary':
      return quotedByMatching(node);
    case 'number':
    case 'string':
    case 'range':
    case 'subquery':
    case 'call':
    case 'negation':
      return [];
  }
}

const quotedByMatching = ({ matching }: Binary): readonly string[] =>
  illegal([...(matching?.labels ?? []), ...(matching?.group?.include ?? [])]);

const illegal = (labels: readonly string[]): readonly string[] =>
  labels.filter((label) => !LABEL_NAME.test(label));
