import type { Manifests } from '../../../kubernetes/manifests';
import { nameOf } from '../../../kubernetes/object';
import { selects, showSelector, type LabelSelector } from '../../../kubernetes/selector';
import type { Service, ServicePort } from '../../../kubernetes/service';
import { resolve, type ScrapeLink, type ScrapePath } from '../../../operator/scrape-path';
import { keptOf, scrapeFix, scrapesExternal } from '../shared/catalog-scrape';
import { about } from '../shared/endpoint';
import { nearest } from '../../expressions/nearest';
import { oneOf } from '../../expressions/report';
import { defineCheck, type Contracts, type Found } from '../../check';

// Certain once a selected Service was read with its pods, has the name of the monitor or of the application, or almost has
// the port. Otherwise a controller may create another Service with these labels, so it is a warning. One of several
// Services with the port is enough. A value that cannot be a name is skipped: the operator uses it as a regular expression.
export const check = defineCheck({
  id: 'monitor-service-port',
  severity: 'error',
  question: 'Is `port` of every ServiceMonitor endpoint the name of a port of the Service?',
  symptom: 'The job has 0 targets, although the Service is found; its endpoints are listed as dropped.',
  why: '`port` is the name of an entry in `spec.ports` of the Service: not its number, not its targetPort, and not a container port.',
  remedy:
    'Set `port` to the name of the port in the Service; or set `targetPort`, which is the port of the container.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/2515',
  needs: ['manifests', 'paths', 'contracts'],
  find: ({ manifests, paths, contracts }) =>
    paths
      .filter(({ monitor }) => monitor.kind === 'ServiceMonitor')
      .map((path) => [notAName(path), noSuchName(path, contracts, manifests)]),
});

/** The API server rejects it, whatever the Service has. */
function notAName(path: ScrapePath): Found {
  const given = path.endpoint.fields['port'];
  if (given === undefined || given === null || typeof given === 'string') return undefined;
  const ports = path.links.flatMap(({ service }) => service?.ports ?? []);
  return {
    ...about(path, 'port'),
    message: `the field takes the name of a port of the Service, not ${typeof given === 'number' ? 'a number' : 'another type'}`,
    found: given,
    expected: oneOf(
      ports.map(({ name }) => name),
      'a name, once the port of the Service has one',
    ),
    fix:
      path.links.length > 0
        ? fixFor(
            ports.find(({ port, targetPort }) => port === given || targetPort === given),
            path,
          )
        : typeof given === 'number'
          ? `targetPort: ${given} instead of port, if a container listens on ${given}; otherwise port with the name of the port of the Service`
          : 'set port to the name of the port of the Service',
  };
}

function noSuchName(path: ScrapePath, contracts: Contracts, manifests: Manifests): Found {
  const { port } = path.endpoint;
  const services = path.links.flatMap((link) => (link.service === undefined ? [] : [link.service]));
  if (
    services.length === 0 ||
    port === undefined ||
    /[^\w.-]/.test(port) ||
    services.some(({ ports }) => ports.some(({ name }) => name === port))
  )
    return undefined;
  const [service, ...others] = services as [Service, ...Service[]];
  const ports = services.flatMap((each) => each.ports);
  const similar = nearest(
    port,
    ports.flatMap(({ name }) => name ?? []),
  );
  const meant = ports.find((each) => isMeant(each, port, path.links));
  const likely = meant ?? ports.find(({ name }) => name !== undefined && name === similar);
  const external = scrapesExternal(path.monitor, contracts);
  const beside = meant === undefined && !external ? otherOf(service, port, manifests) : undefined;
  if (beside !== undefined)
    return {
      ...about(path, 'port'),
      message: `${nameOf(service)} has no port of that name, but ${nameOf(beside)} of the same pods has, and the selector does not match it`,
      found: port,
      expected: `labels of ${nameOf(beside)} in the selector`,
      fix: `in ${nameOf(path.monitor)}: spec: ${JSON.stringify({ selector: selectorOf(path, beside, service) })}`,
    };
  return {
    ...about(path, 'port'),
    ...(external || meant !== undefined || similar !== undefined || isMeantService(path, services)
      ? {}
      : { severity: 'warning' as const }),
    message:
      meant === undefined
        ? `${nameOf(service)}${others.length > 0 ? ` and ${others.length} more have` : ' has'} no port of that name`
        : `the value ${reason(port, meant, path)} of ${nameOf(service)}`,
    found: port,
    expected: oneOf(
      ports.map(({ name }) => name),
      'a name, once the port of the Service has one',
    ),
    fix: external
      ? scrapeFix(service, {
          kept: keptOf(path, contracts),
          selector: path.monitor.selector.matchLabels,
          port: likely,
          pods: path.links.flatMap(({ pods }) => pods),
        })
      : fixFor(likely, path),
  };
}

/** Another Service of the same pods that has the port, such as one for metrics beside one for users. */
const otherOf = ({ namespace, name, selector }: Service, port: string, { services }: Manifests) =>
  selector === undefined
    ? undefined
    : services
        .in(namespace)
        .find(
          (other) =>
            other.name !== name &&
            showSelector({ matchLabels: other.selector ?? {} }) === showSelector({ matchLabels: selector }) &&
            other.ports.some((each) => each.name === port),
        );

/** The labels that the monitor selects by, with the values of another Service; all of its labels where these match both. */
function selectorOf({ monitor }: ScrapePath, wanted: Service, unwanted: Service): LabelSelector {
  const keys = Object.keys(monitor.selector.matchLabels ?? {}).filter((key) =>
    Object.hasOwn(wanted.labels, key),
  );
  const matchLabels = Object.fromEntries(keys.map((key) => [key, wanted.labels[key]!]));
  return keys.length > 0 && !selects({ matchLabels }, unwanted.labels)
    ? { matchLabels }
    : { matchLabels: wanted.labels };
}

/** A Service that was read with its pods, or whose name is that of the monitor or a label that the monitor selects by. */
function isMeantService({ monitor, links }: ScrapePath, services: readonly Service[]): boolean {
  if (links.some(({ pods }) => pods.length > 0)) return true;
  const names = [monitor.name, ...Object.values(monitor.selector.matchLabels ?? {})];
  return services.some(({ name }) => names.includes(name));
}

/** What people write in place of the name: port number, targetPort, container port name, or another case. */
function isMeant(servicePort: ServicePort, port: string, links: readonly ScrapeLink[]): boolean {
  return (
    port === String(servicePort.port) ||
    port === String(servicePort.targetPort) ||
    port.toLowerCase() === servicePort.name?.toLowerCase() ||
    containerPortNames(servicePort, links).includes(port)
  );
}

const containerPortNames = (servicePort: ServicePort, links: readonly ScrapeLink[]) =>
  links.flatMap(({ pods }) =>
    pods.flatMap((pod) =>
      pod.containers.flatMap(({ ports }) =>
        ports.filter(({ number }) => number === resolve(servicePort, pod)).map(({ name }) => name),
      ),
    ),
  );

function reason(port: string, meant: ServicePort, { links }: ScrapePath): string {
  if (port === String(meant.port)) return 'is the number, not the name, of a port';
  if (port === String(meant.targetPort)) return 'is the targetPort, not the name, of a port';
  if (containerPortNames(meant, links).includes(port))
    return 'is the name of a container port, not of a port';
  return 'differs in case from the name of a port';
}

/** The port that is meant; else the only unnamed one with that name; else a container port of that name; else where to look. */
function fixFor(meant: ServicePort | undefined, { endpoint: { port, fields }, links }: ScrapePath): string {
  const services = links.flatMap(({ service }) => service ?? []);
  const ports = services.flatMap((service) => service.ports);
  if (meant?.name !== undefined) return `port: ${meant.name}`;
  // An unnamed port cannot be selected.
  const unnamed = meant ?? (ports.length === 1 && ports[0]!.name === undefined ? ports[0] : undefined);
  if (unnamed !== undefined)
    return `in ${nameOf(services[0]!)}: ports: ${JSON.stringify([{ name: nameFor(port), port: unnamed.port, targetPort: unnamed.targetPort }])}\nport: ${nameFor(port)}`;
  const declared = links.flatMap(({ pods }) =>
    pods.flatMap((pod) => pod.containers.flatMap(({ ports }) => ports)),
  );
  const wanted = port ?? fields['port'];
  const container = declared.find(({ name, number }) => name === wanted || number === wanted);
  if (container !== undefined)
    return `targetPort: ${container.name ?? container.number} instead of port; or in ${nameOf(services[0]!)}, add to ports: ${JSON.stringify({ name: container.name ?? 'metrics', port: container.number, targetPort: container.name ?? container.number })}`;
  const names = [...new Set(ports.flatMap(({ name }) => name ?? []))];
  return `set port to the port that serves the metrics (${names.join(', ')}); if none does, add one to ports of ${nameOf(services[0]!)}`;
}

const nameFor = (port: string | undefined): string =>
  port !== undefined && /[a-z]/.test(port) ? port : 'metrics';
