import { lazily } from '../findings/lazily';
import type { KubernetesObject } from '../kubernetes/object';
import { manifestsOf, type Manifests } from '../kubernetes/manifests';
import type { Monitor } from '../kubernetes/monitor';
import { resolvedPaths, type ResolvedPaths } from '../operator/scrape-path';
import { prometheusSettings, type GivenValues } from '../operator/prometheus-settings';
import { ExprParser } from '../promql/expr-parser';
import type { Contracts, Facts } from './check';
import type { ClusterFacts } from './live/cluster-facts';
import { Analysis } from './expressions/analysis';
import { ruleExpression } from './expressions/expression';
import { panelExpressions } from './expressions/panels';
import { Parts } from './expressions/parts';
import { shortestInterval } from './expressions/ranges';
import { SeriesCatalog } from './expressions/series-catalog';
import { stateMetricsArguments } from './state-metrics';
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
  const read = objects === undefined ? {} : readFacts(objects, contracts, values, parser);
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

interface ReadFacts extends Omit<Facts, 'live' | 'cluster'> {
  readonly objects: readonly KubernetesObject[];
  readonly parser: ExprParser;
  readonly parts: Parts;
  readonly tooWide: readonly Monitor[];
  readonly resolved: ResolvedPaths;
}

const readFacts = (
  objects: readonly KubernetesObject[],
  contractsOf: (manifests: Manifests) => Contracts,
  values: GivenValues | undefined,
  parser: ExprParser,
): ReadFacts =>
  lazily<ReadFacts>({
    objects: () => objects,
    parser: () => parser,
    manifests: () => manifestsOf(objects),
    contracts: ({ manifests }) => contractsOf(manifests),
    prometheus: ({ manifests }) => prometheusSettings(manifests, values),
    shortestInterval,
    stateMetricsArguments: ({ manifests }) => stateMetricsArguments(manifests),
    resolved: ({ manifests }) => resolvedPaths(manifests),
    paths: ({ resolved }) => resolved.paths,
    tooWide: ({ resolved }) => resolved.tooWide,
    targetLabels: ({ prometheus }) => modelTargetLabels(prometheus),
    ruleGroups: ({ manifests }) => ruleGroups(manifests),
    rules: (facts) => parsedRules(facts.ruleGroups, facts.prometheus, parser),
    catalog: (facts) => new SeriesCatalog(facts),
    analysis: (facts) =>
      new Analysis(facts.catalog, () => [
        ...facts.rules.map(ruleExpression),
        ...panelExpressions(facts.manifests, parser),
      ]),
    parts: (facts) => new Parts(facts, () => facts.catalog),
    expressions: ({ parts }) => parts.eachExpression(),
    seriesRead: ({ parts }) => parts.expressions.names,
    isMatched: ({ parts }) => parts.isMatched,
  });
