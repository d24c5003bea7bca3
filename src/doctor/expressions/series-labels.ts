import type { Labels } from '../../kubernetes/object';
import type { Relabeling } from '../../kubernetes/relabeling';
import type { LabelValues } from '../../metrics/labels';
import type { Metric } from '../../metrics/metric';
import { printNumber } from '../../promql/print';
import type { ModelledTarget } from '../target-labels';
import type { LabelFact } from './shape';

export interface SeriesLabels {
  /** Labels that the service exposes, under their stored names. */
  readonly own: ReadonlyMap<string, LabelFact>;
  /** Labels that the scrape attaches. */
  readonly attached: Labels;
  /** Whether these are all. A relabeling that reads values can add any label. */
  readonly certain: boolean;
}

/** Steps whose effect does not depend on values. */
const BLIND = ['labeldrop', 'labelkeep'];
const FILTERS = ['keep', 'drop'];

/**
 * Runs the relabeling on one series with a marker for each value, and reads where the markers end up.
 * @param steps metric relabelings that may apply
 * @returns undefined if a value determines whether the series is kept
 */
export function seriesLabels(
  target: ModelledTarget,
  name: string,
  metric: Metric,
  steps: readonly Relabeling[],
): SeriesLabels | 'dropped' | undefined {
  const exposed = new Map(
    Object.entries(metric.labels).map(([label, values]) => [label, factOfValues(values)]),
  );
  if (name.endsWith('_bucket')) exposed.set('le', bounds(metric));
  if (metric.kind === 'summary' && name === metric.name) exposed.set('quantile', { presence: 'always' });
  const stored = target.series(
    name,
    Object.fromEntries([...exposed.keys()].map((label) => [label, mark(label)])),
  );
  if (stored === undefined) return steps.every(isBlind) ? 'dropped' : undefined;
  const marks = new Map([...exposed].map(([label, fact]) => [mark(label), fact]));
  const own = new Map<string, LabelFact>();
  const attached: [string, string][] = [];
  for (const [label, value] of Object.entries(stored)) {
    if (label.startsWith('__')) continue;
    const fact = marks.get(value);
    if (fact === undefined) attached.push([label, value]);
    else own.set(label, fact);
  }
  return { own, attached: Object.fromEntries(attached), certain: steps.every(isBlind) };
}

/** A value that no regular expression of a real relabeling matches. */
const mark = (label: string): string => `\u0001${label}\u0001`;

function isBlind({ action = 'replace', sourceLabels = [] }: Relabeling): boolean {
  const kind = action.toLowerCase();
  return (
    BLIND.includes(kind) || (FILTERS.includes(kind) && sourceLabels.every((label) => label === '__name__'))
  );
}

function factOfValues(values: LabelValues): LabelFact {
  switch (values.kind) {
    case 'one of':
      return { presence: 'always', values: new Set(values.values) };
    case 'pattern':
      return { presence: 'always', pattern: values.pattern };
    case 'unbounded':
      return { presence: 'always' };
  }
}

/** `le` of whole numbers has two spellings: `1` is what most clients expose, `1.0` what Prometheus 3 stores. */
function bounds(metric: Metric): LabelFact {
  const buckets: readonly number[] = metric.kind === 'histogram' ? metric.buckets : [];
  const spellings = buckets.flatMap((bound) =>
    Number.isInteger(bound) ? [String(bound), `${bound}.0`] : [printNumber(bound)],
  );
  return { presence: 'always', values: new Set([...spellings, '+Inf']) };
}
