import { ENDPOINTS_FIELD, type Monitor } from '../../kubernetes/monitor';
import { nameOf } from '../../kubernetes/object';
import { showSelector } from '../../kubernetes/selector';
import { admission, isolatingPolicies, prometheusClient } from '../../operator/network-policy';
import type { ScrapeLink, ScrapePath, TargetGroup } from '../../operator/scrape-path';
import { selection, type Mismatch, type Selection } from '../../operator/selection';
import type { Facts } from '../check';

/** An object on the path from Prometheus to a pod, with the next ones. */
export interface ChainNode {
  readonly name: string;
  readonly next: readonly ChainEdge[];
}

export interface ChainEdge {
  /** The condition of the edge. */
  readonly label: string;
  readonly state: 'holds' | 'broken' | 'unknown';
  readonly to: ChainNode;
}

type NeededFacts = Pick<Facts, 'manifests' | 'prometheus' | 'paths' | 'targetLabels'> &
  Partial<Pick<Facts, 'contracts'>>;

const end = (name: string): ChainNode => ({ name, next: [] });

/** The paths from Prometheus to every pod, with one branch for each endpoint. Undefined: no manifests were read. */
export function chainOf({
  manifests,
  prometheus,
  paths,
  targetLabels,
  contracts,
}: Partial<Facts>): ChainNode | undefined {
  if (
    manifests === undefined ||
    prometheus === undefined ||
    paths === undefined ||
    targetLabels === undefined
  )
    return undefined;
  const edges = new Edges({
    manifests,
    prometheus,
    paths,
    targetLabels,
    ...(contracts === undefined ? {} : { contracts }),
  });
  return {
    name: `Prometheus ${prometheus.namespace} (${prometheus.name})`,
    next: paths.map((path) => edges.toMonitor(path)),
  };
}

class Edges {
  private readonly policiesOf: ReturnType<typeof isolatingPolicies>;
  private readonly client: ReturnType<typeof prometheusClient>;

  constructor(private readonly facts: NeededFacts) {
    this.policiesOf = isolatingPolicies(facts.manifests);
    this.client = prometheusClient(facts.prometheus, facts.manifests);
  }

  toMonitor(path: ScrapePath): ChainEdge {
    const { monitor, index } = path;
    const taken = selection(monitor, monitor.kind, this.facts.prometheus, this.facts.manifests);
    return {
      ...this.selected(taken, monitor.kind),
      to: {
        name: `${nameOf(monitor)} ${ENDPOINTS_FIELD[monitor.kind]}[${index}]`,
        next:
          path.links.length === 0
            ? [this.nothingFound(path)]
            : path.links.map((link) => this.toLink(path, link)),
      },
    };
  }

  private selected(taken: Selection, kind: Monitor['kind']): Pick<ChainEdge, 'label' | 'state'> {
    switch (taken.selected) {
      case 'yes': {
        const { objects } = taken.by.selectors[kind];
        const selector = objects.kind === 'matches' ? showSelector(objects.selector) : 'everything';
        // The root is one of several.
        const whose = taken.by === this.facts.prometheus ? '' : `${taken.by.name}: `;
        return { label: `${whose}${selector}`, state: 'holds' };
      }
      case 'unknown':
        return { label: taken.because, state: 'unknown' };
      case 'no':
        return { label: taken.mismatches.map(showMismatch).join('; '), state: 'broken' };
    }
  }

  private toLink(path: ScrapePath, link: ScrapeLink): ChainEdge {
    const { service } = link;
    const next = this.toPods(path, link);
    return {
      label: searched(path),
      state: 'holds',
      to: service === undefined ? { name: 'pods', next } : { name: nameOf(service), next },
    };
  }

  private nothingFound(path: ScrapePath): ChainEdge {
    const { kind, name, namespaces } = path.monitor;
    const { services, pods } = this.facts.manifests;
    const searchedIn = kind === 'PodMonitor' ? pods : services;
    // An external service of the catalog is applied from elsewhere.
    const external =
      namespaces !== 'any' &&
      namespaces.every(
        (namespace) =>
          searchedIn.in(namespace).length === 0 &&
          this.facts.contracts?.scraped?.({ namespace, name })?.deployed === false,
      );
    // Without any object of the kind, the input is incomplete and the state unknown.
    const state = searchedIn.all.length > 0 && !external ? 'broken' : 'unknown';
    return { label: searched(path), state, to: end(kind === 'PodMonitor' ? 'no pods' : 'no Service') };
  }

  private toPods(path: ScrapePath, link: ScrapeLink): readonly ChainEdge[] {
    const { service, pods, targets } = link;
    if (pods.length === 0)
      return service?.selector === undefined
        ? [
            {
              label: 'no selector: its endpoints are managed elsewhere',
              state: 'unknown',
              to: end('endpoints'),
            },
          ]
        : [
            {
              label: showSelector({ matchLabels: service.selector }),
              // The Deployment may be applied from elsewhere.
              state: this.facts.manifests.pods.in(service.namespace).length > 0 ? 'broken' : 'unknown',
              to: end('no pods'),
            },
          ];
    if (targets.length === 0)
      return pods.map((pod) => ({ label: wantedPort(path), state: 'broken', to: end(nameOf(pod.owner)) }));
    return targets.map((target) => this.toTarget(path, link, target));
  }

  private toTarget(path: ScrapePath, link: ScrapeLink, target: TargetGroup): ChainEdge {
    const { endpoint } = path;
    const { pod, port, container } = target;
    const label = `${wantedPort(path)} is ${port}, GET ${endpoint.path}`;
    const name = [
      nameOf(pod.owner),
      ...(container === undefined ? [] : [`container ${container.name}`]),
    ].join(' ');
    const to = end(
      pod.replicas === undefined ? name : `${name} (${pod.replicas} ${pod.replicas === 1 ? 'pod' : 'pods'})`,
    );
    const admitted = admission(this.policiesOf(pod), this.client, target);
    if (admitted === 'no')
      return { label: `${label}; no NetworkPolicy admits Prometheus`, state: 'broken', to };
    const { labels, error } = this.facts.targetLabels.of(path, link, target);
    if (error !== undefined)
      return { label: `${label}; relabeling is invalid: ${error}`, state: 'broken', to };
    if (labels === undefined) return { label: `${label}; relabeling drops it`, state: 'broken', to };
    if (admitted === 'unknown')
      return {
        label: `${label}; it is unknown whether a NetworkPolicy admits Prometheus`,
        state: 'unknown',
        to,
      };
    return { label, state: 'holds', to };
  }
}

function showMismatch(mismatch: Mismatch): string {
  switch (mismatch.kind) {
    case 'labels':
      return showSelector(mismatch.selector);
    case 'namespace':
      return `namespaces: ${mismatch.selector === undefined ? "Prometheus' own" : showSelector(mismatch.selector)}`;
    case 'nothing':
      return mismatch.because;
    case 'operator':
      return mismatch.watched === undefined
        ? `the operator ignores namespace ${mismatch.denied!.join(', ')}`
        : `the operator watches ${mismatch.watched.join(', ')} only`;
  }
}

const searched = ({ monitor: { selector, namespaces } }: ScrapePath): string =>
  `${showSelector(selector)} in ${namespaces === 'any' ? 'any namespace' : namespaces.join(', ')}`;

function wantedPort({ endpoint: { port, targetPort } }: ScrapePath): string {
  if (port !== undefined) return `port ${port}`;
  return targetPort === undefined ? 'every port' : `container port ${targetPort}`;
}
