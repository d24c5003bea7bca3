import { portNumbersOf, writtenEndpoints } from '../../../kubernetes/endpoints';
import { nameOf, type KubernetesObject } from '../../../kubernetes/object';
import type { Service } from '../../../kubernetes/service';
import { about } from '../shared/endpoint';
import { oneOf } from '../../expressions/report';
import { defineCheck } from '../../check';

// Certain where a Service without selector was read with its endpoints, which Kubernetes does not write. For a Service
// with a selector, Kubernetes copies the port names to the endpoints.
export const check = defineCheck({
  id: 'endpoints-port',
  severity: 'error',
  question: 'Do manually created endpoints have the port name that the monitor selects?',
  symptom: 'The job has 0 targets, although the Service and its endpoints exist.',
  why: 'Prometheus compares `port` of a ServiceMonitor with the port names in Endpoints or EndpointSlices. Kubernetes copies them from the Service only if the Service has a selector.',
  remedy: 'Give the port in the Endpoints the name that it has in the Service.',
  see: 'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors',
  needs: ['manifests', 'paths'],
  find: ({ manifests, paths }) => {
    const candidates = paths.filter(
      ({ monitor, endpoint: { port } }) => monitor.kind === 'ServiceMonitor' && port !== undefined,
    );
    if (candidates.length === 0) return undefined;
    const written = writtenEndpoints(manifests);
    return candidates.flatMap((path) => {
      const { port = '' } = path.endpoint;
      // The operator uses the value as a regular expression, which cannot be compared with names.
      if (/[^\w-]/.test(port)) return undefined;
      const [first, ...others] = path.links.map(({ service, pods }) => {
        const hasPort = service?.ports.some(({ name }) => name === port) === true;
        if (service === undefined || service.selector !== undefined || pods.length > 0 || !hasPort)
          return undefined;
        const endpoints = written.get(`${service.namespace}/${service.name}`);
        return endpoints?.hasAddresses === true && !endpoints.portNames.includes(port)
          ? { service, endpoints }
          : undefined;
      });
      // One of several Services with the port gives a target.
      if (first === undefined || others.includes(undefined)) return undefined;
      const names = first.endpoints.portNames.filter((name) => name !== '');
      return {
        ...about(path, 'port'),
        message: `${nameOf(first.endpoints.object)}, with the addresses of ${nameOf(first.service)}, has no port of that name`,
        found: port,
        expected: oneOf(names, 'a port with that name in the endpoints'),
        fix: fixFor(port, first.service, first.endpoints.object),
      };
    });
  },
});

/** The only port of the endpoints under the right name; else the one with the number that the Service has. */
function fixFor(port: string, service: Service, endpoints: KubernetesObject): string {
  const numbers = [...portNumbersOf(endpoints).values()];
  const { targetPort } = service.ports.find(({ name }) => name === port) ?? {};
  const number = numbers.length === 1 ? numbers[0] : numbers.find((one) => one === targetPort);
  return number === undefined
    ? `in ${nameOf(endpoints)}, set name: ${port} on the entry of ports with the metrics`
    : `in ${nameOf(endpoints)}: ports: ${JSON.stringify([{ name: port, port: number }])}`;
}
