import { aboutEach, why, type Described } from '../../expressions/report';
import { defineCheck } from '../../check';
import type { Metric } from '../../../metrics/metric';
import { factOf, labelsThere } from '../../expressions/shape';
import { walk, type Call, type Expr } from '../../../promql/expr';
import { print } from '../../../promql/print';
import type { SeriesCatalog } from '../../expressions/series-catalog';
import { metricNames } from '../../expressions/metric-names';

const bucketOf = (names: readonly string[]): string =>
  names.find((name) => name.endsWith('_bucket')) ??
  `${(names[0] ?? '').replace(/_(count|sum|total)$/, '')}_bucket`;

function rateOf(expr: Expr, bucket: string): string {
  for (const node of walk(expr))
    if (node.node === 'call' && node.args[0]?.node === 'range')
      return print({
        ...node,
        args: [
          { ...node.args[0], selector: { ...node.args[0].selector, name: bucket } },
          ...node.args.slice(1),
        ],
      });
  return `rate(${bucket}[5m])`;
}

const isClassic = (metric: Metric | undefined): boolean =>
  metric !== undefined && metric.kind !== 'native histogram';

/** Series without buckets: of a histogram those that end in _sum or _count, which never have le. */
function ofOtherSeries(node: Call, names: readonly string[], catalog: SeriesCatalog): Described | undefined {
  const [name] = names;
  const [quantile, inner] = node.args;
  if (
    quantile === undefined ||
    inner === undefined ||
    names.length !== 1 ||
    name === undefined ||
    name.includes(':') ||
    name.endsWith('_bucket')
  )
    return undefined;
  if (catalog.metric(name) !== undefined || catalog.recordings.rulesOf(name).length > 0) return undefined;
  const isPart = /_(sum|count)$/.test(name);
  const grouped = inner.node === 'aggregation' && inner.grouping?.mode === 'by' ? inner.grouping.labels : [];
  // A native histogram has the name itself, and grouping it by le is harmless.
  if (!isPart && !grouped.includes('le')) return undefined;
  const head = (rate: string): string =>
    inner.node === 'aggregation'
      ? `${inner.operator}${inner.grouping === undefined ? '' : ` ${inner.grouping.mode} (${inner.grouping.labels.join(', ')})`} (${rate})`
      : rate;
  return {
    severity: isPart ? 'error' : 'warning',
    message: isPart
      ? `${name} has no buckets, so histogram_quantile of it is empty`
      : `${name} has no le unless it is a native histogram: the buckets of a classic one end in _bucket`,
    found: print(node),
    expected: 'series with le',
    fix: `write histogram_quantile(${print(quantile)}, ${head(rateOf(inner, bucketOf(names)))})`,
  };
}

export const check = defineCheck({
  id: 'quantile-without-le',
  severity: 'error',
  question: 'Do the series of every histogram_quantile have the label le?',
  symptom: 'A latency is NaN or missing, and its alert never fires.',
  why: 'A classic histogram distinguishes its buckets by le. An aggregation that drops le mixes all buckets, and a series other than _bucket never had le.',
  remedy: 'Aggregate with by (le, ...), over the series that end in _bucket.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { calls, catalog } }) =>
    aboutEach(calls, (node) => {
      const { name, args } = node;
      const [quantile, inner] = args;
      if (name !== 'histogram_quantile' || quantile === undefined || inner === undefined) return undefined;
      const shape = catalog.inference.of(inner);
      const names = metricNames(inner, catalog);
      // Buckets of VictoriaMetrics, which no Prometheus stores.
      if (labelsThere(shape).includes('vmrange')) return undefined;
      if (factOf(shape, 'le').presence !== 'never') return ofOtherSeries(node, names, catalog);
      // A native histogram has no le.
      if (!names.some((metric) => metric.endsWith('_bucket') || isClassic(catalog.metric(metric))))
        return undefined;
      const others = labelsThere(shape).filter((label) => label !== 'le');
      return {
        message: `the argument of histogram_quantile has no le label${why(shape)}`,
        found: labelsThere(shape),
        expected: 'series with le',
        fix: `write histogram_quantile(${print(quantile)}, sum by (${[...others, 'le'].join(', ')}) (${rateOf(inner, bucketOf(names))}))`,
      };
    }),
});
