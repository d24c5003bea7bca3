/**
 * Every name that other systems remember: rules, groups, alerts, resources and labels. Changing one breaks recorded
 * history, silences and dashboards, so they live in one place.
 */

/** `task-api` → `task_api`: the level of a service's recording rules. */
function recordPrefix(service: string): string {
  return service.replaceAll('-', '_');
}

/** `task-api` → `TaskApi`: how a service's alerts start. */
export function alertPrefix(service: string): string {
  return service
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Longest alert name that mixtool's linter accepts. */
export const ALERT_NAME_LIMIT = 40;

/** Recording rules of the golden signals: `<service>:<what>`. */
export const goldenSignalRecords = {
  requestRate: (service: string) => `${recordPrefix(service)}:requests:rate5m`,
  errorPercentage: (service: string) => `${recordPrefix(service)}:errors:rate5m`,
  latencyP50: (service: string) => `${recordPrefix(service)}:latency_p50:5m`,
  latencyP95: (service: string) => `${recordPrefix(service)}:latency_p95:5m`,
  latencyP99: (service: string) => `${recordPrefix(service)}:latency_p99:5m`,
  cpuUsage: (service: string) => `${recordPrefix(service)}:cpu_usage:rate5m`,
  memoryUtilization: (service: string) => `${recordPrefix(service)}:memory_utilization:ratio`,
} as const;

/** Rule groups: names are unique in a PrometheusRule, and appear in Prometheus' own metrics. */
export const groupNames = {
  recording: (service: string) => service,
  goldenSignals: (service: string) => `${service}-golden-signals`,
  alerts: (service: string) => `${service}-alerts`,
  ownAlerts: (service: string) => `${service}-own-alerts`,
} as const;

/** PrometheusRule resources. */
export const ruleResourceNames = {
  recording: (service: string) => `${service}-recording-rules`,
  alerts: (service: string) => `${service}-alerts`,
} as const;
