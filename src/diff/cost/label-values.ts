import type { Contract } from '../../metrics/contract';
import { admits, type LabelValues } from '../../metrics/labels';
import type { Metric } from '../../metrics/metric';
import { storedNames } from '../../metrics/series';
import { walk, type Expr, type Matcher } from '../../promql/expr';
import { valuesOf } from '../cases/leaves';

/** Label names with the values that series have. */
export type Values = Readonly<Record<string, readonly string[]>>;

/** What rules say of the labels of a metric. */
export interface Mentioned {
  /** Labels that matchers or groupings name. */
  readonly labels: ReadonlySet<string>;
  readonly matchers: readonly Matcher[];
  /** The matchers of each selector, different ones once. */
  readonly selectors: readonly (readonly Matcher[])[];
}

/** What some expressions say of the metrics that they read, by name. */
export function mentionedIn(exprs: readonly Expr[]): ReadonlyMap<string, Mentioned> {
  const found = new Map<string, { labels: Set<string>; selectors: Map<string, readonly Matcher[]> }>();
  for (const expr of exprs) {
    const nodes = [...walk(expr)];
    const joins = nodes.flatMap((node) => {
      if (node.node === 'aggregation' && node.grouping?.mode === 'by') return node.grouping.labels;
      return node.node === 'binary' && node.matching?.mode === 'on' ? node.matching.labels : [];
    });
    for (const node of nodes) {
      if (node.node !== 'selector' || node.name === undefined) continue;
      const own = found.get(node.name) ?? { labels: new Set(), selectors: new Map() };
      found.set(node.name, own);
      for (const label of joins) own.labels.add(label);
      for (const { label } of node.matchers) own.labels.add(label);
      own.selectors.set(JSON.stringify(node.matchers), node.matchers);
    }
  }
  return new Map(
    [...found].map(([name, { labels, selectors }]) => [
      name,
      { labels, selectors: [...selectors.values()], matchers: [...selectors.values()].flat() },
    ]),
  );
}

/** Values of a label that rules tell apart: those that matchers name, and one other. */
export const namedValues = (label: string, { matchers }: Mentioned): readonly string[] => {
  const own = matchers.filter((matcher) => matcher.label === label);
  const named = new Set(own.map(({ value }) => value)).size;
  return valuesOf(label, [], own)
    .filter((value) => value !== '')
    .slice(0, named + 1);
};

/** Values of the labels of a series that a metric table has. Undefined: the table has no such series, or no bound. */
export function contractValues(name: string, contract: Contract, mentioned: Mentioned): Values | undefined {
  const metric = Object.values(contract).find((each) => storedNames(each).includes(name));
  if (metric === undefined || Object.values(metric.labels).some(({ kind }) => kind === 'unbounded'))
    return undefined;
  return {
    ...Object.fromEntries(
      Object.entries(metric.labels).map(([label, values]) => [label, listed(label, values, mentioned)]),
    ),
    ...splitOf(name, metric),
  };
}

/** As many values as the label may have, first those that rules name. */
function listed(label: string, values: LabelValues, mentioned: Mentioned): readonly string[] {
  if (values.kind === 'one of') return values.values;
  const named = namedValues(label, mentioned).filter((value) => admits(values, value));
  const count = values.kind === 'pattern' ? values.atMost : 1;
  const others = Array.from({ length: count }, (_, index) => `${label}-${index + 1}`);
  return [...named, ...others].slice(0, count);
}

function splitOf(name: string, metric: Metric): Values {
  if (metric.kind === 'histogram' && name.endsWith('_bucket'))
    return { le: [...metric.buckets.map(String), '+Inf'] };
  return metric.kind === 'summary' && name === metric.name ? { quantile: metric.quantiles.map(String) } : {};
}
