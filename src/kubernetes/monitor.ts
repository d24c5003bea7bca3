import type { LabelSelector } from '../helm-values/selectors';
import { listOf, mapOf, numberOf, textOf, textsOf, type Fields, type KubernetesObject } from './object';
import { relabelingsOf, type Relabeling } from './relabeling';
import { selectorOf } from './selector';

/** What ServiceMonitors and PodMonitors have in common. */
export interface Monitor extends KubernetesObject {
  readonly kind: 'ServiceMonitor' | 'PodMonitor';
  /** Of Services' labels for a ServiceMonitor, of pods' labels for a PodMonitor. */
  readonly selector: LabelSelector;
  /** Searched namespaces. */
  readonly namespaces: 'any' | readonly string[];
  readonly endpoints: readonly Endpoint[];
  /** A label **key**. */
  readonly jobLabel?: string;
  readonly targetLabels: readonly string[];
  readonly podTargetLabels: readonly string[];
  /** Samples at which a whole scrape fails. @default no limit */
  readonly sampleLimit?: number;
  readonly scrapeClass?: string;
}

/** One entry of `endpoints` (ServiceMonitor) or `podMetricsEndpoints` (PodMonitor). */
export interface Endpoint {
  /** A port's **name**: of the Service (ServiceMonitor) or of the container (PodMonitor). It wins over `targetPort`. */
  readonly port?: string;
  /** A container port by name or number; `portNumber` of a PodMonitor is one by number. */
  readonly targetPort?: string | number;
  readonly path: string;
  readonly scheme: string;
  /** @default Prometheus' global interval */
  readonly interval?: string;
  readonly scrapeTimeout?: string;
  readonly honorLabels: boolean;
  /** Whether finished pods are skipped. */
  readonly filterRunning: boolean;
  readonly relabelings: readonly Relabeling[];
  readonly metricRelabelings: readonly Relabeling[];
  /** The whole entry: credentials, TLS, parameters. */
  readonly fields: Fields;
}

export const ENDPOINTS_FIELD = { ServiceMonitor: 'endpoints', PodMonitor: 'podMetricsEndpoints' } as const;

/** @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/Documentation/api-reference/api.md */
export function monitorOf(object: KubernetesObject, kind: Monitor['kind']): Monitor {
  const spec = mapOf(object.fields['spec']);
  const jobLabel = textOf(spec['jobLabel']);
  const sampleLimit = numberOf(spec['sampleLimit']);
  const scrapeClass = textOf(spec['scrapeClass']);
  return {
    ...object,
    kind,
    selector: selectorOf(spec['selector']),
    namespaces: namespacesOf(spec['namespaceSelector'], object.namespace),
    endpoints: listOf(spec[ENDPOINTS_FIELD[kind]]).map((item) => endpointOf(mapOf(item))),
    ...(jobLabel ? { jobLabel } : {}),
    targetLabels: textsOf(spec['targetLabels']),
    podTargetLabels: textsOf(spec['podTargetLabels']),
    ...(sampleLimit === undefined ? {} : { sampleLimit }),
    ...(scrapeClass === undefined ? {} : { scrapeClass }),
  };
}

/**
 * Without a selector, a monitor searches its own namespace. A list in place of the map, which the API server rejects,
 * counts as the names that it holds.
 */
export function namespacesOf(value: unknown, own: string): Monitor['namespaces'] {
  const { any, matchNames = value } = mapOf(value);
  if (any === true) return 'any';
  const names = textsOf(matchNames);
  return names.length > 0 ? names : [own];
}

function endpointOf(fields: Fields): Endpoint {
  const { port, portNumber, targetPort, interval, scrapeTimeout } = fields;
  // The operator prefers portNumber of a PodMonitor.
  const target = numberOf(portNumber) ?? (typeof targetPort === 'string' ? targetPort : numberOf(targetPort));
  return {
    ...(textOf(port) ? { port: textOf(port)! } : {}),
    ...(target === undefined || target === '' ? {} : { targetPort: target }),
    path: textOf(fields['path']) || '/metrics',
    scheme: (textOf(fields['scheme']) || 'http').toLowerCase(),
    ...(textOf(interval) ? { interval: textOf(interval)! } : {}),
    ...(textOf(scrapeTimeout) ? { scrapeTimeout: textOf(scrapeTimeout)! } : {}),
    honorLabels: fields['honorLabels'] === true,
    filterRunning: fields['filterRunning'] !== false,
    relabelings: relabelingsOf(fields['relabelings']),
    metricRelabelings: relabelingsOf(fields['metricRelabelings']),
    fields,
  };
}
