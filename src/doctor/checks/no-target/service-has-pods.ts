import { mapOf, nameOf, textOf } from '../../../kubernetes/object';
import { writtenEndpoints } from '../../../kubernetes/endpoints';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import type { Service } from '../../../kubernetes/service';
import { asksForOperatorPods } from '../../../operator/operator-pods';
import { selectsSomePods, type ScrapePath } from '../../../operator/scrape-path';
import { NearMisses, showDifferences } from './lib/near-misses';
import { defineCheck, type Contracts, type Reported } from '../../check';

// An ExternalName never has endpoints: certain. Otherwise pods and endpoints may come from elsewhere, and pods get
// labels while they run. `error` takes our own Service, or a workload of the Service's name with other values for the
// labels asked for. Pods that nearly fit are a warning; a Service without selector is worth knowing.
export const check = defineCheck({
  id: 'service-has-pods',
  severity: 'error',
  question: 'Does every Service that is scraped lead to pods?',
  symptom: 'The job has 0 targets, and `kubectl get endpointslices` shows none for the Service.',
  why: 'Prometheus scrapes the endpoints of a Service: pods in its namespace whose labels hold all of `spec.selector`.',
  remedy:
    'Compare `spec.selector` of the Service with the labels of the pods (`kubectl get pods --show-labels`), and make them equal.',
  see: 'https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#does-the-service-have-any-endpointslices',
  needs: ['manifests', 'paths', 'contracts'],
  find: ({ manifests, paths, contracts }) => {
    const services = withoutPods(paths);
    if (services.length === 0) return [];
    const near = new NearMisses(manifests.pods.all, ({ owner }) => owner.name);
    const written = writtenEndpoints(manifests);
    return services.flatMap((service) => {
      const endpoints = written.get(key(service));
      if (endpoints?.hasAddresses === true) return [];
      const reasons = reasonOf(service, near, contracts);
      if (endpoints === undefined || service.externalName) return reasons;
      return [
        service.selector === undefined ? unfilled(service) : certain(reasons[0] ?? withoutAddresses(service)),
      ];
    });
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

/** Endpoints that were read and hold no address are proof. */
const certain = (reason: Reported): Reported => ({ ...reason, severity: 'error' });

const withoutAddresses = (service: Service): Reported => ({
  object: service,
  resource: nameOf(service),
  path: 'spec.selector',
  message: 'matches no pods: the endpoints of the Service were read, and hold no address',
  found: service.selector,
  expected: 'labels of the pods that serve it',
  fix: `kubectl get pods --namespace ${service.namespace} --show-labels`,
});

/** A controller may fill them. */
const unfilled = (service: Service): Reported => ({
  object: service,
  resource: nameOf(service),
  ...withoutSelector(false),
  severity: 'warning',
  message: 'is not set, and the endpoints that somebody wrote for the Service hold no address',
});

function reasonOf(
  service: Service,
  near: NearMisses<PodTemplate>,
  contracts: Contracts,
): readonly Reported[] {
  const about = { object: service, resource: nameOf(service) };
  const own = contracts.scraped?.(service)?.deployed === true;
  if (service.externalName) return [externalName(service)];
  if (service.selector === undefined) return [{ ...about, ...withoutSelector(own) }];
  const miss = near.closest(service.selector, [service.namespace], service.name);
  // Labels that only running pods have say nothing about templates, and nobody wrote the operator's pods down.
  if (miss === undefined || selectsSomePods(service) || asksForOperatorPods(service.selector)) {
    if (!own) return [];
    return [
      {
        ...about,
        path: 'spec.selector',
        message: `matches no pods that were read in namespace ${service.namespace}`,
        found: service.selector,
        expected: 'labels of the pods that serve it',
        fix: `kubectl get pods --namespace ${service.namespace} --show-labels`,
      },
    ];
  }
  const { item, differing } = miss;
  const same = item.owner.name === service.name && differing.every(({ has }) => has !== undefined);
  const shared = Object.entries(service.selector).flatMap(([label]) =>
    item.labels[label] === undefined ? [] : [[label, item.labels[label]]],
  );
  return [
    {
      ...about,
      severity: own || same ? 'error' : 'warning',
      path: 'spec.selector',
      message: `matches no pods in namespace ${service.namespace}; those of ${nameOf(item.owner)} come closest: ${showDifferences(differing)}`,
      found: service.selector,
      expected: 'labels that those pods have',
      fix: `selector: ${JSON.stringify(Object.fromEntries(shared))}`,
    },
  ];
}

const withoutSelector = (own: boolean): Omit<Reported, 'object' | 'resource'> => ({
  severity: own ? 'error' : 'info',
  path: 'spec.selector',
  message: 'is not set, so the Service has only the endpoints that somebody writes for it; none were read',
  found: undefined,
  expected: 'labels of pods, or an EndpointSlice for the Service',
  fix: 'selector: {"app":"name-of-the-app"}',
});

function externalName(service: Service): Reported {
  return {
    object: service,
    resource: nameOf(service),
    path: 'spec.type',
    message: 'makes the Service a DNS alias, which has no endpoints to scrape',
    found: 'ExternalName',
    expected: 'ClusterIP, or a ScrapeConfig with a static target',
    fix: `staticConfigs: [{"targets":["${textOf(mapOf(service.fields['spec'])['externalName']) ?? 'host'}:9090"]}]`,
  };
}
