import type { PlacedService } from '../catalog/placement';
import type { Metric } from '../metrics/metric';

/**
 * What dashboards draw from a metric itself rather than from recorded series, which rules tell.
 * @returns undefined for nothing
 */
export function dashboardUse(metric: Metric, { signals }: PlacedService): string | undefined {
  if (signals?.inFlight?.name === metric.name) return 'requests in flight';
  return metric.kind === 'gauge' && metric.name.endsWith('_build_info') ? 'the versions that run' : undefined;
}
