import { LABEL_NAME, SERIES_NAME } from '../metrics/names';
import { walk, type Expr } from './expr';

/** Names of metrics and labels that an expression has to quote, and that only Prometheus 3 reads. */
export function quotedNames(expr: Expr): readonly string[] {
  return [...new Set([...walk(expr)].flatMap(quotedIn))];
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
      return illegal([...(node.matching?.labels ?? []), ...(node.matching?.group?.include ?? [])]);
    case 'number':
    case 'string':
    case 'range':
    case 'subquery':
    case 'call':
    case 'negation':
      return [];
  }
}

const illegal = (labels: readonly string[]): readonly string[] =>
  labels.filter((label) => !LABEL_NAME.test(label));
