import { shell } from '../../../findings/shell';
import { mapOf, nameOf, numberOf, textOf } from '../../../kubernetes/object';
import { orphanedEndpoints, writtenEndpoints, type WrittenEndpoints } from '../../../kubernetes/endpoints';
import type { Endpoint } from '../../../kubernetes/monitor';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import type { Service } from '../../../kubernetes/service';
import { roleOf } from '../../../operator/monitor-relabelings';
import { selectsOperatorPods } from '../../../operator/operator-pods';
import { selectsSomePods, type ScrapePath } from '../../../operator/scrape-path';
import type { PrometheusSettings } from '../../../operator/settings';
import { keptOf, podScrapeFix, podsLike, scrapeConfigFix } from '../shared/catalog-scrape';
import { aboutValues } from '../shared/given-values';
import { componentsWithoutPods } from './lib/component-services';
import { NearMisses, showDifferences } from './lib/near-misses';
import { isSynthesized } from '../../catalog-contracts';
import { defineCheck, type Contracts, type Facts, type Found, type Reported } from '../../check';

// Certain for an ExternalName, which never has endpoints. Otherwise pods and endpoints may be among objects that were not
// read, and pods get labels when they start. An error needs a Service of our catalog, or one that it scrapes and other
// pods of its namespace, or a workload of the Service's name with other values for the selected labels. Pods that nearly
// match are a warning, no selector is info.
export const check = defineCheck({
  id: 'service-has-pods',
  severity: 'error',
  question: 'Does every scraped Service have pods?',
  symptom: 'The job has 0 targets, and `kubectl get endpointslices` lists none for the Service.',
  why: 'Prometheus scrapes the endpoints of a Service: pods of its namespace that have all labels of `spec.selector`. It reads the Endpoints object by default, and Kubernetes writes none for an EndpointSlice that you create.',
  remedy:
    'Compare `spec.selector` of the Service with the labels of the pods (`kubectl get pods --show-labels`), and make them equal. For an EndpointSlice that no Endpoints object stands behind, set `serviceDiscoveryRole: EndpointSlice`.',
  see: 'https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#does-the-service-have-any-endpointslices',
  needs: ['manifests', 'paths', 'contracts', 'prometheus'],
  find: ({ manifests, paths, contracts, prometheus }) => {
    const given = aboutValues(prometheus);
    const components = given === undefined ? [] : componentsWithoutPods(given, manifests);
    const without = withoutPods(paths);
    if (without.length === 0) return components;
    // Reported by endpoints-without-service.
    const orphaned = new Set(orphanedEndpoints(manifests, without).map(({ service }) => service));
    const services = without.filter((service) => !orphaned.has(service));
    const near = new NearMisses(manifests.pods.all, ({ owner }) => owner.name);
    const written = writtenEndpoints(manifests);
    const ofServices = services.flatMap((service): Found => {
      const endpoints = written.get(key(service));
      if (endpoints?.hasAddresses === true)
        return endpoints.inEndpoints || service.selector !== undefined
          ? undefined
          : undiscovered(service, endpoints, paths, prometheus);
      const reason = reasonOf(service, near, { contracts, paths, pods: manifests.pods });
      if (endpoints === undefined || service.externalName) return reason;
      return [
        service.selector === undefined ? unfilled(service) : certain(reason ?? withoutAddresses(service)),
      ];
    });
    return [components, ofServices];
  },
});

const key = ({ namespace, name }: Pick<Service, 'namespace' | 'name'>): string => `${namespace}/${name}`;

function withoutPods(paths: readonly ScrapePath[]): readonly Service[] {
  const links = paths.flatMap(({ links }) => links);
  const services = links.flatMap(({ service, pods }) =>
    service !== undefined && pods.length === 0 ? [service] : [],
  );
  return [...new Set(services)];
}

/** Endpoints without an address are proof. */
const certain = (reason: Reported): Reported => ({ ...reason, severity: 'error' });

const withoutAddresses = (service: Service): Reported => ({
  object: service,
  path: 'spec.selector',
  message: 'the endpoints of the Service have no address, so no pods match the selector',
  found: service.selector,
  expected: 'labels of the pods that serve it',
  fix: shell`kubectl get pods --namespace ${service.namespace} --show-labels`,
});

/** A controller may add addresses. */
const unfilled = (service: Service): Reported => ({
  object: service,
  ...withoutSelector(false),
  severity: 'warning',
  message: 'the Service has no selector, and its manually created endpoints have no address',
});

/** A warning, because the Endpoints may be among objects that were not read. */
function undiscovered(
  service: Service,
  { object }: WrittenEndpoints,
  paths: readonly ScrapePath[],
  prometheus: PrometheusSettings,
): Reported | undefined {
  const selecting = paths.find(
    ({ monitor, links }) =>
      roleOf(monitor, prometheus) === 'endpoints' && links.some((link) => link.service === service),
  );
  if (selecting === undefined) return undefined;
  return {
    object: selecting.monitor,
    severity: 'warning',
    path: 'spec.serviceDiscoveryRole',
    message: `${nameOf(service)} has no selector and the addresses of ${nameOf(object)} only, but Prometheus discovers the Endpoints object by default`,
    expected: `EndpointSlice, or Endpoints ${service.namespace}/${service.name}`,
    fix: 'spec: { serviceDiscoveryRole: EndpointSlice }',
  };
}

function reasonOf(
  service: Service,
  near: NearMisses<PodTemplate>,
  { contracts, paths, pods }: Pick<Facts, 'contracts' | 'paths'> & Pick<Facts['manifests'], 'pods'>,
): Reported | undefined {
  const about = { object: service };
  const scraped = contracts.scraped?.(service);
  const own = scraped?.deployed === true;
  if (service.externalName) return externalName(service, paths, contracts);
  const foreign = pods.in(service.namespace).filter(({ owner }) => !isSynthesized(owner));
  const selecting = paths.filter(({ links }) => links.some((link) => link.service === service));
  const [meant] =
    scraped?.deployed === false
      ? podsLike(
          service,
          selecting.map(({ monitor }) => monitor),
          foreign,
        )
      : [];
  const inCatalog = meant && { fix: podScrapeFix(meant, keptOf(selecting[0], contracts)) };
  if (service.selector === undefined)
    return meant === undefined
      ? { ...about, ...withoutSelector(own) }
      : {
          ...about,
          ...withoutSelector(true),
          message: `the Service has no selector, so it does not lead to the pods of ${nameOf(meant.owner)}, and no endpoints for it were read`,
          ...inCatalog,
        };
  const miss = near.closest(service.selector, [service.namespace], service.name);
  // Templates lack the labels of running pods, and no manifest has the pods that the operator creates.
  const ofOthers = selectsSomePods(service) || selectsOperatorPods(service.selector);
  if (miss === undefined || ofOthers) {
    if (!own && (scraped === undefined || foreign.length === 0 || ofOthers)) return undefined;
    return {
      ...about,
      path: 'spec.selector',
      message: `no pods that were read in namespace ${service.namespace} match the selector`,
      found: service.selector,
      expected: 'labels of the pods that serve it',
      fix: shell`kubectl get pods --namespace ${service.namespace} --show-labels`,
      ...inCatalog,
    };
  }
  const { item, differing } = miss;
  const same = item.owner.name === service.name && differing.every(({ has }) => has !== undefined);
  const wanted = service.selector;
  const entries = Object.entries(item.labels);
  const sameKeys = entries.filter(([label]) => Object.hasOwn(wanted, label));
  const sameValues = entries.filter(([, value]) => Object.values(wanted).includes(value));
  const shared = sameKeys.length > 0 ? sameKeys : sameValues;
  return {
    ...about,
    severity: scraped !== undefined || same ? 'error' : 'warning',
    path: 'spec.selector',
    message: `no pods in namespace ${service.namespace} match the selector; those of ${nameOf(item.owner)} come closest: ${showDifferences(differing)}`,
    found: service.selector,
    expected: 'labels that those pods have',
    fix: `selector: ${JSON.stringify(Object.fromEntries(shared))}`,
    ...inCatalog,
  };
}

const withoutSelector = (own: boolean): Omit<Reported, 'object' | 'resource'> => ({
  severity: own ? 'error' : 'info',
  path: 'spec.selector',
  message: 'the Service has no selector, and no endpoints for it were read',
  expected: 'labels of pods, or an EndpointSlice for the Service',
  fix: 'compare kubectl get pods --show-labels, and set selector to labels of the pods that serve it',
});

function externalName(service: Service, paths: readonly ScrapePath[], contracts: Contracts): Reported {
  const host = textOf(mapOf(service.fields['spec'])['externalName']) ?? '<host>';
  const path = paths.find(({ links }) => links.some((link) => link.service === service));
  const endpoint = path?.endpoint;
  const ports = service.ports.map(({ port }) => port);
  const named = service.ports.find(({ name }) => name !== undefined && name === endpoint?.port)?.port;
  const port = named ?? (ports.length === 1 ? ports[0] : numberOf(endpoint?.targetPort));
  return {
    object: service,
    path: 'spec.type',
    message: 'an ExternalName Service is a DNS alias, without endpoints to scrape',
    found: 'ExternalName',
    expected: 'a ScrapeConfig with a static target, in place of Service and ServiceMonitor',
    fix:
      contracts.scraped?.(service)?.deployed === false
        ? scrapeConfigFix(`${host}:${port ?? '<port of the metrics>'}`, keptOf(path, contracts))
        : [
            'replace Service and ServiceMonitor by a ScrapeConfig:',
            `staticConfigs: [{"targets":["${host}:${port ?? '<port of the metrics>'}"]}]`,
            ...(endpoint === undefined ? [] : inScrapeConfig(endpoint)),
          ].join('\n'),
  };
}

/** Fields that a ScrapeConfig has under the same name. */
const SHARED = [
  'params',
  'tlsConfig',
  'basicAuth',
  'authorization',
  'oauth2',
  'honorLabels',
  'scrapeTimeout',
  'relabelings',
  'metricRelabelings',
];

/** The lines of a ScrapeConfig that read the page as an endpoint does. */
function inScrapeConfig({ path, scheme, interval, fields }: Endpoint): readonly string[] {
  const { bearerTokenSecret: credentials } = fields;
  const shared = {
    ...Object.fromEntries(SHARED.map((name) => [name, fields[name]])),
    ...(credentials === undefined ? {} : { authorization: { credentials } }),
  };
  return [
    ...(scheme === 'https' ? ['scheme: HTTPS'] : []),
    ...(path === '/metrics' ? [] : [`metricsPath: ${path}`]),
    ...(interval === undefined ? [] : [`scrapeInterval: ${interval}`]),
    ...Object.entries(shared).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [`${name}: ${JSON.stringify(value)}`],
    ),
  ];
}
