import { collectDefaultMetrics, type Registry } from 'prom-client';

/** Gauges that prom-client names like counters, which `promtool check metrics` refuses. Each repeats a sum by type. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** What prom-client tells about the process and Node. */
export function collectRuntimeMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
}
