import type { KubernetesObject } from '../kubernetes/object';
import { manifestsOf, type Manifests } from '../kubernetes/manifests';
import type { Monitor } from '../kubernetes/monitor';
import { resolvedPaths } from '../operator/scrape-path';
import { prometheusSettings, type GivenValues } from '../operator/prometheus-settings';
import { ExprParser } from '../promql/expr-parser';
import type { Contracts, Facts } from './check';
import type { ClusterFacts } from './live/cluster-facts';
import { Analysis } from './expressions/analysis';
import { ruleExpression } from './expressions/expression';
import { panelExpressions } from './expressions/panels';
import { Parts } from './expressions/parts';
import { SeriesCatalog } from './expressions/series-catalog';
import type { LiveFacts } from './live/live-facts';
import { isolate, type Isolated } from './isolate';
import { modelTargetLabels } from './model-target-labels';
import { parsedRules } from './rules/parse-rules';
import { ruleGroups } from './rules/raw-rules';

/** The inputs that all facts are computed from. */
export interface FactSources {
  /** Kubernetes objects. @default none were read, and checks that need them are skipped */
  readonly objects?: readonly KubernetesObject[];
  /** Helm values of kube-prometheus-stack. @default a Prometheus resource among the objects, else the chart's defaults */
  readonly values?: GivenValues;
  /** @default none, as for foreign manifests */
  readonly contracts?: (manifests: Manifests) => Contracts;
  /** @default no Prometheus was queried */
  readonly live?: LiveFacts;
  /** @default no cluster was read */
  readonly cluster?: ClusterFacts;
  /** Reads expressions. One for inputs that differ little reads what they share once. @default one of its own */
  readonly parser?: ExprParser;
}

const noContracts = (): Contracts => ({ of: () => undefined });

export interface KnownFacts extends Partial<Facts> {
  /** The objects that they were computed from. @default none were read */
  readonly objects?: readonly KubernetesObject[];
  /** Monitors whose targets are too many to follow. */
  readonly tooWide?: readonly Monitor[];
  /** The rules and panels, some at a time. @default no objects were read */
  readonly parts?: Parts;
  /** The same facts of other objects. */
  from(objects: readonly KubernetesObject[]): KnownFacts;
}

/** Facts that are computed when they are first read. */
export function factsOf(sources: FactSources): KnownFacts {
  const { objects, values, contracts = noContracts, live, cluster, parser = new ExprParser() } = sources;
  const read = objects === undefined ? {} : new ReadFacts(objects, contracts, values, parser);
  return Object.assign(read, {
    from: (some: readonly KubernetesObject[]) => factsOf({ ...sources, objects: some }),
    ...(live === undefined ? {} : { live }),
    ...(cluster === undefined ? {} : { cluster }),
  });
}

/** Computes every fact, without the objects for which that fails. */
export function settledFacts(sources: FactSources): Isolated<KnownFacts> {
  const facts = factsOf(sources);
  if (facts.objects === undefined) return { value: facts, faults: [] };
  return isolate(facts.objects, (objects) => {
    const some = objects === facts.objects ? facts : facts.from(objects);
    void [some.contracts, some.targetLabels, some.paths, some.analysis];
    return some;
  });
}

/** The facts of manifests. */
class ReadFacts implements Omit<Facts, 'live' | 'cluster'> {
  private readonly computed = new Map<string, unknown>();

  constructor(
    readonly objects: readonly KubernetesObject[],
    private readonly contractsOf: (manifests: Manifests) => Contracts,
    private readonly values: GivenValues | undefined,
    readonly parser: ExprParser,
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
    return this.resolved.paths;
  }

  get tooWide() {
    return this.resolved.tooWide;
  }

  private get resolved() {
    return this.once('resolved', () => resolvedPaths(this.manifests));
  }

  get targetLabels() {
    return this.once('targetLabels', () => modelTargetLabels(this.prometheus));
  }

  get ruleGroups() {
    return this.once('ruleGroups', () => ruleGroups(this.manifests));
  }

  get rules() {
    return this.once('rules', () => parsedRules(this.ruleGroups, this.prometheus, this.parser));
  }

  get analysis() {
    return this.once(
      'analysis',
      () =>
        new Analysis(this.catalog, () => [
          ...this.rules.map(ruleExpression),
          ...panelExpressions(this.manifests, this.parser),
        ]),
    );
  }

  get parts() {
    return this.once('parts', () => new Parts(this, () => this.catalog));
  }

  get seriesRead() {
    return this.parts.expressions.names;
  }

  get isMatched() {
    return this.parts.isMatched;
  }

  private get catalog() {
    return this.once('catalog', () => new SeriesCatalog(this));
  }

  private once<T>(name: string, compute: () => T): T {
    if (!this.computed.has(name)) this.computed.set(name, compute());
    return this.computed.get(name) as T;
  }
}
