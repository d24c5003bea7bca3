import { queryOffsetOf, type Environment } from '../../catalog/environment';
import { parse } from '../../promql/parse';
import { pinLabel, type PinnedLabel } from '../../promql/pin-label';
import { format } from '../../promql/print';
import type { PrintedGroup, PrintedRule } from '../../rules/rule';
import { manifestFile, type ManifestFile, type RenderedObject } from '../kubernetes/manifests';
import { toYaml } from '../../kubernetes/yaml/to-yaml';

/** What is written where a central ruler evaluates the rules. */
export interface CentralOutput {
  /** The manifests without PrometheusRules, which would find no series with the label in the cluster's Prometheus. */
  readonly manifests: readonly ManifestFile[];
  /** Rule files as Prometheus, Mimir and Thanos load them, one for each PrometheusRule. */
  readonly ruleFiles: readonly { readonly path: string; readonly content: string }[];
}

interface RenderedRules extends RenderedObject {
  readonly spec: { readonly groups: readonly PrintedGroup[] };
}

const isRules = (object: RenderedObject): object is RenderedRules => object.kind === 'PrometheusRule';

/**
 * Turns the PrometheusRules of an environment into rule files for a ruler over the series of several clusters: each rule
 * reads the series of this cluster, and what it records and fires has its label. The files are in a subfolder and end in
 * `.yml`, so that `kubectl apply -f` and `cdk8s synth --stdout` do not treat them as manifests.
 */
export function centralOutput(manifests: readonly ManifestFile[], environment: Environment): CentralOutput {
  return {
    manifests: manifests.flatMap((file) => {
      const objects = file.objects.filter((object) => !isRules(object));
      if (objects.length === file.objects.length) return [file];
      return objects.length === 0 ? [] : [manifestFile({ name: file.name, objects })];
    }),
    ruleFiles: manifests.flatMap(({ objects }) =>
      objects.filter(isRules).map((object) => ruleFile(object, environment)),
    ),
  };
}

/** Rulers of several clusters tell files apart by their names alone. */
function ruleFile({ metadata: { name }, spec }: RenderedRules, environment: Environment) {
  const { cluster } = environment;
  const heading = `# Rules of cluster ${cluster} for a central ruler. Generated: edit the environment in the stack, not this file.`;
  return {
    path: `rules/${cluster}-${name}.yml`,
    get content() {
      const groups = spec.groups.map((group) => ({
        ...group,
        query_offset: queryOffsetOf(environment),
        rules: group.rules.map((rule) => inCluster(rule, { label: 'cluster', value: cluster })),
      }));
      return `${heading}\n${toYaml({ groups })}`;
    },
  };
}

const inCluster = (rule: PrintedRule, pinned: PinnedLabel): PrintedRule => ({
  ...rule,
  expr: format(pinLabel(parse(rule.expr), pinned)),
  labels: { ...rule.labels, [pinned.label]: pinned.value },
});
