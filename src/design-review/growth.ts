import { valueCount } from '../metrics/labels';
import { LEAST_RAW, rawValues } from '../page-check/raw-path';
import { FEW, GROWTHS, YES_OR_NO, type Growth } from './growth-table';
import type { PlannedLabel, PlannedMetric } from './plan';
import { snakeCase, wordsOf } from './words';

/** How a label grows; undefined when something bounds it, or nothing suggests that it does. */
export function growthOf({ name, values, seen = [] }: PlannedLabel, of?: PlannedMetric): Growth | undefined {
  if (values !== undefined) return undefined;
  const raw = rawValues(seen);
  const row = rowOf(wordsOf(name));
  if (row !== undefined) {
    if (row.ofThings && of !== undefined && isAboutThings(of)) return undefined;
    const templates = seen.length > 0 && raw.length === 0;
    return row.orRoutes && templates ? undefined : row;
  }
  return raw.length < LEAST_RAW || (of !== undefined && isAboutThings(of))
    ? undefined
    : {
        of: `values like ${raw[0]}`,
        values: 10_000,
        instead: 'record a template, or a class out of a list',
      };
}

/** An exporter and an info metric have a series for each thing that exists, whatever its labels are. */
export const isAboutThings = ({ name, ofExporter }: PlannedMetric): boolean =>
  ofExporter === true || name.endsWith('_info');

/** The longest ending tells most: `session_key` is a session, and other keys are objects. */
function rowOf(words: readonly string[]): (typeof GROWTHS)[number] | undefined {
  if (words.length > 1 && YES_OR_NO.includes(words[0] ?? '')) return undefined;
  const endings = words.map((_word, index) => words.slice(index).join('_'));
  if (endings.some((ending) => FEW.includes(ending))) return undefined;
  for (const ending of endings) {
    const row = GROWTHS.find((one) => one.endings.includes(ending));
    if (row !== undefined) return row;
  }
  return undefined;
}

/** How many values labels have that a plan says nothing about, by name: those of a small service. */
const USUAL_VALUES: ReadonlyMap<string, number> = new Map([
  ...['method', 'verb'].map((name) => [name, 5] as const),
  ...['status', 'status_code', 'code'].map((name) => [name, 12] as const),
]);

/** Routes, for one. */
const OTHER_VALUES = 10;

/** Buckets that client libraries give histograms, more or less. */
const USUAL_BUCKETS = 11;

/** Values that a bounded label has, or is assumed to have; Infinity where a contract says so. */
function usualValues({ name, values, seen }: PlannedLabel): number {
  if (values !== undefined) return valueCount(values);
  const usual = USUAL_VALUES.get(snakeCase(name)) ?? OTHER_VALUES;
  return seen === undefined ? usual : Math.max(1, seen.length);
}

/** Series of one metric on one target, without the labels that grow. */
export function boundedSeries(metric: PlannedMetric): number {
  const each = metric.labels
    .filter((label) => growthOf(label, metric) === undefined && usualValues(label) !== Infinity)
    .reduce((product, label) => product * usualValues(label), 1);
  return each * seriesOfOne(metric);
}

/** A histogram has a series a bucket, the implied +Inf bucket, _sum and _count; a summary some quantiles and those. */
function seriesOfOne({ kind, buckets }: PlannedMetric): number {
  if (kind === 'histogram') return (buckets?.length ?? USUAL_BUCKETS) + 3;
  return kind === 'summary' ? 5 : 1;
}

/** What was assumed about a metric's labels, to be said beside the numbers. */
export function assumptions(metric: PlannedMetric): string {
  const assumed = metric.labels.filter(
    (label) =>
      label.values === undefined && label.seen === undefined && growthOf(label, metric) === undefined,
  );
  return assumed.map((label) => `${label.name} ${usualValues(label)}`).join(', ');
}
