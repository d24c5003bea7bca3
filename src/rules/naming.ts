/**
 * Names that other systems store: rules, groups, alerts, resources and labels. Renaming one breaks recorded history,
 * silences and dashboards.
 */

/** `order-api` → `order_api`: the level of a service's recording rules. */
function recordPrefix(service: string): string {
  return service.replaceAll('-', '_');
}

/** `order-api` → `OrderApi`: prefix of a service's alerts. */
export function alertPrefix(service: string): string {
  return service
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Longer alert names are cut in lists, and mixtool's linter reports them. Prometheus and Alertmanager have no limit. */
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
  slos: (service: string) => `${service}-slo-rules`,
  slo: (service: string, slo: string) => `${service}-slo-${slo}-rules`,
  alerts: (service: string) => `${service}-alerts`,
} as const;

/**
 * Recording rules of SLOs: `<service>:<what>`. The SLO, the window and the kind of events are labels, so that neither
 * a new period nor a new objective starts a new history.
 */
export const sloRecords = {
  /** All that an evaluation reads of each target as of now, in one query; `slo_read` says what it is. */
  read: (service: string) => `${recordPrefix(service)}:slo_read:value`,
  /** What the counters of each target add up to; `outcome` is `all`, `bad` or `good`. */
  seen: (service: string) => `${recordPrefix(service)}:slo_seen:sum`,
  /** The same half a minute before. */
  seenMiddle: (service: string) => `${recordPrefix(service)}:slo_seen_middle:sum`,
  /** What of it is in the tiles. */
  counted: (service: string) => `${recordPrefix(service)}:slo_counted:sum`,
  /** The same at the evaluation before, up to an hour ago. */
  seenBefore: (service: string) => `${recordPrefix(service)}:slo_seen_before:sum`,
  /** What series had that an exporter has just expired (negative) or exposes again, by target. */
  idle: (service: string) => `${recordPrefix(service)}:slo_idle:sum`,
  /** Unix time at which the process of each target started. */
  processStart: (service: string) => `${recordPrefix(service)}:slo_process_start:seconds`,
  /** The same half a minute before. */
  processStartMiddle: (service: string) => `${recordPrefix(service)}:slo_process_start_middle:seconds`,
  /** The same at the evaluation before, up to an hour ago. */
  processStartBefore: (service: string) => `${recordPrefix(service)}:slo_process_start_before:seconds`,
  /** The start times of processes that are new since then. */
  processBegun: (service: string) => `${recordPrefix(service)}:slo_process_begun:seconds`,
  /** Events in one minute; `outcome` is `all` or `bad`. */
  minuteEvents: (service: string) => `${recordPrefix(service)}:slo_events:count1m`,
  /** Events in five minutes; `outcome` is `all` or `bad`. */
  events: (service: string) => `${recordPrefix(service)}:slo_events:count5m`,
  /** Events in one minute, `hours` being `even` or `odd` after the clock hour (UTC). */
  eventsByHour: (service: string) => `${recordPrefix(service)}:slo_events_by_hour:count1m`,
  /** Events since the last full hour. */
  hourUnderWay: (service: string) => `${recordPrefix(service)}:slo_events_this_hour:count`,
  /** Events in a clock hour, recorded once when it is over. */
  hourEvents: (service: string) => `${recordPrefix(service)}:slo_events:count1h`,
  /** Events in the SLO's period. */
  periodEvents: (service: string) => `${recordPrefix(service)}:slo_period_events:count`,
  /** Events over the time in the label `window`, for the long windows of alerts; `outcome` is `all` or `bad`. */
  windowEvents: (service: string) => `${recordPrefix(service)}:slo_window_events:count`,
  /** Share of bad events over the time in the label `window`. */
  errorRatio: (service: string) => `${recordPrefix(service)}:slo_errors:ratio`,
  /** Share of bad events in five minutes, in percent. */
  errorPercentage: (service: string) => `${recordPrefix(service)}:slo_errors:percentage`,
  /** Share of bad events in the SLO's period. */
  periodErrorRatio: (service: string) => `${recordPrefix(service)}:slo_period_errors:ratio`,
  /** How many times faster than allowed the budget goes, over the time in the label `window`. */
  burnRate: (service: string) => `${recordPrefix(service)}:slo_errors:burn_rate`,
  /** Share of the error budget that is left; below 0 when it is overdrawn. */
  remainingBudget: (service: string) => `${recordPrefix(service)}:slo_error_budget:remaining`,
  /** Seconds until nothing is left at the last hour's burn rate. */
  exhaustion: (service: string) => `${recordPrefix(service)}:slo_error_budget:exhaustion_seconds`,
  /** Share of the period's hours that were counted. */
  coverage: (service: string) => `${recordPrefix(service)}:slo_error_budget:coverage`,
  /** The objective as a ratio. */
  objective: (service: string) => `${recordPrefix(service)}:slo_objective:ratio`,
  /** Always 1; its labels describe the SLO and may change. */
  info: (service: string) => `${recordPrefix(service)}:slo:info`,
} as const;

/** Rule groups of one SLO. */
export const sloGroupNames = {
  fast: (service: string, slo: string) => `${service}-slo-${slo}-fast`,
  slow: (service: string, slo: string) => `${service}-slo-${slo}-slow`,
  status: (service: string, slo: string) => `${service}-slo-${slo}-status`,
} as const;
