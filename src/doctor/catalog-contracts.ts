import * as z from 'zod';
import { existingMonitor } from '../catalog/placement';
import { scrapeKindOf, type Scrape } from '../catalog/scrape/index';
import type { Service } from '../catalog/service';
import { controllerOf, isServing, isWritten, runsElsewhere, workloadOf } from '../catalog/workload/index';
import type { Manifests } from '../kubernetes/manifests';
import type { Monitor } from '../kubernetes/monitor';
import type { Labels } from '../kubernetes/object';
import { groupBy } from '../findings/group-by';
import { storedNames } from '../metrics/series';
import type { Controller } from '../rules/controllers/controller';
import { alertPrefix } from '../rules/naming';
import type { Contracts, WatchedWorkload } from './check';

/** The alert that compares memory with its limit. */
const MEMORY_SYMPTOM = 'MemoryNearLimit';

/** The label of every synthesized object. */
const MANAGED_BY = ['app.kubernetes.io/managed-by', 'cdk8s'] as const;

export const isSynthesized = ({ labels }: { readonly labels: Labels }): boolean =>
  labels[MANAGED_BY[0]] === MANAGED_BY[1];

/**
 * Contracts of the catalog's services, for the Services that synthesized monitors scrape. A foreign Service of the same
 * name has none.
 */
export function catalogContracts(services: readonly Service[], manifests: Manifests): Contracts {
  const byName = new Map(
    services.flatMap((service) => monitorsOf(service).map((name) => [name, service] as const)),
  );
  const known = new Map<string, Service>();
  const written = groupBy(
    [...manifests.monitors.entries()].filter(([, monitor]) => isSynthesized(monitor)),
    ([, { name }]) => name,
  );
  for (const { name, labels, namespaces, selector } of manifests.monitors) {
    const service = byName.get(name);
    if (service === undefined || !isSynthesized({ labels }) || namespaces === 'any') continue;
    for (const namespace of namespaces) known.set(`${namespace}/${name}`, service);
    // Services that exist already may have any name.
    for (const found of manifests.services.find(selector, namespaces))
      if (
        scrapeOf(service, found.namespace) !== undefined ||
        !isWritten(workloadOf(service, found.namespace))
      )
        known.set(`${found.namespace}/${found.name}`, service);
  }
  const unmonitored = new Set(
    services
      .filter((service) => !monitorsOf(service).some((name) => written.has(name)))
      .flatMap(({ metrics }) => Object.values(metrics).flatMap(storedNames)),
  );
  const find = ({ namespace, name }: Parameters<Contracts['of']>[0]) => known.get(`${namespace}/${name}`);
  return {
    wrote: (object) => services.length > 0 && isSynthesized(object),
    outside: (object) => {
      const service = isSynthesized(object) ? byName.get(object.name) : undefined;
      return service && { name: service.name, contract: service.metrics };
    },
    unmonitored: (series) => unmonitored.has(series),
    watched: services.flatMap((service) => watchedBy(service, written)),
    of: (scraped) => find(scraped)?.metrics,
    scraped: (scraped) => {
      const service = find(scraped);
      if (service === undefined) return undefined;
      const { metricsPath, metricsPort } = service;
      const scrape = scrapeOf(service, scraped.namespace);
      const page = scrape && scrapeKindOf(scrape).page?.(scrape);
      const port = scrape === undefined ? (metricsPort ?? service.port) : undefined;
      return {
        path: page?.path ?? metricsPath,
        scheme: page?.scheme ?? 'http',
        deployed: isWritten(workloadOf(service, scraped.namespace)),
        isDefault: scrape === undefined,
        ...(scrape === undefined ? {} : { stated: statedFields(scrape) }),
        ...(port === undefined ? {} : { port }),
      };
    },
  };
}

/** Names of the monitors that synthesis writes for a service. */
export const monitorsOf = (service: Service): readonly string[] =>
  runsElsewhere(service) ? [service.name, existingMonitor(service.name)] : [service.name];

/** How a service is scraped in a namespace, unless by default. */
const scrapeOf = (service: Service, namespace: string): Service['scrape'] =>
  isServing(workloadOf(service, namespace)) ? undefined : service.scrape;

/** Fields of a scrape that are no defaults. */
function statedFields(scrape: Scrape): Readonly<Record<string, unknown>> {
  const given = new Map(Object.entries(scrape));
  const { shape } = scrapeKindOf(scrape).schema;
  const stated = Object.entries(shape).filter(
    ([name, field]) => JSON.stringify(given.get(name)) !== JSON.stringify(z.safeParse(field, undefined).data),
  );
  return Object.fromEntries(stated.map(([name]) => [name, given.get(name)]));
}

/** In the namespaces that its monitors search; without a monitor, in its own. */
function watchedBy(
  service: Service,
  written: ReadonlyMap<string, readonly (readonly [number, Monitor])[]>,
): readonly WatchedWorkload[] {
  const searched = monitorsOf(service)
    .flatMap((name) => written.get(name) ?? [])
    .toSorted(([a], [b]) => a - b)
    .flatMap(([, { namespaces }]) => (namespaces === 'any' ? [] : namespaces));
  const namespaces = searched.length === 0 ? [service.namespace ?? []].flat() : searched;
  const watched = namespaces.flatMap((namespace) => {
    const workload = workloadOf(service, namespace);
    const controller = isWritten(workload) ? undefined : controllerOf(workload, service.name);
    const isLocal = Object.hasOwn(service.workloadIn, namespace);
    return controller === undefined ? [] : [{ controller, namespace, isLocal }];
  });
  const same = groupBy(watched, ({ controller, isLocal }) => JSON.stringify([controller, isLocal]));
  return [...same.values()].map((alike) => ({
    ...watchedObjects(service, alike[0]!.controller),
    ...(alike[0]!.isLocal ? { isLocal: true as const } : {}),
    namespaces: alike.map(({ namespace }) => namespace),
  }));
}

function watchedObjects(
  { name: service, builtInAlerts }: Service,
  { kind, name, pods, autoscaler, succeedsWithin }: Controller,
): Omit<WatchedWorkload, 'namespaces'> {
  const hasMemoryAlert = kind !== 'CronJob' && builtInAlerts[MEMORY_SYMPTOM] !== 'off';
  return {
    service,
    kind,
    name,
    ...(typeof pods === 'object' ? pods : {}),
    ...(autoscaler === undefined ? {} : { autoscaler }),
    ...(succeedsWithin === undefined ? {} : { succeedsWithin }),
    ...(hasMemoryAlert ? { memoryAlert: alertPrefix(service) + MEMORY_SYMPTOM } : {}),
  };
}
