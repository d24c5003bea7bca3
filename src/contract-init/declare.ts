import { bucketBounds } from '../exposition/buckets';
import { groupBy } from '../findings/group-by';
import { keyWithout } from '../exposition/series-key';
import type { Sample } from '../exposition/page';
import { InvalidInput } from '../findings/invalid-input';
import type { LabelValues } from '../metrics/labels';
import {
  counter,
  gauge,
  histogram,
  summary,
  type BaseUnit,
  type Metric,
  type MetricProps,
} from '../metrics/metric';
import { FORMAT_LABELS } from '../metrics/names';
import { nativeHistogram } from '../metrics/native-histogram';
import { RESERVED_TARGET_LABELS } from '../metrics/target-labels';
import { infoValues, suggestValues, type SuggestedValues } from './label-values';
import type { ShownMetric } from './page-metrics';

export interface Declaration {
  readonly metric: Metric;
  /** What its author has to decide about the metric, and about its labels by name: sentences. */
  readonly decide: { readonly metric: readonly string[]; readonly labels: ReadonlyMap<string, string> };
}

const BASE_UNITS: readonly BaseUnit[] = [
  'seconds',
  'bytes',
  'ratio',
  'celsius',
  'meters',
  'volts',
  'amperes',
  'joules',
  'grams',
];

/** That of a growth factor of 1.1, which the documentation of client libraries recommends. */
const NATIVE_SCHEMA = 3;

/** Declares a metric, or says why no contract can. */
export function declare(shown: ShownMetric): Declaration | InvalidInput {
  const { labels, decide } = labelsOf(shown);
  const props: MetricProps<Readonly<Record<string, LabelValues>>> = {
    help: shown.help,
    ...unitOf(shown.name),
    ...(shown.declared ? {} : { typeOnPage: 'untyped' }),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
  };
  try {
    const [metric, ...questions] = metricOf(shown, props);
    const undeclared = shown.declared ? [] : [`the page declares no type; it looks like a ${shown.kind}.`];
    return { metric, decide: { metric: [...undeclared, ...questions], labels: decide } };
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}

function metricOf(
  { name, kind, samples }: ShownMetric,
  props: MetricProps<Readonly<Record<string, LabelValues>>>,
): readonly [metric: Metric, ...questions: string[]] {
  switch (kind) {
    case 'counter':
      return [counter(name, props)];
    case 'gauge':
      return [gauge(name, props)];
    case 'summary':
      return [summary(name, { ...props, quantiles: quantilesOf(samples) })];
    case 'histogram': {
      const buckets = commonBounds(samples);
      return buckets.length > 0
        ? [histogram(name, { ...props, buckets })]
        : [
            nativeHistogram(name, { ...props, schema: NATIVE_SCHEMA }),
            'the page shows only the bucket +Inf, as of a native histogram, and not its schema.',
          ];
    }
  }
}

/** Rules can read a bucket only where every label set has it. */
function commonBounds(samples: readonly Sample[]): readonly number[] {
  const sets = [...groupBy(samples, (sample) => keyWithout('le', { labels: sample.labels })).values()].map(
    (set) => bucketBounds({ name: '', type: 'histogram', line: 1, samples: set }),
  );
  const [first = [], ...others] = sets.filter((bounds) => bounds.length > 0);
  return first.filter((bound) => others.every((bounds) => bounds.includes(bound)));
}

function quantilesOf(samples: readonly Sample[]): readonly number[] {
  const quantiles = samples.flatMap(({ labels }) => labels.get('quantile') ?? []).map(Number);
  return [...new Set(quantiles)].toSorted((a, b) => a - b);
}

function unitOf(name: string): { readonly unit?: BaseUnit } {
  const unit = BASE_UNITS.find((each) => name.replace(/_total$/, '').endsWith(`_${each}`));
  return unit === undefined ? {} : { unit };
}

function labelsOf(shown: ShownMetric) {
  const { kind, samples } = shown;
  // Prometheus treats an empty label as absent.
  const names = new Set(
    samples.flatMap(({ labels }) => [...labels].filter(([, value]) => value !== '').map(([name]) => name)),
  );
  const labels: Record<string, LabelValues> = {};
  const decide = new Map<string, string>();
  for (const name of names) {
    if (name === FORMAT_LABELS[kind]) continue;
    const all = samples.map((sample) => sample.labels.get(name) ?? '');
    const seen = [...new Set(all)].filter((value) => value !== '');
    const everywhere = !all.includes('');
    const { values, decide: question }: SuggestedValues = shown.name.endsWith('_info')
      ? { values: infoValues(seen, everywhere) }
      : suggestValues(seen, everywhere);
    const collides = RESERVED_TARGET_LABELS.includes(name);
    const stored = collides ? `exported_${name}` : name;
    labels[stored] = values;
    const questions = [
      ...(collides ? [`the target has a label ${name}, so Prometheus stores this one as ${stored}.`] : []),
      ...(question === undefined ? [] : [question]),
    ];
    if (questions.length > 0) decide.set(stored, questions.join(' '));
  }
  return { labels, decide };
}
