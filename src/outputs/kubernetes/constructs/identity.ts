import type { PlacedService } from '../../../catalog/placement';
import type { ServingParts } from './workload-parts';

/** The name of the port of requests; monitors cannot select a port by number. */
export const PORT_NAME = 'http';

/** The name of the port of metrics, if metrics have their own. */
const METRICS_PORT_NAME = 'metrics';

/** A port, as the Service and the container name it. */
export interface NamedPort {
  readonly name: string;
  readonly port: number;
}

interface Ports {
  readonly port: number;
  readonly metricsPort?: number | undefined;
}

/** The port that Prometheus scrapes. */
export function metricsPort({ port, metricsPort }: Ports): NamedPort {
  return metricsPort === undefined
    ? { name: PORT_NAME, port }
    : { name: METRICS_PORT_NAME, port: metricsPort };
}

/** The ports of a service without duplicates, the one of requests first. */
export function namedPorts(service: ServingParts): readonly [NamedPort, ...NamedPort[]] {
  const others = Object.entries(service.workload.ports).map(([name, port]) => ({ name, port }));
  return [
    { name: PORT_NAME, port: service.port },
    ...(service.metricsPort === undefined ? [] : [metricsPort(service)]),
    ...others,
  ];
}

/**
 * The label by which Services and policies select pods, and monitors select Services. It must never change, because the
 * selector of a Deployment is immutable.
 */
export function selectorLabels({ name }: Pick<PlacedService, 'name'>): { readonly app: string } {
  return { app: name };
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function workloadLabels({ name }: Pick<PlacedService, 'name'>): Readonly<Record<string, string>> {
  return {
    ...selectorLabels({ name }),
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': name,
    'app.kubernetes.io/managed-by': 'cdk8s',
  };
}
