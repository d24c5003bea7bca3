import { nameOf, numberOf } from '../../../kubernetes/object';
import type { ContainerPort, PodTemplate } from '../../../kubernetes/pod-template';
import type { ServicePort } from '../../../kubernetes/service';
import type { ScrapePath } from '../../../operator/scrape-path';
import { keptOf, podScrapeFix, scrapeFix, scrapesExternal } from '../shared/catalog-scrape';
import { about } from '../shared/endpoint';
import { nearest } from '../../expressions/nearest';
import { oneOf } from '../../expressions/report';
import { defineCheck, type Contracts, type Found } from '../../check';

// Certain once pods were read: Prometheus discovers only the ports that containers declare. Ports of injected sidecars
// are skipped, and one of several pod templates with the port is enough.
export const check = defineCheck({
  id: 'monitor-target-port',
  severity: 'error',
  question: 'Do the pods declare the container port that a monitor selects?',
  symptom:
    'The job has 0 targets, although Service and pods exist; the discovered targets are listed as dropped.',
  why: 'Prometheus compares `targetPort` of a ServiceMonitor, and `port` and `portNumber` of a PodMonitor, with the declared `ports` of the containers, by number or name. It does not compare them with ports of the Service.',
  remedy: 'Set the containerPort or its name, and declare it in the pod template.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/2515',
  needs: ['paths', 'contracts'],
  find: ({ paths, contracts }) => paths.flatMap((path) => undeclared(path, contracts)),
});

/** Of Istio's and Linkerd's sidecars. */
const INJECTED: readonly (string | number)[] = [
  'http-envoy-prom',
  'linkerd-admin',
  'linkerd-proxy',
  15020,
  15090,
  4191,
];

function undeclared(path: ScrapePath, contracts: Contracts): Found {
  const { endpoint, links, monitor } = path;
  const ofPods = monitor.kind === 'PodMonitor';
  const [field, wanted] =
    endpoint.port === undefined
      ? ([
          numberOf(endpoint.fields['portNumber']) === undefined ? 'targetPort' : 'portNumber',
          endpoint.targetPort,
        ] as const)
      : (['port', ofPods ? endpoint.port : undefined] as const);
  const pods = links.flatMap((link) => link.pods);
  if (wanted === undefined || INJECTED.includes(wanted) || pods.length === 0) return undefined;
  if (pods.some((pod) => declares(pod, wanted))) return declaredTwice(path, field, wanted);
  const servicePort = links
    .flatMap(({ service }) => service?.ports ?? [])
    .find(({ port, name }) => port === Number(wanted) || name === wanted);
  const declared = pods.flatMap((pod) => pod.containers.flatMap(({ ports }) => ports));
  const names = declared.map(({ name, number }) => (field === 'port' ? name : (name ?? number)));
  return {
    ...about(path, field),
    message: problemOf(wanted, servicePort !== undefined, pods),
    found: wanted,
    expected: oneOf(
      typeof wanted === 'number' ? declared.map(({ number }) => number) : names,
      'a port that a container declares',
    ),
    fix: scrapesExternal(monitor, contracts)
      ? catalogFix(path, contracts)
      : fixOf(path, field, wanted, servicePort),
  };
}

/** Kubernetes requires unique port names in a container, not in a pod. */
function declaredTwice(path: ScrapePath, field: string, wanted: string | number): Found {
  const { endpoint, links, monitor } = path;
  // Relabeling may keep one of them.
  if (typeof wanted === 'number' || endpoint.relabelings.length > 0) return undefined;
  for (const pod of links.flatMap((link) => link.pods)) {
    const same = pod.containers.flatMap(({ name, ports }) =>
      ports.filter((port) => port.name === wanted).map(({ number }) => ({ name, number })),
    );
    const [first, second] = same;
    if (first === undefined || second === undefined) continue;
    return {
      ...about(path, field),
      severity: 'warning',
      message: `containers ${first.name} and ${second.name} of ${nameOf(pod.owner)} both have a port of that name, so Prometheus scrapes both, and each that serves no metrics is down`,
      found: wanted,
      expected: 'a name that one container has',
      fix: `${monitor.kind === 'PodMonitor' ? 'portNumber' : 'targetPort'}: ${first.number}; or ${second.number}, if that serves the metrics`,
    };
  }
  return undefined;
}

const declares = ({ containers }: PodTemplate, wanted: string | number): boolean =>
  containers.some(({ ports }) =>
    ports.some(({ name, number }) => (typeof wanted === 'number' ? number === wanted : name === wanted)),
  );

function problemOf(wanted: string | number, isServicePort: boolean, pods: readonly PodTemplate[]): string {
  if (isServicePort)
    return 'the field takes a port of the containers, but the value is a port of the Service';
  const isText = typeof wanted === 'string' && /^\d+$/.test(wanted);
  if (isText && pods.some((pod) => declares(pod, Number(wanted))))
    return 'the value is a string, so it selects a container port by name, not by number';
  return 'no container of the pods declares the port';
}

function catalogFix(path: ScrapePath, contracts: Contracts): string {
  const { links, monitor } = path;
  const kept = keptOf(path, contracts);
  const pods = links.flatMap((link) => link.pods);
  const service = links.find((link) => link.service !== undefined)?.service;
  return service === undefined
    ? podScrapeFix(pods[0]!, kept)
    : scrapeFix(service, { kept, selector: monitor.selector.matchLabels, pods });
}

/**
 * The declared port that the value stands for; else the port of the Service that leads to it; else its declaration. Of
 * other declared ports, only an almost equal name is proposed: the others serve something else.
 */
function fixOf(
  { links, monitor }: ScrapePath,
  field: string,
  wanted: string | number,
  servicePort: ServicePort | undefined,
): string {
  const pods = links.flatMap((link) => link.pods);
  const declared = pods.flatMap(({ containers }) => containers.flatMap(({ ports }) => ports));
  const target = servicePort?.targetPort;
  const similar = typeof wanted === 'string' ? similarName(wanted, declared) : undefined;
  const meant = declared.find(
    ({ name, number }) =>
      number === Number(wanted) ||
      number === target ||
      (name !== undefined && (name === target || name === similar)),
  );
  if (meant !== undefined) {
    if (field !== 'port')
      return `${field}: ${field === 'portNumber' ? meant.number : (similar ?? meant.number)}`;
    if (meant.name !== undefined) return `port: ${meant.name}`;
    return monitor.kind === 'PodMonitor' ? `portNumber: ${meant.number}` : `targetPort: ${meant.number}`;
  }
  const container =
    pods.length === 1 && pods[0]!.containers.length === 1 ? pods[0]!.containers[0]!.name : undefined;
  const where = `in ${container ? `container ${container}` : 'the container that serves the metrics'} of ${nameOf(pods[0]!.owner)}`;
  // Digits in quotes can only be meant as a number.
  const digits = typeof wanted === 'string' && /^\d+$/.test(wanted);
  const number = typeof wanted === 'number' || digits ? Number(wanted) : numberBehind(wanted, links);
  const declaration =
    number === undefined
      ? `${where}, set name: ${wanted} on the entry of ports with the port of the metrics`
      : `${where}, add to ports: ${JSON.stringify({ name: typeof wanted === 'string' && !digits ? wanted : 'metrics', containerPort: number })}${digits ? `, and here ${field === 'port' ? 'port: metrics' : `${field}: ${number}`}` : ''}`;
  const leading = links
    .flatMap(({ service }) => service?.ports ?? [])
    .find(({ name, targetPort }) => name !== undefined && (targetPort === wanted || name === wanted));
  return leading === undefined ? declaration : `port: ${leading.name} instead of ${field}; or ${declaration}`;
}

const similarName = (wanted: string, declared: readonly ContainerPort[]): string | undefined => {
  const names = declared.flatMap(({ name }) => name ?? []);
  return names.find((name) => name.toLowerCase() === wanted.toLowerCase()) ?? nearest(wanted, names);
};

/** The number of a port of that name, where the Service or an annotation has it. */
function numberBehind(wanted: string, links: ScrapePath['links']): number | undefined {
  const ofService = links
    .flatMap(({ service }) => service?.ports ?? [])
    .find(({ name }) => name === wanted)?.targetPort;
  const [annotated] = links
    .flatMap(({ pods }) => pods)
    .flatMap(({ annotations }) => annotations['prometheus.io/port'] ?? []);
  return numberOf(ofService) ?? (/^\d+$/.test(annotated ?? '') ? Number(annotated) : undefined);
}
