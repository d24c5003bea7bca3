import { shell } from '../../../../findings/shell';
import type { Manifests } from '../../../../kubernetes/manifests';
import type { Monitor } from '../../../../kubernetes/monitor';
import { nameOf, type KubernetesObject, type Labels } from '../../../../kubernetes/object';
import type { PodTemplate } from '../../../../kubernetes/pod-template';
import { selects, showSelector } from '../../../../kubernetes/selector';
import type { Service } from '../../../../kubernetes/service';
import { podsBehind } from '../../../../operator/scrape-path';
import { isSynthesized } from '../../../catalog-contracts';
import type { Contracts } from '../../../check';
import {
  isNamed,
  keptOf,
  namespaceFix,
  podScrapeFix,
  scrapeFix,
  type Kept,
} from '../../shared/catalog-scrape';
import { namespacesOfAll, showNamespaces } from '../../shared/namespaces';
import { NearMisses } from './near-misses';
import { requiredLabels, showLabels, type Reason } from './reason';

/**
 * Explains why the monitor of an external service of the catalog finds nothing, once any object of its place or name was
 * read, with the scrape that finds it. What the catalog deploys says nothing about what others do.
 */
export class ExternalSelection {
  private readonly services: readonly Service[];
  private readonly pods: readonly PodTemplate[];
  private readonly nearServices: NearMisses<Service>;
  private readonly nearPods: NearMisses<PodTemplate>;

  constructor(
    private readonly manifests: Manifests,
    private readonly contracts: Contracts,
  ) {
    this.services = manifests.services.all.filter((service) => !isSynthesized(service));
    this.pods = manifests.pods.all.filter(({ owner }) => !isSynthesized(owner));
    this.nearServices = new NearMisses(this.services, ({ name }) => name);
    this.nearPods = new NearMisses(this.pods, ({ owner }) => owner.name);
  }

  ofServices(monitor: Monitor): Reason | undefined {
    const { namespaces, name, selector } = monitor;
    const kept = this.keptOf(monitor);
    const inside = this.services.filter(({ namespace }) => isSearched(monitor, namespace));
    const where = showNamespaces(namespaces);
    const expected = `labels of a Service in ${where}`;
    const podsOf = (service: Service) => podsBehind(service, this.manifests.pods);
    const confused = inside.find(
      (service) =>
        selects(selector, service.selector ?? {}) ||
        podsOf(service).some(({ labels }) => selects(selector, labels)),
    );
    if (confused !== undefined)
      return {
        message: `the selector has labels of the pods behind ${nameOf(confused)}, but a ServiceMonitor selects Services`,
        expected: `labels of the Service: ${showLabels(confused.labels)}`,
        fix: scrapeFix(confused, { kept, pods: podsOf(confused) }),
      };
    const within =
      inside.find((each) => each.name === name) ??
      inside.find(({ labels }) => isNamed(labels, name)) ??
      this.nearServices.closest(requiredLabels(selector), namespaces, name)?.item;
    const elsewhere = within === undefined ? elsewhereOf(monitor, this.services) : undefined;
    if (elsewhere !== undefined) return elsewhere;
    const meant = within ?? this.services.find((each) => each.name === name);
    if (meant !== undefined)
      return {
        message: `no Service in ${where} matches the selector of this external service; ${nameOf(meant)} has the labels ${showLabels(meant.labels)}`,
        expected,
        fix: [
          ...(isSearched(monitor, meant.namespace) ? [] : [namespaceFix([meant.namespace])]),
          scrapeFix(meant, { kept, pods: podsOf(meant) }),
        ].join('\n'),
      };
    const pod = this.podsOf(monitor).find(
      ({ labels, owner }) => isNamed(labels, name) || owner.name === name,
    );
    if (inside.length === 0 && this.podsOf(monitor).length === 0) return this.missingNamespace(monitor);
    const [namespace] = namespaces;
    return {
      message:
        pod === undefined
          ? `no Service that was read in ${where} matches the selector of this external service`
          : `no Service that was read in ${where} matches the selector of this external service; the pods of ${nameOf(pod.owner)} can be scraped without one`,
      expected,
      fix:
        pod === undefined
          ? shell`kubectl get services --namespace ${namespace!} --show-labels`
          : podScrapeFix(pod, kept),
    };
  }

  ofPods(monitor: Monitor): Reason | undefined {
    const { namespaces, name, selector } = monitor;
    const [endpoint] = monitor.endpoints;
    const kept = this.keptOf(monitor);
    const inside = this.podsOf(monitor);
    const where = showNamespaces(namespaces);
    const meant =
      inside.find(({ owner }) => owner.name === name) ??
      inside.find(({ labels }) => isNamed(labels, name)) ??
      this.nearPods.closest(requiredLabels(selector), namespaces, name)?.item ??
      inside.find(
        ({ containers }) =>
          endpoint?.port !== undefined &&
          containers.some(({ ports }) => ports.some((port) => port.name === endpoint.port)),
      );
    if (meant !== undefined)
      return {
        message: `no pods in ${where} match the selector of this external service; those of ${nameOf(meant.owner)} have the labels ${showLabels(meant.labels)}`,
        expected: `labels of pods in ${where}`,
        fix: podScrapeFix(meant, kept),
      };
    const elsewhere = elsewhereOf(
      monitor,
      this.pods.map(({ owner, namespace, labels }) => ({ ...owner, namespace, labels })),
    );
    if (elsewhere !== undefined) return elsewhere;
    if (inside.length === 0) return this.missingNamespace(monitor);
    return {
      message: `no pods that were read in ${where} match the selector of this external service`,
      expected: `labels of pods in ${where}`,
      fix: `in the catalog: scrape: podMonitor({ ... }) with labels that kubectl get pods --namespace ${inside[0]!.namespace} --show-labels shows`,
    };
  }

  /** Without a port that is only a default. */
  private keptOf(monitor: Monitor): Kept {
    const { namespaces, name, endpoints } = monitor;
    const isDefault = [namespaces]
      .flat()
      .some((namespace) => this.contracts.scraped?.({ namespace, name })?.isDefault === true);
    const [endpoint] = endpoints;
    if (endpoint === undefined) return keptOf(undefined, this.contracts);
    const stated = isDefault ? { ...endpoint, port: undefined } : endpoint;
    return keptOf({ monitor, endpoint: stated }, this.contracts);
  }

  private podsOf(monitor: Monitor): readonly PodTemplate[] {
    return this.pods.filter(({ namespace }) => isSearched(monitor, namespace));
  }

  /** Certain where Namespaces were read, but not this one: a list of them is complete. */
  private missingNamespace(monitor: Monitor): Reason | undefined {
    const { namespaces } = monitor;
    const read = this.manifests.kind('Namespace').filter((namespace) => !isSynthesized(namespace));
    if (read.length === 0 || namespaces === 'any') return undefined;
    const missing = namespaces.filter((name) => this.manifests.namespaceLabels(name) === undefined);
    if (missing.length < namespaces.length) return undefined;
    return {
      path: 'spec.namespaceSelector',
      found: namespaces,
      message: `${showNamespaces(missing)} of this external service is not among the Namespaces that were read`,
      expected: 'a namespace that exists',
      fix: "in the catalog: namespace: '...' as kubectl get namespaces shows it",
    };
  }
}

const isSearched = ({ namespaces }: Monitor, namespace: string): boolean =>
  namespaces !== 'any' && namespaces.includes(namespace);

/** The selector matches objects in namespaces that the monitor does not search. */
function elsewhereOf(
  monitor: Monitor,
  objects: readonly (KubernetesObject & { readonly labels: Labels })[],
): Reason | undefined {
  const { selector, namespaces } = monitor;
  if (showSelector(selector) === 'everything') return undefined;
  const found = objects.filter(({ labels }) => selects(selector, labels));
  const [first] = found;
  if (first === undefined) return undefined;
  return {
    path: 'spec.namespaceSelector',
    found: namespaces,
    message: `${showNamespaces(namespaces)} has nothing that the selector of this external service matches, but ${nameOf(first)} does`,
    expected: showNamespaces(namespacesOfAll(found)),
    fix: namespaceFix(namespacesOfAll(found)),
  };
}
