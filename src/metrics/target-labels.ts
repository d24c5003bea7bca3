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
 * Also attached by the operator: the name of the Service port. No query needs it, and services emit a label of that name
 * (the route of a request), so ours renames it to `port`: see `constructs/service-monitor.ts`.
 */
export const ENDPOINT_LABEL = 'endpoint';
