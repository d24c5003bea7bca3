import { scrapeKindOf } from '../catalog/scrape/index';
import type { Service } from '../catalog/service';
import { controllerOf, isWritten } from '../catalog/workload/index';
import type { Manifests } from '../kubernetes/manifests';
import type { Labels } from '../kubernetes/object';
import type { Contracts, WatchedWorkload } from './check';

/** The label of every synthesized object. */
const MANAGED_BY = ['app.kubernetes.io/managed-by', 'cdk8s'] as const;

/** Whether synthesis wrote an object. */
export const isSynthesized = ({ labels }: { readonly labels: Labels }): boolean =>
  labels[MANAGED_BY[0]] === MANAGED_BY[1];

/**
 * Contracts of the catalog's services, for the Services that synthesized monitors scrape. A foreign Service of the same
 * name has none.
 */
export function catalogContracts(services: readonly Service[], manifests: Manifests): Contracts {
  const byName = new Map(services.map((service) => [service.name, service]));
  const known = new Map<string, Service>();
  for (const { name, labels, namespaces, selector } of manifests.monitors) {
    const service = byName.get(name);
    if (service === undefined || !isSynthesized({ labels }) || namespaces === 'any') continue;
    for (const namespace of namespaces) known.set(`${namespace}/${name}`, service);
    // Services that exist already may have any name.
    if (service.scrape !== undefined || !isWritten(service.workload))
      for (const found of manifests.services.find(selector, namespaces))
        known.set(`${found.namespace}/${found.name}`, service);
  }
  const find = ({ namespace, name }: Parameters<Contracts['of']>[0]) => known.get(`${namespace}/${name}`);
  return {
    wrote: (object) => services.length > 0 && isSynthesized(object),
    watched: services.flatMap((service) => watchedBy(service, manifests)),
    of: (scraped) => find(scraped)?.metrics,
    scraped: (scraped) => {
      const service = find(scraped);
      if (service === undefined) return undefined;
      const { scrape, metricsPath, metricsPort, workload } = service;
      const path = (scrape && scrapeKindOf(scrape).path(scrape)) ?? metricsPath;
      const port = scrape === undefined ? (metricsPort ?? service.port) : undefined;
      return {
        path,
        deployed: isWritten(workload),
        isDefault: scrape === undefined,
        ...(port === undefined ? {} : { port }),
      };
    },
  };
}

/** In the namespaces that its monitor searches; without a monitor, in its own. */
function watchedBy(
  { name, namespace, workload }: Service,
  { monitors }: Manifests,
): readonly WatchedWorkload[] {
  const controller = isWritten(workload) ? undefined : controllerOf(workload, name);
  if (controller === undefined) return [];
  const searched = monitors.find((monitor) => monitor.name === name && isSynthesized(monitor))?.namespaces;
  const own = [namespace ?? []].flat();
  const namespaces = searched === undefined || searched === 'any' ? own : searched;
  return [{ service: name, kind: controller.kind, name: controller.name, namespaces }];
}
