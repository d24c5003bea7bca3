import { listOf, mapOf } from '../kubernetes/object';
import type { Endpoint, Monitor } from '../kubernetes/monitor';
import { monitorMetricRelabelings, monitorRelabelings } from './monitor-relabelings';
import type { PrometheusSettings } from './settings';
import type { LabelRules } from './target';

/** How names of scrape jobs start, by the kind of the monitor. */
export const JOB_PREFIX = { ServiceMonitor: 'serviceMonitor', PodMonitor: 'podMonitor' } as const;

/**
 * Name of the scrape job that the operator writes for one endpoint of a monitor.
 * @param index in the monitor's list of endpoints
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/prometheus/promcfg.go
 */
export const jobNameOf = (monitor: Monitor, index: number): string =>
  `${JOB_PREFIX[monitor.kind]}/${monitor.namespace}/${monitor.name}/${index}`;

/** Parameters of requests, by name. */
export const paramsOf = (value: unknown): LabelRules['params'] =>
  Object.fromEntries(
    Object.entries(mapOf(value)).map(([name, values]) => [
      name,
      listOf(values).filter((item): item is string => typeof item === 'string'),
    ]),
  );

/**
 * The part of a scrape configuration for an endpoint that decides its labels.
 * @param index in the monitor's list of endpoints
 * @param shard number of the shard. @default the targets of all shards
 */
export const labelRules = (
  monitor: Monitor,
  endpoint: Endpoint,
  index: number,
  settings: PrometheusSettings,
  shard?: number,
): LabelRules => ({
  jobName: jobNameOf(monitor, index),
  path: endpoint.path,
  scheme: endpoint.scheme,
  params: paramsOf(endpoint.fields['params']),
  honorLabels: endpoint.honorLabels && !settings.overrideHonorLabels,
  relabelings: monitorRelabelings(monitor, endpoint, settings, shard),
  metricRelabelings: monitorMetricRelabelings(monitor, endpoint, settings),
});
