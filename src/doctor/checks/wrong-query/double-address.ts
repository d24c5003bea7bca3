import { groupBy } from '../../../findings/group-by';
import type { Manifests } from '../../../kubernetes/manifests';
import { listOf, mapOf, nameOf, numberOf, textOf, textsOf } from '../../../kubernetes/object';
import type { ScrapePath } from '../../../operator/scrape-path';
import { defineCheck, type Reported, type Subject } from '../../check';
import { about } from '../shared/endpoint';

/** One address that is scraped, with where that is written. */
interface Scraped {
  /** The request, and which Prometheus sends it. */
  readonly request: string;
  readonly address: string;
  /** The Service or ScrapeConfig. */
  readonly by: string;
  readonly where: Subject & { readonly path: string };
}

// Certain for one endpoint of a monitor, and for ScrapeConfigs of one namespace with the same labels, which one Prometheus
// selects. Pods behind two Services are of double-scrape. Relabeling can change or drop targets, so it is left out.
export const check = defineCheck({
  id: 'double-address',
  severity: 'error',
  question: 'Is every address outside of pods scraped only once?',
  symptom: 'Sums and rates are doubled, and alerts are sent twice.',
  why: 'Two Services whose Endpoints have the same address, or two ScrapeConfigs with the same target, are two targets with different labels.',
  remedy: 'Keep the address in one of them.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config',
  needs: ['manifests', 'paths'],
  find: ({ manifests, paths }) => {
    const scraped = [...paths.flatMap((path) => ofServices(path, manifests)), ...ofScrapeConfigs(manifests)];
    return [...groupBy(scraped, ({ request, address }) => `${request}\n${address}`).values()].flatMap(
      ([first, ...others]): readonly Reported[] =>
        others
          .filter(({ by }) => by !== first!.by)
          .slice(0, 1)
          .map(({ by, where, address }) => ({
            ...where,
            message: `${first!.by} and ${by} both have the address ${address}, so it is scraped twice`,
            found: address,
            expected: 'each address once',
            fix: `remove ${address} from ${first!.by} or from ${by}`,
          })),
    );
  },
});

/** Addresses of the Endpoints and EndpointSlices of Services without pods, by the name of the port. */
function ofServices(path: ScrapePath, manifests: Manifests): readonly Scraped[] {
  const { endpoint, monitor, links, index } = path;
  if (endpoint.port === undefined || endpoint.relabelings.length > 0) return [];
  return links.flatMap(({ service, pods }) => {
    if (service === undefined || pods.length > 0) return [];
    const lists = [
      ...manifests
        .kind('Endpoints')
        .filter(({ name, namespace }) => name === service.name && namespace === service.namespace)
        .flatMap(({ fields }) =>
          listOf(fields['subsets']).map((item) => {
            const { addresses, ports } = mapOf(item);
            return { ips: listOf(addresses).flatMap((one) => textOf(mapOf(one)['ip']) ?? []), ports };
          }),
        ),
      ...manifests
        .kind('EndpointSlice')
        .filter(
          ({ labels, namespace }) =>
            labels['kubernetes.io/service-name'] === service.name && namespace === service.namespace,
        )
        .map(({ fields }) => ({
          ips: listOf(fields['endpoints']).flatMap((one) => textsOf(mapOf(one)['addresses'])),
          ports: fields['ports'],
        })),
    ];
    return lists.flatMap(({ ips, ports }) =>
      listOf(ports)
        .map(mapOf)
        .filter(({ name }) => name === endpoint.port)
        .flatMap(({ port }) =>
          ips.map((ip) => ({
            request: `${nameOf(monitor)} ${index}`,
            address: `${ip}:${numberOf(port) ?? ''}`,
            by: nameOf(service),
            where: about(path, 'port'),
          })),
        ),
    );
  });
}

const ofScrapeConfigs = (manifests: Manifests): readonly Scraped[] =>
  manifests.operator('ScrapeConfig').flatMap((object) => {
    const { staticConfigs, relabelings, metricsPath, scheme, params } = mapOf(object.fields['spec']);
    if (listOf(relabelings).length > 0) return [];
    const request = JSON.stringify([
      object.namespace,
      Object.entries(object.labels).toSorted(),
      metricsPath ?? '/metrics',
      (textOf(scheme) ?? 'http').toLowerCase(),
      params ?? {},
    ]);
    return listOf(staticConfigs).flatMap((item, index) =>
      textsOf(mapOf(item)['targets']).map((address) => ({
        request,
        address,
        by: nameOf(object),
        where: { object, path: `spec.staticConfigs[${index}].targets` },
      })),
    );
  });
