import type { Service } from '../catalog/service';
import type { Manifests } from '../kubernetes/manifests';
import type { Contracts } from './check';

/** The label of every synthesized object. */
const MANAGED_BY = ['app.kubernetes.io/managed-by', 'cdk8s'] as const;

/**
 * Contracts of the catalog's services, for the Services that synthesized monitors scrape. A foreign Service of the same
 * name has none.
 */
export function catalogContracts(services: readonly Service[], manifests: Manifests): Contracts {
  const byName = new Map(services.map((service) => [service.name, service]));
  const known = new Map<string, Service>();
  for (const { name, labels, namespaces } of manifests.monitors) {
    const service = byName.get(name);
    const [label, value] = MANAGED_BY;
    if (service === undefined || labels[label] !== value || namespaces === 'any') continue;
    for (const namespace of namespaces) known.set(`${namespace}/${name}`, service);
  }
  const find = ({ namespace, name }: Parameters<Contracts['of']>[0]) => known.get(`${namespace}/${name}`);
  return {
    of: (scraped) => find(scraped)?.metrics,
    scraped: (scraped) => {
      const service = find(scraped);
      if (service === undefined) return undefined;
      const { metricsPath: path, metricsPort, port: requests, workload } = service;
      return { path, port: metricsPort ?? requests, deployed: workload !== 'external' };
    },
  };
}
