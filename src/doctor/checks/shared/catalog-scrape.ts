import { scrapeKinds } from '../../../catalog/scrape/index';
import { typeScriptLiteral, typeScriptString } from '../../../findings/shell';
import type { Endpoint, Monitor } from '../../../kubernetes/monitor';
import { numberOf, type Labels } from '../../../kubernetes/object';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import type { Service, ServicePort } from '../../../kubernetes/service';
import { resolve, type ScrapePath } from '../../../operator/scrape-path';
import { isSynthesized } from '../../catalog-contracts';
import type { Contracts, OwnScrape } from '../../check';
import { nearest } from '../../expressions/nearest';

/** Whether the catalog wrote a monitor for a Service that something else deploys. */
export const scrapesExternal = (monitor: Monitor, contracts: Contracts): boolean =>
  isSynthesized(monitor) &&
  monitor.namespaces !== 'any' &&
  monitor.namespaces.some(
    (namespace) => contracts.scraped?.({ namespace, name: monitor.name })?.deployed === false,
  );

/** What a fix keeps of the scrape that it replaces. */
export interface Kept {
  readonly endpoint: Endpoint | undefined;
  /** Fields of the catalog. @default path and scheme of the endpoint */
  readonly stated: OwnScrape['stated'];
}

/** An endpoint with what the catalog states of it. */
export function keptOf(
  path: Pick<ScrapePath, 'monitor' | 'endpoint'> | undefined,
  contracts: Contracts,
): Kept {
  if (path === undefined) return { endpoint: undefined, stated: undefined };
  const { name, namespaces } = path.monitor;
  const stated = [namespaces]
    .flat()
    .map((namespace) => contracts.scraped?.({ namespace, name })?.stated)
    .find((fields) => fields !== undefined);
  return { endpoint: path.endpoint, stated };
}

/** What a fix of a Service's scrape keeps or chooses. */
interface ServiceScrape {
  readonly kept: Kept;
  /** Labels that select the Service. @default those that identify it best */
  readonly selector?: Labels | undefined;
  /** @default the port that the endpoint names, or one for metrics */
  readonly port?: ServicePort | undefined;
  /** Pods of the Service. */
  readonly pods: readonly PodTemplate[];
}

/** The field of the service in the catalog that makes its monitor select a Service and one of its ports. */
export function scrapeFix(service: Service, { kept, selector, port, pods }: ServiceScrape): string {
  const labels = selector ?? identifying(service.labels);
  const [pod] = pods;
  if (labels === undefined && pod !== undefined) return podScrapeFix(pod, kept);
  const chosen = port ?? likelyPort(service, kept.endpoint, pods);
  const place = chosen && portField(chosen, pods);
  if (labels === undefined || place === undefined)
    return `${labels === undefined ? `add the label ${NAMING[0]}: ${service.name} and a named port for metrics to the Service` : 'give the port for metrics of the Service a name'}, then set scrape: serviceMonitor({ ... }) of the service in the catalog`;
  return inCatalog('serviceMonitor', labels, place, kept);
}

/** Like {@link scrapeFix}, for pods without a Service that a monitor could select. */
export function podScrapeFix(pod: PodTemplate, kept: Kept): string {
  const { endpoint } = kept;
  const labels = identifying(pod.labels);
  const ports = pod.containers.flatMap((container) => container.ports);
  const wanted = endpoint?.port ?? '';
  const similar = nearest(
    wanted,
    ports.flatMap(({ name }) => name ?? []),
  );
  const port =
    ports.find(({ name }) => name === wanted) ??
    ports.find(({ number }) => number === endpoint?.targetPort) ??
    ports.find(({ name }) => name !== undefined && name === similar) ??
    forMetrics(ports) ??
    ports[0];
  if (labels === undefined || port === undefined)
    return `give the pods ${labels === undefined ? `the label ${NAMING[0]}` : 'a named port for metrics'}, then set scrape: podMonitor({ ... }) of the service in the catalog`;
  const place =
    port.name === undefined ? `targetPort: ${port.number}` : `port: ${typeScriptString(port.name)}`;
  return inCatalog('podMonitor', labels, place, kept);
}

/** The field of a service in the catalog that makes its monitor search other namespaces. */
export const namespaceFix = (found: readonly string[]): string =>
  `in the catalog: namespace: ${found.length === 1 ? typeScriptString(found[0]!) : `[${found.map(typeScriptString).join(', ')}]`}`;

export const scrapeConfigFix = (target: string, kept: Kept): string =>
  `in the catalog: scrape: scrapeConfig({ targets: [${typeScriptString(target)}]${others('scrapeConfig', kept)} })`;

const inCatalog = (
  scrape: 'serviceMonitor' | 'podMonitor',
  labels: Labels,
  place: string,
  kept: Kept,
): string =>
  `in the catalog: scrape: ${scrape}({ selector: ${typeScriptLiteral(labels)}, ${place}${others(scrape, kept)} })`;

/** Fields that a fix chooses. */
const CHOSEN = ['selector', 'port', 'targetPort', 'targets'];

/** What else the scrape states, so that the fix can be pasted. */
function others(scrape: keyof typeof scrapeKinds, { endpoint, stated }: Kept): string {
  const fields = stated ?? {
    ...(endpoint === undefined || endpoint.path === '/metrics' ? {} : { path: endpoint.path }),
    ...(endpoint === undefined || endpoint.scheme === 'http' ? {} : { scheme: endpoint.scheme }),
  };
  const accepted: object = scrapeKinds[scrape].schema.shape;
  return Object.entries(fields)
    .filter(([name]) => Object.hasOwn(accepted, name) && !CHOSEN.includes(name))
    .map(([name, value]) => `, ${name}: ${typeScriptLiteral(value)}`)
    .join('');
}

/** By name, else the number of the container port. Undefined: the pods that name it were not read. */
function portField(port: ServicePort, pods: readonly PodTemplate[]): string | undefined {
  if (port.name !== undefined) return `port: ${typeScriptString(port.name)}`;
  const number =
    numberOf(port.targetPort) ?? pods.map((pod) => resolve(port, pod)).find((each) => each !== undefined);
  return number === undefined ? undefined : `targetPort: ${number}`;
}

/** The port that the endpoint names; else one for metrics, of the Service or only of its pods; else the first. */
function likelyPort(
  { ports }: Service,
  endpoint: Endpoint | undefined,
  pods: readonly PodTemplate[],
): ServicePort | undefined {
  const named = ports.find(({ name }) => name !== undefined && name === endpoint?.port) ?? forMetrics(ports);
  if (named !== undefined) return named;
  const bound = pods.flatMap((pod) => ports.map((port) => resolve(port, pod)));
  const hidden = forMetrics(
    pods.flatMap(({ containers }) => containers.flatMap((container) => container.ports)),
  );
  // Prometheus discovers every port that the containers declare.
  return hidden === undefined || bound.includes(hidden.number)
    ? ports[0]
    : { port: hidden.number, targetPort: hidden.number, protocol: 'TCP' };
}

/** Names of ports that serve metrics, the surest first. */
const FOR_METRICS = [/metrics|prom/i, /manage|admin|actuator|telemetry|monitor/i];

const forMetrics = <P extends { readonly name?: string }>(ports: readonly P[]): P | undefined =>
  FOR_METRICS.map((pattern) => ports.find(({ name }) => name !== undefined && pattern.test(name))).find(
    (port) => port !== undefined,
  );

/** Labels that identify an application, the recommended one first. */
const NAMING = ['app.kubernetes.io/name', 'app', 'k8s-app'];

/** Labels that change with every release. */
const CHANGING = ['helm.sh/chart', 'app.kubernetes.io/version', 'version', 'pod-template-hash'];

/** Whether labels say that an object belongs to an application of this name. */
export const isNamed = (labels: Labels, name: string): boolean =>
  NAMING.some((key) => Object.hasOwn(labels, key) && labels[key] === name);

/** The best label for a selector. */
function identifying(labels: Labels): Labels | undefined {
  const keys = [...NAMING, ...Object.keys(labels).filter((key) => !CHANGING.includes(key))];
  const key = keys.find((each) => Object.hasOwn(labels, each));
  return key === undefined ? undefined : { [key]: labels[key]! };
}

/** Labels that one Service has and another does not, with the best of those that both have. */
export function distinguishing(one: Service, other: Service): Labels | undefined {
  const key = Object.keys(one.labels).find(
    (each) => !CHANGING.includes(each) && other.labels[each] !== one.labels[each],
  );
  return key === undefined ? undefined : { ...identifying(one.labels), [key]: one.labels[key]! };
}

/** Pods in the namespace of a Service that its monitor means: of its name, or with a label that names the application. */
export const podsLike = (
  service: Service,
  monitors: readonly Monitor[],
  pods: readonly PodTemplate[],
): readonly PodTemplate[] =>
  pods.filter(
    ({ owner, labels }) =>
      owner.name === service.name ||
      [service.name, ...monitors.map(({ name }) => name), ...NAMING.map((key) => service.labels[key])].some(
        (name) => name !== undefined && isNamed(labels, name),
      ),
  );
