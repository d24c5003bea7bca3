import { scrapeKindOf } from '../catalog/scrape/index';
import type { Service } from '../catalog/service';
import { isWritten } from '../catalog/workload/index';
import type { Manifests } from '../kubernetes/manifests';
import type { Labels } from '../kubernetes/object';
import type { Contracts } from './check';

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
    if (service.scrape !== undefined)
      for (const found of manifests.services.find(selector, namespaces))
        known.set(`${found.namespace}/${found.name}`, service);
  }
  const find = ({ namespace, name }: Parameters<Contracts['of']>[0]) => known.get(`${namespace}/${name}`);
  return {
    of: (scraped) => find(scraped)?.metrics,
    scraped: (scraped) => {
      const service = find(scraped);
      if (service === undefined) return undefined;
      const { scrape, metricsPath, metricsPort, workload } = service;
      const path = (scrape && scrapeKindOf(scrape).path(scrape)) ?? metricsPath;
      const port = scrape === undefined ? (metricsPort ?? service.port) : undefined;
      return { path, deployed: isWritten(workload), ...(port === undefined ? {} : { port }) };
    },
  };
}
