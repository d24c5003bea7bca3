import { shell } from '../../../../findings/shell';
import { LabelIndex } from '../../../../kubernetes/label-index';
import type { Manifests } from '../../../../kubernetes/manifests';
import type { Monitor } from '../../../../kubernetes/monitor';
import { nameOf, ownValue, type Labels } from '../../../../kubernetes/object';
import type { PodTemplate } from '../../../../kubernetes/pod-template';
import { showSelector } from '../../../../kubernetes/selector';
import { SelectorIndex } from '../../../../kubernetes/selector-index';
import type { Service } from '../../../../kubernetes/service';
import type { ScrapePath } from '../../../../operator/scrape-path';
import type { Contracts, Facts, Found } from '../../../check';
import { scrapesExternal } from '../../shared/catalog-scrape';
import { ExternalSelection } from './external-selection';
import { elsewhere } from './elsewhere';
import { podsWithoutService } from './pods-without-service';
import { requiredLabels, showLabels, type Reason } from './reason';
import { NAMING, NearMisses, showDifferences, type NearMiss } from './near-misses';
import { showNamespaces, statesNamespace } from '../../shared/namespaces';

/**
 * Monitors of a kind whose selector finds nothing; of an external service of the catalog, each with the namespaces of which
 * something was read and in which it finds nothing.
 */
const withoutLinks = (
  paths: readonly ScrapePath[],
  kind: Monitor['kind'],
  { manifests: { services, pods }, contracts }: Pick<Facts, 'manifests' | 'contracts'>,
): readonly Monitor[] =>
  paths
    .filter(({ monitor, index }) => monitor.kind === kind && index === 0)
    .flatMap(({ monitor, links }) => {
      if (links.length === 0) return [monitor];
      if (monitor.namespaces === 'any' || !scrapesExternal(monitor, contracts)) return [];
      const found = links.map((link) => (link.service ?? link.pods[0])?.namespace);
      const namespaces = monitor.namespaces.filter(
        (namespace) =>
          !found.includes(namespace) && services.in(namespace).length + pods.in(namespace).length > 0,
      );
      return namespaces.length === 0 ? [] : [{ ...monitor, namespaces }];
    });

/** Why the selectors of monitors of a kind find nothing. */
export function emptySelections(
  { manifests, paths, contracts }: Pick<Facts, 'manifests' | 'paths' | 'contracts'>,
  kind: Monitor['kind'],
  reasonOf: (search: EmptySelection, monitor: Monitor) => Reason | undefined,
): Found {
  const empty = withoutLinks(paths, kind, { manifests, contracts });
  if (empty.length === 0) return undefined;
  const search = new EmptySelection(manifests, contracts);
  return empty.map((monitor) => {
    const reason = reasonOf(search, monitor);
    const found = showSelector(monitor.selector);
    return reason && { object: monitor, path: 'spec.selector', found, ...reason };
  });
}

class EmptySelection {
  private readonly bySelector: LabelIndex<{ namespace: string; labels: Labels; service: Service }>;
  private readonly servicesOfPods: SelectorIndex<Service>;
  private readonly nearServices: NearMisses<Service>;
  private readonly nearPods: NearMisses<PodTemplate>;
  private readonly external: ExternalSelection;

  constructor(
    private readonly manifests: Manifests,
    private readonly contracts: Contracts,
  ) {
    const { services, pods } = manifests;
    const selecting = services.all.filter(({ selector }) => selector !== undefined);
    this.bySelector = new LabelIndex(
      selecting.map((service) => ({ namespace: service.namespace, labels: service.selector!, service })),
    );
    this.servicesOfPods = new SelectorIndex(selecting, ({ namespace, selector }) => ({
      namespace,
      selector: { matchLabels: selector! },
    }));
    this.nearServices = new NearMisses(services.all, ({ name }) => name);
    this.nearPods = new NearMisses(pods.all, ({ owner }) => owner.name);
    this.external = new ExternalSelection(manifests, contracts);
  }

  /** Undefined: nothing that was read resembles the selector. */
  ofServices(monitor: Monitor): Reason | undefined {
    if (this.isExternal(monitor)) return this.external.ofServices(monitor);
    const { services } = this.manifests;
    return (
      this.labelsOfPods(monitor) ??
      elsewhere(monitor, services.find(monitor.selector, 'any'), this.isRead(monitor, services)) ??
      this.nearlyService(monitor)
    );
  }

  ofPods(monitor: Monitor): Reason | undefined {
    if (this.isExternal(monitor)) return this.external.ofPods(monitor);
    const { pods, services } = this.manifests;
    const [service] = services.find(monitor.selector, monitor.namespaces);
    const [behind] =
      service?.selector === undefined
        ? []
        : pods.find({ matchLabels: service.selector }, [service.namespace]);
    if (service !== undefined && behind !== undefined)
      return {
        message: `the selector has labels of ${nameOf(service)}, but a PodMonitor selects pods`,
        expected: `labels of the pods of ${nameOf(behind.owner)}`,
        fix: `selector: ${JSON.stringify({ matchLabels: service.selector })}`,
      };
    const others = pods.find(monitor.selector, 'any').map(({ owner }) => owner);
    const found = elsewhere(monitor, others, this.isRead(monitor, pods));
    if (found !== undefined) return found;
    const near = this.nearPods.closest(requiredLabels(monitor.selector), monitor.namespaces, monitor.name);
    if (near === undefined) return undefined;
    return {
      severity: isNamesake(monitor, near, near.item.owner) ? 'error' : 'warning',
      message: `no pods in ${showNamespaces(monitor.namespaces)} match the selector; those of ${nameOf(near.item.owner)} come closest: ${showDifferences(near.differing)}`,
      expected: `labels of pods in ${showNamespaces(monitor.namespaces)}`,
      fix: shell`kubectl get pods --namespace ${near.item.namespace} --show-labels`,
    };
  }

  /** Whether a service of the catalog that something else deploys has the name of the monitor. */
  private isExternal({ namespaces, name }: Monitor): boolean {
    return (
      namespaces !== 'any' &&
      namespaces.some((namespace) => this.contracts.scraped?.({ namespace, name })?.deployed === false)
    );
  }

  /** Whether something was read in the namespaces that a monitor searches. */
  private isRead(
    { namespaces, name }: Monitor,
    index: { in(namespace: string): readonly unknown[] },
  ): boolean {
    const searched = namespaces === 'any' ? [] : namespaces;
    return searched.some(
      (namespace) =>
        index.in(namespace).length > 0 || this.contracts.scraped?.({ namespace, name })?.deployed === true,
    );
  }

  /** The Service of the monitor's name was read with its pods, and has the selected labels with other values. */
  private isWholeNamesake(monitor: Monitor, near: NearMiss<Service>): boolean {
    const { selector, namespace } = near.item;
    return (
      isNamesake(monitor, near, near.item) &&
      selector !== undefined &&
      this.manifests.pods.find({ matchLabels: selector }, [namespace]).length > 0
    );
  }

  /** The one Service that was read there has the ports of the monitor, and none of its labels. */
  private onlyService({ selector, endpoints }: Monitor, searched: readonly string[]): Reason | undefined {
    const [service, ...others] = searched.flatMap((namespace) => this.manifests.services.in(namespace));
    const ports = endpoints.map(({ port }) => port);
    const has = (port: string | undefined): boolean =>
      port !== undefined && service?.ports.some(({ name }) => name === port) === true;
    const wanted = requiredLabels(selector);
    const keys = Object.keys(wanted);
    if (service === undefined || others.length > 0 || keys.length === 0 || !ports.every(has))
      return undefined;
    if (Object.keys(service.labels).some((key) => keys.includes(key) || NAMING.includes(key)))
      return undefined;
    return {
      severity: 'warning',
      message: `no Service in ${service.namespace} matches the selector; ${nameOf(service)} has the port, but not the labels`,
      expected: `labels of ${nameOf(service)}: ${showLabels(service.labels)}`,
      fix: `in metadata of ${nameOf(service)}: labels: ${JSON.stringify({ ...service.labels, ...wanted })}`,
    };
  }

  private labelsOfPods({ selector, namespaces }: Monitor): Reason | undefined {
    const service =
      this.bySelector.find(selector, namespaces)[0]?.service ?? this.behindPods(selector, namespaces);
    if (service === undefined) return undefined;
    return {
      message: `the selector has labels of the pods behind ${nameOf(service)}, but a ServiceMonitor selects Services`,
      expected: `labels of the Service: ${showLabels(service.labels)}`,
      fix: `in metadata of ${nameOf(service)}: labels: ${JSON.stringify({ ...service.labels, ...selector.matchLabels, ...labelsFor(selector, service) })}`,
    };
  }

  private behindPods(selector: Monitor['selector'], namespaces: Monitor['namespaces']): Service | undefined {
    const [pod] = this.manifests.pods.find(selector, namespaces);
    return pod === undefined ? undefined : this.servicesOfPods.selecting(pod.namespace, pod.labels)[0];
  }

  private nearlyService(monitor: Monitor): Reason | undefined {
    const { namespaces, selector, name } = monitor;
    const searched = namespaces === 'any' ? [] : namespaces;
    const own = searched
      .map((namespace) => this.contracts.scraped?.({ namespace, name }))
      .find((scraped) => scraped !== undefined);
    const near = this.nearServices.closest(requiredLabels(selector), namespaces, name);
    const where = showNamespaces(namespaces);
    const expected = `labels of a Service in ${where}`;
    const [namespace = 'default'] = searched;
    const command = shell`kubectl get services --namespace ${namespace} --show-labels`;
    if (near !== undefined)
      return {
        severity: own !== undefined || this.isWholeNamesake(monitor, near) ? 'error' : 'warning',
        message: `no Service in ${where} matches the selector; ${nameOf(near.item)} comes closest: ${showDifferences(near.differing) || 'matchExpressions exclude it'}`,
        expected,
        fix:
          near.differing.length > 0
            ? `selector: ${selectorOf(requiredLabels(selector), near.item)}`
            : command,
      };
    const only = this.onlyService(monitor, searched);
    if (own === undefined && only !== undefined) return only;
    const isRead = searched.some((inside) => this.manifests.services.in(inside).length > 0);
    const pods = own === undefined ? podsWithoutService(this.manifests, monitor, searched) : undefined;
    if (pods !== undefined || (own === undefined && !isRead)) return pods;
    return {
      severity: own === undefined ? 'info' : 'error',
      message: `no Service that was read in ${where} matches the selector`,
      expected,
      fix: command,
    };
  }
}

/** Labels that expressions of a selector require, with the values of the pods. */
const labelsFor = ({ matchExpressions = [] }: Monitor['selector'], { selector = {} }: Service): Labels =>
  Object.fromEntries(
    matchExpressions.flatMap(({ key, operator, values = [] }) => {
      const value = ownValue(selector, key) ?? values[0];
      return (operator === 'In' || operator === 'Exists') && value !== undefined ? [[key, value]] : [];
    }),
  );

/** Whether both have one name, and every label that differs has another value. */
const isNamesake = (
  monitor: Monitor,
  { differing }: NearMiss<unknown>,
  { name }: { readonly name: string },
): boolean =>
  monitor.name === name &&
  differing.length > 0 &&
  statesNamespace(monitor) &&
  differing.every(({ has }) => has !== undefined);

/** A selector that matches an object, with as many of the wanted labels as possible. */
function selectorOf(wanted: Labels, { labels }: { readonly labels: Labels }): string {
  const shared = Object.entries(labels).filter(([key]) => Object.hasOwn(wanted, key));
  return JSON.stringify({ matchLabels: shared.length > 0 ? Object.fromEntries(shared) : labels });
}
