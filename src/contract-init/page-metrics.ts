import { isRuntimeMetric } from '../exposition/runtime-metrics';
import type { Family, FamilyType, Page, Sample } from '../exposition/page';

/** Kinds that the text formats can show. */
export type ShownKind = 'counter' | 'gauge' | 'histogram' | 'summary';

export interface ShownMetric {
  /** As rules name it: counters of OpenMetrics with `_total`, info metrics with `_info`. */
  readonly name: string;
  readonly kind: ShownKind;
  /** Whether the page declares the kind; otherwise it follows from the names and labels of the series. */
  readonly declared: boolean;
  readonly help: string;
  /** In the order of the page; at least one. */
  readonly samples: readonly Sample[];
}

/** What a page has, sorted by what a contract does with it. */
export interface ShownMetrics {
  readonly metrics: readonly ShownMetric[];
  /** Families of the runtime and of the client library. */
  readonly runtime: readonly string[];
  /** Declared metrics without series, whose labels are unknown. */
  readonly empty: readonly string[];
  /** Families of a type that no contract can declare. */
  readonly undeclarable: readonly string[];
}

const KINDS: Readonly<Record<Exclude<FamilyType, 'unknown' | 'gaugehistogram'>, ShownKind>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  // The text format shows both as gauges.
  info: 'gauge',
  stateset: 'gauge',
};

export function shownMetrics({ families }: Page): ShownMetrics {
  const runtime = families.filter(({ name }) => isRuntimeMetric(name));
  const own = families.filter(({ name }) => !isRuntimeMetric(name));
  const helps = new Map(own.map(({ name, help }) => [name, help ?? '']));
  const untyped = own.filter(({ type }) => type === 'unknown').flatMap(({ samples }) => samples);
  const grouped = groupUntyped(untyped);
  const groupedNames = new Set(grouped.map(({ name }) => name));
  return {
    metrics: [
      ...own.flatMap(declaredMetric),
      ...grouped.map((metric) => ({ ...metric, help: helps.get(metric.name) ?? '' })),
    ].toSorted((a, b) => a.samples[0]!.line - b.samples[0]!.line),
    runtime: runtime.map(({ name }) => name),
    empty: own
      .filter(({ name, samples }) => samples.length === 0 && !groupedNames.has(name))
      .map(({ name }) => name),
    undeclarable: own
      .filter(({ type, samples }) => type === 'gaugehistogram' && samples.length > 0)
      .map(({ name }) => name),
  };
}

function declaredMetric(family: Family): readonly ShownMetric[] {
  const { type, help = '' } = family;
  // Rules do not read the creation times of OpenMetrics.
  const samples = family.samples.filter(({ name }) => name !== `${family.name}_created`);
  const [first] = samples;
  if (first === undefined || type === 'unknown' || type === 'gaugehistogram') return [];
  const kind = KINDS[type];
  const name = kind === 'counter' || kind === 'gauge' ? first.name : family.name;
  return [{ name, kind, declared: true, help, samples }];
}

/** Histograms and summaries without a TYPE line are several families, which belong together by their names. */
function groupUntyped(samples: readonly Sample[]): readonly Omit<ShownMetric, 'help'>[] {
  const names = new Set(samples.map(({ name }) => name));
  const metrics = new Map<string, { readonly kind: ShownKind; readonly samples: Sample[] }>();
  for (const sample of samples) {
    const [name, kind] = untypedKind(sample.name, names);
    const metric = metrics.get(name) ?? { kind, samples: [] };
    metric.samples.push(sample);
    metrics.set(name, metric);
  }
  return [...metrics].map(([name, metric]) => ({ name, declared: false, ...metric }));
}

function untypedKind(series: string, names: ReadonlySet<string>): readonly [name: string, kind: ShownKind] {
  const base = series.replace(/_(?:bucket|count|sum)$/, '');
  const has = (suffix: string): boolean => names.has(base + suffix);
  if (has('_count') && has('_sum')) {
    if (has('_bucket')) return [base, 'histogram'];
    if (!series.endsWith('_bucket')) return [base, 'summary'];
  }
  return [series, series.endsWith('_total') ? 'counter' : 'gauge'];
}
