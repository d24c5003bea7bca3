import { AnnotationQueryBuilder, type AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Contract } from '../metrics/contract';
import type { Gauge } from '../metrics/metric';
import { countBy, offset, select, unless } from '../promql/build';
import { targetsOf, type Scope } from '../rules/scope';
import { grafanaExpr } from './grafana-expr';
import { DATASOURCE } from './variables';

/** Length of a mark, and the time over which versions are compared. */
const STEP = '5m';

/** The gauge whose labels hold the running version, found by the naming convention of Prometheus. */
function buildInfoOf(metrics: Contract): Gauge | undefined {
  return Object.values(metrics).find(
    (metric): metric is Gauge =>
      metric.kind === 'gauge' && metric.name.endsWith('_build_info') && Object.keys(metric.labels).length > 0,
  );
}

/** Marks when a new version appears; none for services without a `…_build_info` metric. */
export function deployments(scope: Scope, metrics: Contract): readonly Builder<AnnotationQuery>[] {
  const info = buildInfoOf(metrics);
  if (info === undefined) return [];
  const labels = Object.keys(info.labels);
  const series = select<Gauge>(info, targetsOf(scope));
  const appeared = unless(countBy(labels, series), countBy(labels, offset(series, STEP)));
  const { placement: _menu, ...shown } = new AnnotationQueryBuilder()
    .name('Deployments')
    .datasource(DATASOURCE)
    .enable(true)
    .iconColor('purple')
    .expr(grafanaExpr(appeared.expr))
    .step('1m')
    .titleFormat('Deployed')
    .textFormat(labels.map((label) => `${label} {{${label}}}`).join(', '))
    .tagKeys(labels.join(','))
    .build();
  // The default of the SDK hides the switch in a menu.
  return [{ build: () => shown }];
}
