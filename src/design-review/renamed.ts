import { isUnselectable, METRIC_NAME } from '../metrics/names';
import type { PlannedMetric } from './plan';
import { inBaseUnit } from './units';
import { mentions, snakeCase, withoutTotal, wordsOf } from './words';

/** Appended by client libraries to the names of histograms, summaries and counters. */
export const SERIES_SUFFIXES = ['_bucket', '_count', '_sum', '_created'];
export const KIND_WORDS = ['counter', 'gauge', 'histogram', 'summary'];

/** Words that end names, of which one is enough. */
const SUFFIX_WORDS = ['total', 'seconds', 'bytes', 'ratio', 'count', 'info'];

/** A word that ends a name and is there twice, as in `failures_total_total`. */
export const repeatedSuffix = (name: string): string | undefined =>
  SUFFIX_WORDS.find((word) => new RegExp(`_${word}_${word}(?=_|$)`).test(name));

type Step = (name: string, metric: PlannedMetric) => string;

/** What the checks of names ask for, each from what the one before left. */
const STEPS: readonly Step[] = [
  (name) => (METRIC_NAME.test(name) && !/[A-Z:]/.test(name) ? name : snakeCase(name)),
  (name) =>
    KIND_WORDS.some((kind) => mentions(name, [kind]))
      ? wordsOf(name)
          .filter((word) => !KIND_WORDS.includes(word))
          .join('_')
      : name,
  (name) => {
    const word = repeatedSuffix(name);
    return word === undefined ? name : name.replace(`_${word}_${word}`, `_${word}`);
  },
  (name, { labels }) =>
    labels.reduce(
      (text, label) => text.replace(new RegExp(`_by_${snakeCase(label.name)}(?=_|$)`, 'g'), ''),
      name,
    ),
  (name) => {
    const suffix = SERIES_SUFFIXES.find((end) => name.endsWith(end)) ?? '';
    return name.slice(0, name.length - suffix.length);
  },
  (name) => inBaseUnit(name),
  (name, { unit }) =>
    unit === undefined || unit === '' || inBaseUnit(name) !== name || hasUnit(name, unit)
      ? name
      : `${withoutTotal(name)}_${unit}${name.endsWith('_total') ? '_total' : ''}`,
  (name, { kind }) => {
    if (kind === 'unknown' || name.endsWith('_info')) return name;
    return kind === 'counter' ? `${withoutTotal(name).replace(/_total(?=_)/, '')}_total` : withoutTotal(name);
  },
  (name) => (METRIC_NAME.test(name) && !isUnselectable(name) ? name : `app_${name || 'metric'}`),
];

/** One step may leave work for those before it (`a_count_ms` ends in _count only without its unit). */
const ROUNDS = 3;

/** The one name that all checks propose, so that following one of them does not break another. */
export function renamed(metric: PlannedMetric): string {
  let { name } = metric;
  for (let round = 0; round < ROUNDS; round += 1) for (const step of STEPS) name = step(name, metric) || name;
  return name;
}

/** Whether a unit is the last word of a name. */
export const hasUnit = (name: string, unit: string): boolean => withoutTotal(name).endsWith(`_${unit}`);
