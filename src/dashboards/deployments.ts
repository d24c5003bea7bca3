import { AnnotationQueryBuilder, type AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Contract } from '../metrics/contract';
import type { Gauge } from '../metrics/metric';
import { countBy, offset, select, unless } from '../promql/build';
import { targetsOf, type Scope } from '../rules/scope';
import { grafanaExpr } from './grafana-expr';
import { DATASOURCE } from './variables';

/** How long a deployment is shown, and how often versions are compared: no shorter change is of interest. */
const STEP = '5m';

/** The gauge whose labels tell what is running, by the naming convention of Prometheus' own programs. */
function buildInfoOf(metrics: Contract): Gauge | undefined {
  return Object.values(metrics).find(
    (metric): metric is Gauge =>
      metric.kind === 'gauge' && metric.name.endsWith('_build_info') && Object.keys(metric.labels).length > 0,
  );
}

/** Marks when a version appears that was not there before; nothing for services that do not tell theirs. */
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
  // The SDK's own default hides the switch in a menu.
  return [{ build: () => shown }];
}
