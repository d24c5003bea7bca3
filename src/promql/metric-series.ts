import type { LabelSchema, ValueOf } from '../metrics/labels';
import type { Described } from '../metrics/metric';
import { TARGET_LABELS, type TargetLabel } from '../metrics/target-labels';
import { matcher, type ValueMatcher } from './matchers';
import { requireLabels, seriesOf, type Series, type SeriesKind } from './vector';

/** Labels of a metric's series once they are scraped. */
export type LabelOf<M extends Described<LabelSchema>> = (keyof M['labels'] & string) | TargetLabel;

/** A series of a metric. Not by {@link LabelOf}, whose name the compiler would print in place of the labels. */
export type SeriesOf<
  M extends Described<LabelSchema>,
  K extends SeriesKind,
  More extends string = never,
> = Series<(keyof M['labels'] & string) | TargetLabel | More, K>;

/** What a selector may ask of each label. */
export type MatchersFor<M extends Described<LabelSchema>> = {
  readonly [K in LabelOf<M>]?: Asked<K extends keyof M['labels'] ? ValueOf<M['labels'][K]> : string>;
};

type Asked<V extends string> = V | ValueMatcher<V>;

/** Selects one of the series that a metric has. */
export function selectSeries<L extends string, K extends SeriesKind>(
  metric: Described<LabelSchema>,
  name: string,
  kind: K,
  matchers: Matchers,
): Series<L, K> {
  const attached = Object.keys(matchers).filter((label) => attachmentOf(matchers[label]) !== undefined);
  const labels = [...Object.keys(metric.labels), ...TARGET_LABELS, ...attached];
  return seriesWith(metric.name, { name, kind, labels, schema: metric.labels, matchers });
}

type Matchers = Readonly<Record<string, string | ValueMatcher | undefined>>;

interface Wanted<K extends SeriesKind> {
  readonly name: string;
  readonly kind: K;
  readonly labels: readonly string[];
  /** What the labels can hold, as far as it is known. */
  readonly schema?: LabelSchema;
  readonly matchers: Matchers;
}

/** Selects series of a name, with what is known of their labels. */
export function seriesWith<L extends string, K extends SeriesKind>(
  metric: string,
  { name, kind, labels, schema = {}, matchers }: Wanted<K>,
): Series<L, K> {
  const valuesOf = new Map(Object.entries(schema));
  const checked = Object.entries(matchers).flatMap(([label, wanted]) =>
    wanted === undefined || attachmentOf(wanted) === 'any value'
      ? []
      : [matcher(metric, label, wanted, valuesOf.get(label))],
  );
  const series = seriesOf<L, K>({ node: 'selector', name, matchers: checked }, kind, labels);
  requireLabels(
    series,
    checked.map(({ label }) => label),
    'matchers',
  );
  return series;
}

const attachmentOf = (wanted: Matchers[string]) => (typeof wanted === 'object' ? wanted.attached : undefined);
