import type { PlacedService } from '../../../catalog/placement';

/** The name by which monitors and probes call a service's port; monitors cannot select a port by number. */
export const PORT_NAME = 'http';

/** The same for metrics, where they have a port of their own. */
const METRICS_PORT_NAME = 'metrics';

/** A port, as the Service and the container call it. */
export interface NamedPort {
  readonly name: string;
  readonly port: number;
}

type Ports = Pick<PlacedService, 'port' | 'metricsPort'>;

/** Where Prometheus asks. */
export function metricsPort({ port, metricsPort }: Ports): NamedPort {
  return metricsPort === undefined
    ? { name: PORT_NAME, port }
    : { name: METRICS_PORT_NAME, port: metricsPort };
}

/** Every port of a service, each once. */
export function namedPorts(service: Ports): readonly NamedPort[] {
  const requests = { name: PORT_NAME, port: service.port };
  return service.metricsPort === undefined ? [requests] : [requests, metricsPort(service)];
}

/**
 * The label by which Services find pods, monitors find Services and policies find pods. It never changes: the
 * selector of a Deployment cannot.
 */
export function selectorLabels({ name }: Pick<PlacedService, 'name'>): { readonly app: string } {
  return { app: name };
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function objectLabels({ name, team }: Pick<PlacedService, 'name' | 'team'>): Record<string, string> {
  return {
    ...selectorLabels({ name }),
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': name,
    'app.kubernetes.io/managed-by': 'cdk8s',
    team,
  };
}

/**
 * Labels of monitors and rules: the chart's default selectors want the release, and with the selectors of discovery
 * mode `all` it does no harm.
 */
export function monitoringLabels(service: PlacedService): Record<string, string> {
  return { ...objectLabels(service), release: service.release };
}
