import type { Manifests } from '../kubernetes/manifests';
import type { Endpoint, Monitor } from '../kubernetes/monitor';
import type { Container, ContainerPort, PodTemplate } from '../kubernetes/pod-template';
import type { Service, ServicePort } from '../kubernetes/service';

/** One endpoint of a monitor with the pods that it scrapes. Where a list is empty, the chain is broken. */
export interface ScrapePath {
  readonly monitor: Monitor;
  readonly endpoint: Endpoint;
  /** Index in the monitor's list of endpoints. */
  readonly index: number;
  /** Selected Services with their pods. A PodMonitor has one link, without Service. */
  readonly links: readonly ScrapeLink[];
}

export interface ScrapeLink {
  /** @default none, for a PodMonitor */
  readonly service?: Service;
  /** Pods of the Service, or selected by the PodMonitor. */
  readonly pods: readonly PodTemplate[];
  /** One entry for every port of a pod template that the endpoint selects. */
  readonly targets: readonly TargetGroup[];
}

/** One target for each replica of a pod template. */
export interface TargetGroup {
  /** @default none: a container port without Service port */
  readonly servicePort?: ServicePort;
  readonly pod: PodTemplate;
  /** Number of the port of the pod. */
  readonly port: number;
  /** @default none: no container declares the port, so the target has no labels of a container */
  readonly container?: Container;
  readonly containerPort?: ContainerPort;
}

/** The endpoints of monitors with what they scrape. */
export interface ResolvedPaths {
  readonly paths: readonly ScrapePath[];
  /** Monitors that are left out, as they select too many pods. */
  readonly tooWide: readonly Monitor[];
}

/** Everything that a discovery finds without a monitor: pods, or Services with the pods behind them. */
export const allLinks = (
  role: 'pod' | 'endpoints' | 'endpointslice',
  { services, pods }: Manifests,
  namespaces: Monitor['namespaces'],
): readonly ScrapeLink[] =>
  role === 'pod'
    ? pods.find({}, namespaces).map((pod) => ({ pods: [pod], targets: podTargets(pod) }))
    : services.find({}, namespaces).map((service) => {
        const behind = podsBehind(service, pods);
        return { service, pods: behind, targets: behind.flatMap((pod) => serviceTargets(service, pod)) };
      });

/**
 * Pods that are followed for each object, and in any case. A thousand monitors that each select a thousand Services with a
 * thousand pods are a billion targets. Clusters have about one per pod, and few monitors select all of them.
 */
const MOST_PODS = { perObject: 10, always: 5000 };

/** Resolves every endpoint of every monitor, in time linear in the manifests. */
export function resolvedPaths(manifests: Manifests): ResolvedPaths {
  const { monitors, services, pods } = manifests;
  const objects = monitors.length + services.all.length + pods.all.length;
  let left = MOST_PODS.always + MOST_PODS.perObject * objects;
  const behind = new Map<Service, readonly PodTemplate[]>();
  const paths: ScrapePath[] = [];
  const tooWide: Monitor[] = [];
  for (const monitor of monitors) {
    const found = linksOf(monitor, manifests, behind, left);
    const cost = monitor.endpoints.length * costOf(found);
    if (cost > left) tooWide.push(monitor);
    else {
      left -= cost;
      paths.push(...monitor.endpoints.map((endpoint, index) => pathOf(monitor, endpoint, index, found)));
    }
  }
  return { paths, tooWide };
}

export const scrapePaths = (manifests: Manifests): readonly ScrapePath[] => resolvedPaths(manifests).paths;

const pathOf = (
  monitor: Monitor,
  endpoint: Endpoint,
  index: number,
  found: readonly Found[],
): ScrapePath => ({
  monitor,
  endpoint,
  index,
  links: found.map(({ service, pods }) => ({
    ...(service === undefined ? {} : { service }),
    pods,
    targets: pods
      .flatMap((pod) => (service === undefined ? podTargets(pod) : serviceTargets(service, pod)))
      .filter((target) => keeps(monitor.kind, endpoint, target)),
  })),
});

type Found = Pick<ScrapeLink, 'service' | 'pods'>;

/** A link without pods is followed too. */
const costOf = (found: readonly Found[]): number =>
  found.reduce((sum, { pods }) => sum + Math.max(1, pods.length), 0);

/** @param enough pods behind the links, after which the others are left out */
function linksOf(
  { kind, selector, namespaces }: Monitor,
  { services, pods }: Manifests,
  behind: Map<Service, readonly PodTemplate[]>,
  enough: number,
): readonly Found[] {
  if (kind === 'PodMonitor') {
    const found = pods.find(selector, namespaces);
    return found.length === 0 ? [] : [{ pods: found }];
  }
  const found: Found[] = [];
  let cost = 0;
  for (const service of services.find(selector, namespaces)) {
    const its = behind.get(service) ?? podsBehind(service, pods);
    behind.set(service, its);
    found.push({ service, pods: its });
    cost += Math.max(1, its.length);
    if (cost > enough) break;
  }
  return found;
}

/** Labels that Kubernetes adds to pods, so that no template has them. */
const LABELS_OF_RUNNING_PODS: readonly string[] = [
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'pod-template-hash',
  'controller-revision-hash',
  'rollouts-pod-template-hash',
];

/** Whether a Service selects only some pods of a template, such as the first of a StatefulSet. */
export const selectsSomePods = ({ selector = {} }: Service): boolean =>
  LABELS_OF_RUNNING_PODS.some((label) => label in selector);

export function podsBehind(service: Service, pods: Manifests['pods']): readonly PodTemplate[] {
  const { selector, namespace } = service;
  if (selector === undefined) return [];
  if (!selectsSomePods(service)) return pods.find({ matchLabels: selector }, [namespace]);
  const ofTemplates = Object.entries(selector).filter(([key]) => !LABELS_OF_RUNNING_PODS.includes(key));
  return pods
    .find({ matchLabels: Object.fromEntries(ofTemplates) }, [namespace])
    .filter(({ labels }) =>
      Object.entries(selector).every(([key, value]) => (labels[key] ?? value) === value),
    );
}

/**
 * Targets of a Service on a pod, as Prometheus discovers them: one for each port of the Service, and one for each other
 * port that a container declares.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#endpointslice
 */
function serviceTargets(service: Service, pod: PodTemplate): readonly TargetGroup[] {
  const ofService = service.ports.flatMap((servicePort): readonly TargetGroup[] => {
    const number = resolve(servicePort, pod);
    if (number === undefined) return [];
    return [{ servicePort, pod, port: number, ...containerAt(pod, number) }];
  });
  const bound = new Set(ofService.map(({ port }) => port));
  return [...ofService, ...podTargets(pod).filter(({ port }) => !bound.has(port))];
}

function podTargets(pod: PodTemplate): readonly TargetGroup[] {
  return pod.containers.flatMap((container) =>
    container.ports.map((containerPort) => ({ pod, port: containerPort.number, container, containerPort })),
  );
}

/** Number of the pod's port behind a port of the Service. Undefined where the pod has no port of that name. */
export function resolve({ targetPort, protocol }: ServicePort, pod: PodTemplate): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return pod.containers
    .flatMap(({ ports }) => ports)
    .find((port) => port.name === targetPort && port.protocol === protocol)?.number;
}

/** Prometheus compares only numbers, not protocols. */
function containerAt(
  { containers }: PodTemplate,
  number: number,
): Pick<TargetGroup, 'container' | 'containerPort'> {
  for (const container of containers) {
    const containerPort = container.ports.find((port) => port.number === number);
    if (containerPort !== undefined) return { container, containerPort };
  }
  return {};
}

/** The effect of the operator's `keep` rules for ports. Without port and targetPort, every port is kept. */
function keeps(kind: Monitor['kind'], { port, targetPort }: Endpoint, target: TargetGroup): boolean {
  if (port !== undefined)
    return (kind === 'PodMonitor' ? target.containerPort : target.servicePort)?.name === port;
  if (targetPort === undefined) return true;
  return typeof targetPort === 'number'
    ? target.containerPort?.number === targetPort
    : target.containerPort?.name === targetPort;
}
