/**
 * Labels that prometheus-operator attaches to every series of a ServiceMonitor whose targets are pods, in addition to
 * `endpoint` (see below). `instance` comes from Prometheus itself.
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/prometheus/promcfg.go
 */
export const TARGET_LABELS = ['namespace', 'service', 'pod', 'container', 'job', 'instance'] as const;

/** A label that every scraped series has, whatever the service emits. */
export type TargetLabel = (typeof TARGET_LABELS)[number];

/** Labels that a service must not emit: the scrape's own win, and the service's are renamed `exported_*`. */
export const RESERVED_TARGET_LABELS: readonly string[] = [...TARGET_LABELS, 'node'];

/**
 * Also attached by the operator: the Service's port name. Unlike the others it says nothing that a query needs, and
 * services do emit it (the route of a request), so it gives way to theirs: see `constructs/service-monitor.ts`.
 */
export const YIELDING_TARGET_LABEL = 'endpoint';
