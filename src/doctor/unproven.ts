import { scrapeKindOf } from '../catalog/scrape/index';
import type { Service } from '../catalog/service';
import { isWritten, runsElsewhere } from '../catalog/workload/index';
import { SELECTED_KINDS } from '../helm-values/selectors';
import { writtenEndpoints } from '../kubernetes/endpoints';
import { nameOf, type KubernetesObject } from '../kubernetes/object';
import type { ScrapePath } from '../operator/scrape-path';
import { selection } from '../operator/selection';
import { monitorsOf } from './catalog-contracts';
import type { Facts } from './check';

/** Something that the catalog expects, and of which no object was given. */
export interface Unproven {
  /** Name of the service in the catalog. @default it concerns all */
  readonly service?: string;
  /** A full sentence without the end. */
  readonly because: string;
}

type Known = Pick<Facts, 'manifests' | 'contracts' | 'paths'>;

/** What is unknown about services that something else deploys. */
export const unprovenServices = (services: readonly Service[], known: Known): readonly Unproven[] =>
  services
    .filter((service) => !isWritten(service.workload) || runsElsewhere(service))
    .flatMap((service) =>
      [...unprovenScrape(service, known), ...unprovenWorkload(service, known)].map((because) => ({
        service: service.name,
        because,
      })),
    );

function unprovenScrape(service: Service, { manifests, paths }: Known): readonly string[] {
  const { scrape } = service;
  const names = monitorsOf(service);
  const own = paths.filter(({ monitor }) => names.includes(monitor.name));
  if (own.length === 0 && scrape !== undefined)
    return [
      `scrape: ${scrapeKindOf(scrape).definedBy}({ ... }) leads to no Kubernetes objects to compare with`,
    ];
  const endpoints = writtenEndpoints(manifests);
  return own.flatMap(({ monitor: { kind, namespaces }, links }) => {
    const searched = namespaces === 'any' ? [] : namespaces;
    const kinds = kind === 'PodMonitor' ? 'pods' : 'Service';
    return [
      ...searched
        .filter((namespace) => !links.some((link) => namespaceOf(link) === namespace))
        .map(
          (namespace) =>
            `no ${kinds} of namespace ${namespace} were given, so labels and port were not compared`,
        ),
      ...links.flatMap(({ service, pods }) =>
        service === undefined ||
        pods.length > 0 ||
        endpoints.get(`${service.namespace}/${service.name}`)?.hasAddresses === true
          ? []
          : [`no pods of ${nameOf(service)} were given, so its targetPort was not compared`],
      ),
    ];
  });
}

const namespaceOf = ({ service, pods }: ScrapePath['links'][number]): string | undefined =>
  (service ?? pods[0])?.namespace;

const unprovenWorkload = ({ name }: Service, { manifests, contracts }: Known): readonly string[] =>
  (contracts.watched ?? [])
    .filter(
      ({ service, namespaces }) =>
        service === name && namespaces.every((namespace) => manifests.pods.in(namespace).length === 0),
    )
    .map(
      ({ kind, name: workload }) =>
        `no workloads of its namespace were given, so ${kind} ${workload} was not looked for`,
    );

/** Whether Prometheus selects what was written, where labels of namespaces or Prometheus itself were not given. */
export function unprovenSelection(
  written: readonly KubernetesObject[],
  { manifests, prometheus }: Pick<Facts, 'manifests' | 'prometheus'>,
  valuesGiven: boolean,
): readonly Unproven[] {
  if (prometheus.object === undefined && !valuesGiven)
    return [
      {
        because:
          'neither a Prometheus resource nor Helm values were given, so its selectors are those of the rendered values',
      },
    ];
  const reasons = SELECTED_KINDS.flatMap((kind) =>
    written
      .filter((object) => object.kind === kind)
      .flatMap((object) => {
        const taken = selection(object, kind, prometheus, manifests);
        return taken.selected === 'unknown' ? [taken.because] : [];
      }),
  );
  return [...new Set(reasons)].map((because) => ({
    because: `whether Prometheus selects the objects: ${because}`,
  }));
}
