import { writtenEndpoints } from '../../../kubernetes/endpoints';
import { nameOf } from '../../../kubernetes/object';
import { about, oneOf } from '../shared/endpoint';
import { defineCheck } from '../../check';

// Certain where a Service without selector was read with the endpoints that somebody wrote for it. Those of a Service
// with a selector are written by Kubernetes, which copies the names.
export const check = defineCheck({
  id: 'endpoints-port',
  severity: 'error',
  question: 'Do endpoints that were written by hand name the port as the monitor does?',
  symptom: 'The job has 0 targets, although Service and endpoints are there.',
  why: 'Prometheus compares `port` of a ServiceMonitor with the names of the ports in the Endpoints or EndpointSlices. For a Service without selector nobody copies the names of its ports there.',
  remedy: 'Give the port in the Endpoints the name that it has in the Service.',
  see: 'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors',
  needs: ['manifests', 'paths'],
  find: ({ manifests, paths }) => {
    const asked = paths.filter(
      ({ monitor, endpoint: { port } }) => monitor.kind === 'ServiceMonitor' && port !== undefined,
    );
    if (asked.length === 0) return [];
    const written = writtenEndpoints(manifests);
    return asked.flatMap((path) => {
      const { port = '' } = path.endpoint;
      // What cannot be a name is used as a regular expression.
      if (/[^\w-]/.test(port)) return [];
      const ends = path.links.map(({ service, pods }) =>
        service === undefined ||
        service.selector !== undefined ||
        pods.length > 0 ||
        !service.ports.some(({ name }) => name === port)
          ? undefined
          : { service, endpoints: written.get(`${service.namespace}/${service.name}`) },
      );
      const wrong = ends.flatMap((end) =>
        end?.endpoints?.hasAddresses === true && !end.endpoints.portNames.includes(port)
          ? [{ service: end.service, endpoints: end.endpoints }]
          : [],
      );
      const [first] = wrong;
      // One Service with the port among several is enough.
      if (first === undefined || wrong.length < ends.length) return [];
      const names = first.endpoints.portNames.filter((name) => name !== '');
      return [
        {
          ...about(path, 'port'),
          message: `names no port of ${nameOf(first.endpoints.object)}, which holds the addresses of ${nameOf(first.service)}`,
          found: port,
          expected: oneOf(names, 'a port with that name there'),
          fix: `in ${nameOf(first.endpoints.object)}: ports: [{"name":"${port}","port":${first.service.ports.find(({ name }) => name === port)?.targetPort ?? 0}}]`,
        },
      ];
    });
  },
});
