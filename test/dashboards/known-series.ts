import { ruleResources } from '../../src/catalog/rule-resources';
import type { PlacedService } from '../../src/catalog/placement';
import type { Metric } from '../../src/metrics/metric';
import { seriesNames } from '../../src/metrics/series';
import { platformMetrics } from '../../src/metrics/platform';
import { TARGET_LABELS } from '../../src/metrics/target-labels';
import { walk, type Expr } from '../../src/promql/expr';
import { isAlert } from '../../src/rules/rule';

/** Labels that every series can have: `cluster` is what Prometheus adds to all that leaves it. */
const EXTERNAL = ['cluster', '__name__'];

/** Every series that a service's panels can use, with its labels. */
export function knownSeries(services: readonly PlacedService[]): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  const add = (name: string, labels: Iterable<string>) =>
    known.set(name, new Set([...(known.get(name) ?? EXTERNAL), ...labels]));
  const addMetric = (metric: Metric) => {
    for (const name of seriesNames(metric))
      add(name, [
        ...Object.keys(metric.labels),
        ...TARGET_LABELS,
        ...(name.endsWith('_bucket') ? ['le'] : []),
      ]);
  };
  Object.values(platformMetrics).forEach(addMetric);
  for (const service of services) {
    Object.values(service.metrics).forEach(addMetric);
    for (const rule of ruleResources(service).flatMap(({ groups }) => groups.flatMap(({ rules }) => rules)))
      if (isAlert(rule)) add('ALERTS', ['alertname', 'alertstate', 'namespace', ...Object.keys(rule.labels)]);
      else add(rule.record, [...rule.expr.labels, ...Object.keys(rule.labels ?? {})]);
  }
  return known;
}

/** Series and labels of an expression that do not exist. */
export function unknownNames(expr: Expr, known: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  return [...walk(expr)].flatMap((node): readonly string[] => {
    if (node.node === 'selector') {
      const pattern = node.matchers.find(({ label }) => label === '__name__')?.value;
      const found = [...known].filter(([name]) =>
        pattern === undefined ? name === node.name : new RegExp(`^(?:${pattern})$`).test(name),
      );
      if (found.length === 0) return [node.name ?? pattern ?? ''];
      return node.matchers.flatMap(({ label }) =>
        found.every(([, labels]) => labels.has(label)) ? [] : [`${node.name ?? pattern}{${label}}`],
      );
    }
    if (node.node !== 'aggregation') return [];
    const inside = labelsInside(node.expr, known);
    return (node.grouping?.labels ?? [])
      .filter((label) => !inside.has(label))
      .map((label) => `by (${label})`);
  });
}

/** Labels that the result of an expression can have, at most. */
export function labelsInside(
  expr: Expr,
  known: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  if (expr.node === 'aggregation' && expr.grouping?.mode === 'by') return new Set(expr.grouping.labels);
  return new Set(
    [...walk(expr)].flatMap((node): readonly string[] => {
      if (node.node === 'selector') {
        const pattern = node.matchers.find(({ label }) => label === '__name__')?.value;
        return [...known].flatMap(([name, labels]) =>
          (pattern === undefined ? name === node.name : new RegExp(`^(?:${pattern})$`).test(name))
            ? [...labels]
            : [],
        );
      }
      const [, added] = node.node === 'call' && node.name === 'label_replace' ? node.args : [];
      return added?.node === 'string' ? [added.value] : [];
    }),
  );
}
