import { isScraped, scopeValues, type PlacedService } from '../catalog/placement';
import { scrapeKindOf } from '../catalog/scrape/index';
import { kubernetesObject, type KubernetesObject } from '../kubernetes/object';
import { manifestsOf } from '../kubernetes/manifests';
import { monitorOf, type Monitor } from '../kubernetes/monitor';
import { refused, type NamedTarget } from './options';

/** Of pods that stand in for those that something else deploys. */
const LABEL = 'signalproof.dev/stands-in-for';

/** The label that synthesis gives all objects of a service. */
export const SERVICE = 'app.kubernetes.io/name';

/** Any number will do: the target has its own. */
const PORT = 1024;

/**
 * A Service and pods that a monitor of an external service selects, one for each target of the monitor's name. Manifests
 * do not describe what something else deploys.
 * @param services of the stack: one that no monitor of the folder scrapes gets a PodMonitor
 * @returns nothing for targets that replace pods of the manifests
 * @throws InvalidInput for the name of no workload or monitor, and for no name beside several monitors
 */
export function standIns(
  objects: readonly KubernetesObject[],
  targets: readonly NamedTarget[],
  services: readonly PlacedService[] = [],
): readonly KubernetesObject[] {
  const { monitors, pods } = manifestsOf(objects);
  const unmonitored = services.filter(
    (service) => isScrapeable(service) && !monitors.some(({ name }) => name === service.name),
  );
  const deployed = pods.all.map(({ owner }) => owner.name);
  // Without a name, the only workload or monitor is meant.
  const [only, ...more] = deployed.length === 0 ? monitors : [];
  const unnamed = more.length === 0 ? (only?.name ?? '') : '';
  const nameOf = ({ workload }: NamedTarget): string => workload || unnamed;
  const nameless = targets.find((target) => nameOf(target) === '');
  if (nameless !== undefined && more.length > 0)
    throw refused(
      '--target',
      'the folder has several monitors, so the address needs a name',
      nameless.url.href,
      `write it like ${only!.name}=${nameless.url.origin}, with one of ${monitors
        .map((each) => each.name)
        .toSorted()
        .join(', ')}`,
    );
  const names = new Set(targets.map(nameOf).filter((name) => name !== ''));
  return [...names]
    .filter((name) => !deployed.includes(name))
    .flatMap((name) => {
      const named = targets.filter((target) => nameOf(target) === name);
      const monitor = monitors.find((each) => each.name === name);
      if (monitor !== undefined) return objectsFor(monitor, named.length);
      const service = unmonitored.find((each) => each.name === name);
      if (service === undefined)
        throw unknownName(name, [...deployed, ...[...monitors, ...unmonitored].map((each) => each.name)]);
      const added = podMonitorFor(service, named[0]!.url);
      return [added, ...objectsFor(monitorOf(kubernetesObject(added)!, 'PodMonitor'), named.length)];
    })
    .flatMap((object) => kubernetesObject(object, { file: '--target' }) ?? []);
}

const unknownName = (name: string, known: readonly string[]): Error =>
  refused(
    '--target',
    'no workload or monitor has this name',
    name,
    known.length === 0
      ? 'add a monitor to the folder'
      : `name one of ${[...new Set(known)].toSorted().join(', ')}`,
  );

/** A Probe reads the page of its exporter, and a job without metrics has none. */
const isScrapeable = (service: PlacedService): boolean =>
  service.scrape !== undefined &&
  service.scrape.kind !== 'probe' &&
  (isScraped(service) || service.pushed !== undefined);

/** Gives targets the labels by which rules select the series of a service that nothing in the folder scrapes. */
function podMonitorFor(service: PlacedService, { protocol, pathname }: URL): object {
  const { name, namespace, monitoringNamespace, release, scrape, pushed } = service;
  const { path, scheme } = scrapeKindOf(scrape!).page?.(scrape!) ?? {
    path: pathname === '/' ? '/metrics' : pathname,
    scheme: protocol.slice(0, -1),
  };
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name, namespace: monitoringNamespace, labels: { release, [SERVICE]: name } },
    spec: {
      selector: { matchLabels: { [LABEL]: name } },
      namespaceSelector: { matchNames: [namespace] },
      podMetricsEndpoints: [
        {
          port: 'metrics',
          path,
          scheme,
          relabelings: [
            ...Object.entries(scopeValues(service)).map(([targetLabel, replacement]) => ({
              targetLabel,
              replacement,
            })),
            ...(pushed === undefined
              ? []
              : [{ sourceLabels: ['__meta_kubernetes_pod_name'], targetLabel: pushed.instance }]),
          ],
          metricRelabelings: scrape!.kind === 'scrapeConfig' ? scrape!.metricRelabelings : [],
        },
      ],
    },
  };
}

function objectsFor(monitor: Monitor, replicas: number): readonly object[] {
  const { kind, name, namespaces, selector, endpoints } = monitor;
  const [namespace = monitor.namespace] = namespaces === 'any' ? [] : namespaces;
  const [endpoint] = endpoints;
  const selected = selector.matchLabels ?? {};
  const pods = kind === 'PodMonitor' ? selected : { [LABEL]: name };
  const number = typeof endpoint?.targetPort === 'number' ? endpoint.targetPort : PORT;
  const port = endpoint?.port ?? (typeof endpoint?.targetPort === 'string' ? endpoint.targetPort : 'metrics');
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace },
      spec: {
        replicas,
        selector: { matchLabels: pods },
        template: {
          metadata: { labels: pods },
          spec: { containers: [{ name, image: 'stand-in', ports: [{ name: port, containerPort: number }] }] },
        },
      },
    },
    ...(kind === 'PodMonitor'
      ? []
      : [
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name, namespace, labels: selected },
            spec: { selector: pods, ports: [{ name: port, port: number, targetPort: port }] },
          },
        ]),
  ];
}
