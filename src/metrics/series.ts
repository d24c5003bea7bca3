import { valueCount } from './labels';
import type { Metric } from './metric';

/** The suffixes that Prometheus gives the series of a histogram. */
const HISTOGRAM_SUFFIXES = ['_bucket', '_count', '_sum'] as const;

/** The type that a metric has on the page, where native histograms are classic ones. */
export const pageType = ({ kind }: Metric): Exclude<Metric['kind'], 'native histogram'> =>
  kind === 'native histogram' ? 'histogram' : kind;

/** Names of the series that Prometheus stores of a metric. */
export const storedNames = (metric: Metric): readonly string[] =>
  metric.kind === 'native histogram' ? [metric.name] : seriesNames(metric);

/** Names of the series that a metric puts on the page. */
export function seriesNames(metric: Metric): readonly string[] {
  if (metric.kind === 'summary')
    return [...(metric.quantiles.length === 0 ? [] : ['']), '_count', '_sum'].map(
      (suffix) => metric.name + suffix,
    );
  return pageType(metric) === 'histogram'
    ? HISTOGRAM_SUFFIXES.map((suffix) => metric.name + suffix)
    : [metric.name];
}

/** Upper bound of the series that one target can expose for a metric; Infinity with an unbounded label. */
export function seriesBound(metric: Metric): number {
  const children = Object.values(metric.labels).reduce((count, values) => count * valueCount(values), 1);
  // A histogram child has a series a bucket, the implied +Inf bucket, _sum and _count.
  return children * seriesOfOne(metric);
}

function seriesOfOne(metric: Metric): number {
  switch (metric.kind) {
    case 'counter':
    case 'gauge':
      return 1;
    case 'histogram':
      return metric.buckets.length + 3;
    case 'summary':
      return metric.quantiles.length + 2;
    case 'native histogram':
      return ('bounds' in metric.buckets ? metric.buckets.bounds.length : 0) + 3;
  }
}
