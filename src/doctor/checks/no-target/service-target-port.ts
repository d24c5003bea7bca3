import { nameOf } from '../../../kubernetes/object';
import type { ContainerPort } from '../../../kubernetes/pod-template';
import type { Service, ServicePort } from '../../../kubernetes/service';
import { resolve, type ScrapeLink } from '../../../operator/scrape-path';
import { nearest } from '../../expressions/nearest';
import { oneOf } from '../../expressions/report';
import { defineCheck, type Contracts, type Found } from '../../check';

// Certain for a name once the pods of the Service were read: if no container declares it, there is no endpoint. A number
// works undeclared, so it is an error only for services of our catalog, whose port is known, and info where the
// containers declare other ports.
export const check = defineCheck({
  id: 'service-target-port',
  severity: 'error',
  question: 'Does the scraped port of every Service exist in the pods?',
  symptom:
    'The Service has no endpoints (for a name), or its targets are down with "connection refused" (for a number).',
  why: '`targetPort` of a Service is the name or the number of a container port. With a name that no container declares, there is no endpoint, and no error.',
  remedy: 'Set the name or number that the container declares.',
  see: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  needs: ['paths', 'contracts'],
  find: ({ paths, contracts }) => {
    const seen = new Set<ServicePort>();
    return paths.flatMap(({ endpoint, links }) =>
      links.flatMap((link) => {
        const port = link.service?.ports.find(({ name }) => name !== undefined && name === endpoint.port);
        if (port === undefined || link.service === undefined || seen.has(port)) return undefined;
        seen.add(port);
        return wrongTarget(link.service, port, link, contracts);
      }),
    );
  },
});

function wrongTarget(service: Service, port: ServicePort, { pods }: ScrapeLink, contracts: Contracts): Found {
  const { targetPort } = port;
  const declared = pods.flatMap(({ containers }) => containers.flatMap(({ ports }) => ports));
  const own = contracts.scraped?.(service)?.port;
  const at = {
    object: service,
    path: `spec.ports[${service.ports.indexOf(port)}].targetPort`,
    found: targetPort,
  };
  if (typeof targetPort === 'string') {
    if (pods.length === 0 || pods.some((pod) => resolve(port, pod) !== undefined)) return undefined;
    const same = declared.find(({ name }) => name === targetPort);
    return {
      ...at,
      message:
        same === undefined
          ? 'no container of the pods declares a port of that name'
          : `the container port of that name uses ${same.protocol}, not ${port.protocol}`,
      expected: oneOf(
        declared.map(({ name, number }) => name ?? number),
        'a port that a container declares',
      ),
      fix: fixFor(targetPort, port, declared, nameOf(pods[0]!.owner)),
    };
  }
  if (own !== undefined && own !== targetPort && pods.length > 0)
    return {
      ...at,
      message: 'the service listens on another port',
      expected: String(own),
      fix: `targetPort: ${own}`,
    };
  // A container that declares no port, or listens on more than it declares, is common.
  if (declared.length === 0 || declared.some(({ number }) => number === targetPort)) return undefined;
  return {
    ...at,
    severity: 'info',
    message: 'the containers of the pods declare other ports only',
    expected: oneOf(
      declared.map(({ number }) => number),
      '',
    ),
    fix: `if the container listens on it, add to its ports: {"containerPort":${targetPort}}`,
  };
}

/** A declared port with almost that name, with the name or the number of the Service's port; else what to compare. */
function fixFor(
  wanted: string,
  { name, port, protocol }: ServicePort,
  declared: readonly ContainerPort[],
  owner: string,
): string {
  const names = declared.flatMap((each) => each.name ?? []);
  const similar = nearest(wanted, names);
  const meant =
    declared.find((each) => each.name === wanted) ??
    declared.find((each) => each.name !== undefined && each.name === similar) ??
    declared.find((each) => each.number === Number(wanted)) ??
    declared.find((each) => (each.name !== undefined && each.name === name) || each.number === port);
  if (meant?.name === wanted) return `protocol: ${meant.protocol}`;
  if (meant !== undefined)
    return `targetPort: ${meant.protocol === protocol ? (meant.name ?? meant.number) : meant.number}`;
  const choice = names.length === 0 ? '' : `; if ${names.join(' or ')} serves it, targetPort is that name`;
  return `in the container of ${owner}, set name: ${wanted} on the entry of ports that serves it${choice}`;
}
