import type { KubernetesObject } from '../kubernetes/object';
import { manifestsOf, type Manifests } from '../kubernetes/manifests';
import { scrapePaths } from '../operator/scrape-path';
import { prometheusSettings, type GivenValues } from '../operator/prometheus-settings';
import type { Contracts, Facts } from './check';
import type { ClusterFacts } from './live/cluster-facts';
import type { LiveFacts } from './live/live-facts';
import { modelTargetLabels } from './model-target-labels';
import { parsedRules } from './rules/parse-rules';

/** What the facts are made from. Everything else is computed. */
export interface FactSources {
  /** Kubernetes objects. @default none were read, and checks that need them answer "unknown" */
  readonly objects?: readonly KubernetesObject[];
  /** Helm values of kube-prometheus-stack. @default a Prometheus resource among the objects, else the chart's defaults */
  readonly values?: GivenValues;
  /** @default none: only what is certain without one is found */
  readonly contracts?: (manifests: Manifests) => Contracts;
  /** @default no Prometheus was asked */
  readonly live?: LiveFacts;
  /** @default no cluster was asked */
  readonly cluster?: ClusterFacts;
}

const noContracts = (): Contracts => ({ of: () => undefined });

/** Facts that could be had. */
export type KnownFacts = Partial<Facts>;

/** Facts that are computed when they are first read. */
export function factsOf({
  objects,
  values,
  contracts = noContracts,
  live,
  cluster,
}: FactSources): KnownFacts {
  const read = objects === undefined ? {} : new ReadFacts(objects, contracts, values);
  return Object.assign(read, {
    ...(live === undefined ? {} : { live }),
    ...(cluster === undefined ? {} : { cluster }),
  });
}

/** What follows from manifests, computed when it is first read. */
class ReadFacts implements Omit<Facts, 'live' | 'cluster'> {
  private readonly computed = new Map<string, unknown>();

  constructor(
    private readonly objects: readonly KubernetesObject[],
    private readonly contractsOf: (manifests: Manifests) => Contracts,
    private readonly values: GivenValues | undefined,
  ) {}

  get manifests() {
    return this.once('manifests', () => manifestsOf(this.objects));
  }

  get contracts() {
    return this.once('contracts', () => this.contractsOf(this.manifests));
  }

  get prometheus() {
    return this.once('prometheus', () => prometheusSettings(this.manifests, this.values));
  }

  get paths() {
    return this.once('paths', () => scrapePaths(this.manifests));
  }

  get targetLabels() {
    return this.once('targetLabels', () => modelTargetLabels(this.prometheus));
  }

  get rules() {
    return this.once('rules', () => parsedRules(this.manifests, this.prometheus));
  }

  private once<T>(name: string, compute: () => T): T {
    if (!this.computed.has(name)) this.computed.set(name, compute());
    return this.computed.get(name) as T;
  }
}
