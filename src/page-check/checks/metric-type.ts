import { pageType, seriesNames } from '../../metrics/series';
import { ofExposed, type MetricDifference, type PageCheck } from '../check';
import type { Exposed } from '../facts';
import { seriesChanged, seriesGone } from '../series-changes';

export const metricType: PageCheck = {
  id: 'metric-type',
  question: 'Does every metric have the type of the contract?',
  see: 'https://prometheus.io/docs/concepts/metric_types/',
  differences: ofExposed((one) =>
    pageType(one.metric) === one.type || isGaugeInText(one) || isAsStated(one) ? undefined : difference(one),
  ),
};

/** The text format has no info metrics and no state sets: they are gauges there. */
const isGaugeInText = ({ metric: { name, kind }, type }: Exposed): boolean =>
  (type === 'info' && name.endsWith('_info')) || (type === 'stateset' && kind === 'gauge');

const isAsStated = ({ metric, type, samples }: Exposed): boolean => {
  const stated = metric.typeOnPage === 'untyped' ? 'unknown' : metric.typeOnPage;
  return stated === type && samples.length > 0;
};

/** An exporter of others cannot be changed. */
const statedFix = ({ metric, type }: Exposed): string =>
  metric.kind === 'counter' && type === 'gauge'
    ? `; if it only rises in a program that you cannot change, set typeOnPage: 'gauge' in the contract`
    : '';

function difference(one: Exposed): MetricDifference {
  const { metric, family, type, samples } = one;
  const there = new Set(samples.map(({ name }) => name));
  const absent = seriesNames(metric).filter((name) => !there.has(name));
  const untyped = type === 'unknown' && absent.length === 0;
  const gone = seriesGone(family?.samples.length === 0 ? [] : absent);
  const changed = seriesChanged(metric);
  return {
    path: 'type',
    message: untyped ? 'the type is not declared' : 'the type differs from the contract',
    found: type,
    expected: pageType(metric),
    fix: `declare it as # TYPE ${metric.name} ${pageType(metric)}${untyped ? '' : `, and use that type of the client library${statedFix(one)}`}`,
    ...(untyped
      ? {}
      : {
          change: (selector, rule) => gone(selector, rule) ?? changed(selector, rule),
          severity: 'error' as const,
        }),
    line: family?.line,
  };
}
