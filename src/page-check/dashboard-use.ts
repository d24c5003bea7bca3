import type { PlacedService } from '../catalog/placement';
import type { Metric } from '../metrics/metric';

/**
 * The panels that query a metric directly. Panels on recorded series are found through the rules.
 * @returns undefined for nothing
 */
export function dashboardUse(metric: Metric, { signals }: PlacedService): string | undefined {
  if (signals?.inFlight?.name === metric.name) return 'requests in flight';
  return metric.kind === 'gauge' && metric.name.endsWith('_build_info') ? 'the versions that run' : undefined;
}
