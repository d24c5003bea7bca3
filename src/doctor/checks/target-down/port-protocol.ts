import { nameOf } from '../../../kubernetes/object';
import type { ScrapePath, TargetGroup } from '../../../operator/scrape-path';
import { about, targetPortField, targetsOf } from '../shared/endpoint';
import { defineCheck } from '../../check';

// Certain, because a scrape is HTTP over TCP.
export const check = defineCheck({
  id: 'port-protocol',
  severity: 'error',
  question: 'Is every scraped port a TCP port?',
  symptom: 'The target is down with "connection refused" or a timeout.',
  why: 'Prometheus scrapes over TCP, but also lists ports declared as UDP or SCTP as targets.',
  remedy: 'Add a TCP port for the metrics, and select it by its name.',
  see: 'https://kubernetes.io/docs/reference/networking/service-protocols/',
  needs: ['paths'],
  find: ({ paths }) =>
    paths.filter(isCertain).flatMap((path) =>
      targetsOf(path)
        .filter(([, { servicePort, containerPort }]) => protocolOf(servicePort, containerPort) !== 'TCP')
        .slice(0, 1)
        .map(([{ service }, target]) => ({
          ...about(path, path.endpoint.port === undefined ? targetPortField(path) : 'port'),
          message: `the scraped port of ${nameOf(service ?? target.pod.owner)} uses ${protocolOf(target.servicePort, target.containerPort)}, and a scrape needs TCP`,
          found: path.endpoint.port ?? path.endpoint.targetPort,
          expected: 'a TCP port',
          fix: `in ports of ${nameOf(service ?? target.pod.owner)}: ${JSON.stringify(overTcp(target))}`,
        })),
    ),
});

/** Without a port, every one is a target, unless relabeling keeps some. */
const isCertain = ({ endpoint: { port, targetPort, relabelings } }: ScrapePath): boolean =>
  (port ?? targetPort) !== undefined ||
  relabelings.every(({ action }) => !/^(keep|drop)/i.test(action ?? ''));

/** The same entry, with protocol TCP. */
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
