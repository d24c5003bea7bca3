import { isRuntimeMetric } from '../exposition/runtime-metrics';
import type { Plan, PlannedMetric } from './plan';

/** Metrics whose names and labels a library or program has set: advice about them cannot be followed. */
interface Instrumentation {
  /** What exposes them. */
  readonly by: string;
  readonly names: RegExp;
  /** Whether they are about other things than the process that exposes them. @default false */
  readonly exporter?: true;
}

const INSTRUMENTATIONS: readonly Instrumentation[] = [
  { by: 'kube-state-metrics', names: /^kube_/, exporter: true },
  { by: 'node exporter', names: /^node_/, exporter: true },
  { by: 'cAdvisor', names: /^(container|machine)_/, exporter: true },
  { by: 'Prometheus', names: /^(prometheus|alertmanager|promhttp|net_conntrack)_/ },
  { by: 'Istio and Envoy', names: /^(istio|envoy|pilot|galley|citadel)_/ },
  { by: 'gRPC', names: /^grpc_(server|client)_/ },
  {
    by: 'OpenTelemetry',
    // https://opentelemetry.io/docs/specs/semconv/general/metrics/, with the suffixes of Prometheus
    names:
      /^((http|rpc)_(server|client)_(duration|request_duration|call_duration|active_requests|open_connections|connection_duration|(request|response)(_body)?_size|(requests|responses)_per_rpc).*|db_client_(operation|connection|response)_.*|messaging_(client|process)_.*|otelcol_.*|target_info|otel_scope_info)$/,
  },
  {
    by: 'Micrometer',
    names:
      /^(http_(server|client)_requests(_active)?_seconds(_max)?|(hikaricp|jdbc_connections|tomcat|jetty|logback|log4j2|executor|spring|lettuce|hibernate|resilience4j|tasks_scheduled_execution|kafka_(consumer|producer))_.*|application_(ready|started)_time_seconds|system_(cpu_(count|usage)|load_average_1m)|disk_(free|total)_bytes|cache_(size|gets_total|puts_total|evictions_total|eviction_weight_total))$/,
  },
];

const byName = (name: string): Instrumentation | undefined =>
  INSTRUMENTATIONS.find(({ names }) => names.test(name)) ??
  (isRuntimeMetric(name) ? { by: 'the runtime', names: /^/ } : undefined);

/** Whether the metric is one that a plan's author can name and label. */
export const isOwn = ({ name }: PlannedMetric): boolean => byName(name) === undefined;

/** What exposes metrics of the plan that are not its author's, with their number. */
export function instrumentationOf({ metrics }: Plan): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of metrics) {
    const by = byName(name)?.by;
    if (by !== undefined) counts.set(by, (counts.get(by) ?? 0) + 1);
  }
  return counts;
}

/** Whether all that a plan has is what a known exporter exposes. */
export const isKnownExporter = ({ metrics }: Plan): boolean =>
  metrics.every(({ name }) => byName(name)?.exporter === true);
