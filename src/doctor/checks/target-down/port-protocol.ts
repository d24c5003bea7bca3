import { nameOf } from '../../../kubernetes/object';
import type { TargetGroup } from '../../../operator/scrape-path';
import { about, targetPortField, targetsOf } from '../shared/endpoint';
import { defineCheck } from '../../check';

// Certain: a scrape is HTTP, which needs TCP.
export const check = defineCheck({
  id: 'port-protocol',
  severity: 'error',
  question: 'Is every port that is scraped a TCP port?',
  symptom: 'The target is down with "connection refused" or a timeout.',
  why: 'Prometheus speaks HTTP over TCP. A port declared as UDP or SCTP is listed as a target all the same.',
  remedy: 'Add a TCP port for the metrics, and name that one.',
  see: 'https://kubernetes.io/docs/reference/networking/service-protocols/',
  needs: ['paths'],
  find: ({ paths }) =>
    paths.flatMap((path) =>
      targetsOf(path)
        .filter(([, { servicePort, containerPort }]) => protocolOf(servicePort, containerPort) !== 'TCP')
        .slice(0, 1)
        .map(([{ service }, target]) => ({
          ...about(path, path.endpoint.port === undefined ? targetPortField(path) : 'port'),
          message: `leads to a ${protocolOf(target.servicePort, target.containerPort)} port of ${nameOf(service ?? target.pod.owner)}`,
          found: path.endpoint.port ?? path.endpoint.targetPort,
          expected: 'a TCP port',
          fix: `in ports of ${nameOf(service ?? target.pod.owner)}: ${JSON.stringify(overTcp(target))}`,
        })),
    ),
});

/** The entry as it stands, with the other protocol. */
function overTcp({ servicePort, containerPort, port }: TargetGroup) {
  const { name } = servicePort ?? containerPort ?? {};
  return {
    ...(name === undefined ? {} : { name }),
    ...(servicePort === undefined
      ? { containerPort: port }
      : { port: servicePort.port, targetPort: servicePort.targetPort }),
    protocol: 'TCP',
  };
}

const protocolOf = (
  servicePort: { readonly protocol: string } | undefined,
  containerPort: { readonly protocol: string } | undefined,
): string => (servicePort ?? containerPort)?.protocol ?? 'TCP';
