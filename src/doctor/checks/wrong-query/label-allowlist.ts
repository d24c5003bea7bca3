import { mapOf, textsOf } from '../../../kubernetes/object';
import type { Manifests } from '../../../kubernetes/manifests';
import { walk, type Expr } from '../../../promql/expr';
import { nameOfSelector } from '../../expressions/series-catalog';
import { aboutExpression } from '../../expressions/report';
import { aboutValues } from '../shared/given-values';
import { defineCheck, type Facts, type Reported } from '../../check';

// Certain where the arguments of kube-state-metrics or its values were read: it exposes only listed labels. A warning where
// the values of the whole chart leave its defaults.
export const check = defineCheck({
  id: 'label-allowlist',
  severity: 'error',
  question: 'Does kube-state-metrics expose the labels and annotations that expressions read?',
  symptom: 'A join with kube_pod_labels is empty, or all series have an empty label_team.',
  why: 'kube-state-metrics exposes labels and annotations of objects only if they are in `--metric-labels-allowlist` and `--metric-annotations-allowlist`; without them, kube_pod_labels has no label_... at all.',
  remedy: 'Add the label to `kube-state-metrics.metricLabelsAllowlist`, e.g. `pods=[team]`.',
  see: 'https://github.com/kubernetes/kube-state-metrics/blob/main/docs/developer/cli-arguments.md',
  needs: ['analysis', 'stateMetricsArguments', 'manifests', 'prometheus'],
  inParts: true,
  find: (facts) => {
    const lists = allowlists(facts);
    if (lists === undefined) return undefined;
    return facts.analysis.expressions.flatMap((expression): readonly Reported[] => {
      const { expr } = expression;
      if (expr === undefined) return [];
      return readIn(expr).flatMap(({ resource, part, label }): readonly Reported[] => {
        const id = `${resource} ${part} ${label}`;
        const allowed = lists[part].get(resource) ?? [];
        if (allowed.some((key) => key === '*' || exposed(key) === label)) return [];
        const setting = part === 'labels' ? 'metricLabelsAllowlist' : 'metricAnnotationsAllowList';
        const entry = `${resource}=[${[...allowed, keyOf(label, facts.manifests)].join(',')}]`;
        // One list has the entries of all resources.
        const entries = [...lists[part]]
          .filter(([other]) => other !== resource)
          .map(([other, keys]) => `${other}=[${keys.join(',')}]`);
        const whole = [...entries, entry];
        return [
          {
            ...aboutExpression(expression, {
              ...(lists.uncertain === true ? { severity: 'warning' as const } : {}),
              message: `kube-state-metrics does not expose the ${part === 'labels' ? 'label' : 'annotation'} ${label} of ${resource}`,
              found: `${part === 'labels' ? 'label' : 'annotation'}_${label}`,
              expected: entry,
              fix: lists.isValues
                ? `kube-state-metrics: { ${setting}: ${JSON.stringify(whole)} }`
                : `in the arguments of kube-state-metrics: --metric-${part}-allowlist=${whole.join(',')}`,
            }),
            once: id,
          },
        ];
      });
    });
  },
});

type Part = 'labels' | 'annotations';

type Lists = Readonly<Record<Part, ReadonlyMap<string, readonly string[]>>> & {
  readonly isValues: boolean;
  /** Whether the series may come from a kube-state-metrics that was not read. @default false */
  readonly uncertain?: boolean;
};

/** As kube-state-metrics names the label of a series, without its prefix. */
const exposed = (key: string): string => key.replaceAll(/[^A-Za-z0-9_]/g, '_');

function allowlists({
  stateMetricsArguments: given,
  prometheus,
}: Pick<Facts, 'stateMetricsArguments' | 'prometheus'>): Lists | undefined {
  if (given !== undefined) {
    const args = given.join('\n');
    const of = (part: Part) => entriesOf(new RegExp(`--metric-${part}-allowlist=(.*)`).exec(args)?.[1] ?? '');
    return { labels: of('labels'), annotations: of('annotations'), isValues: false };
  }
  const chart = aboutValues(prometheus);
  if (chart === undefined) return undefined;
  const values = mapOf(mapOf(chart.values)['kube-state-metrics']);
  if (mapOf(mapOf(chart.values)['kubeStateMetrics'])['enabled'] === false) return undefined;
  const of = (key: string) => entriesOf(textsOf(values[key]).join(','));
  return {
    labels: of('metricLabelsAllowlist'),
    annotations: of('metricAnnotationsAllowList'),
    isValues: true,
    // Without the section, the metrics may come from another kube-state-metrics.
    uncertain: Object.keys(values).length === 0,
  };
}

/** `pods=[a,b],nodes=[*]`. */
const entriesOf = (text: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...text.matchAll(/([\w.*]+)=\[([^\]]*)\]/g)].map(([, resource = '', keys = '']) => [
      resource,
      keys.split(',').map((key) => key.trim()),
    ]),
  );

/** Names in series that are not the plural with an s. */
const PLURALS: Readonly<Record<string, string>> = { ingress: 'ingresses', networkpolicy: 'networkpolicies' };

interface Read {
  readonly resource: string;
  readonly part: Part;
  readonly label: string;
}

/** Labels of `kube_<resource>_labels` in matchers, and in the groupings around them. */
function readIn(expr: Expr): readonly Read[] {
  // Behind unless, a missing label is an exclusion that nothing uses.
  const optional = new Set(
    [...walk(expr)].flatMap((node) =>
      node.node === 'binary' && node.operator === 'unless' ? [...walk(node.right)] : [],
    ),
  );
  const nodes = [...walk(expr)].filter((node) => !optional.has(node));
  const names = nodes.flatMap((node) => (node.node === 'selector' ? (nameOfSelector(node) ?? []) : []));
  const [first, ...others] = new Set(
    names.flatMap((name) => /^kube_([a-z]+)_(labels|annotations)$/.exec(name)?.[0] ?? []),
  );
  if (first === undefined || others.length > 0) return [];
  const [, singular = '', part] = /^kube_([a-z]+)_(labels|annotations)$/.exec(first) ?? [];
  const prefix = part === 'labels' ? 'label_' : 'annotation_';
  const resource = PLURALS[singular] ?? `${singular}s`;
  const used = nodes.flatMap((node) =>
    node.node === 'selector'
      ? node.matchers.flatMap(({ label, operator, value }) => (value === '' && operator === '=' ? [] : label))
      : labelsOf(node),
  );
  return [...new Set(used)].flatMap((label) =>
    label.startsWith(prefix) ? [{ resource, part: part as Part, label: label.slice(prefix.length) }] : [],
  );
}

/** The labels that an operation names itself. */
function labelsOf(node: Expr): readonly string[] {
  if (node.node === 'aggregation') return node.grouping?.mode === 'by' ? node.grouping.labels : [];
  if (node.node !== 'binary' || node.matching === undefined) return [];
  const { mode, labels, group } = node.matching;
  return [...(mode === 'on' ? labels : []), ...(group?.include ?? [])];
}

/** The label of a pod or object that was read; else the usual form of labels of Kubernetes; else all, as _ replaces any sign. */
function keyOf(label: string, { labelKeys }: Manifests): string {
  return (
    [...labelKeys].find((key) => exposed(key) === label) ??
    (/^app_kubernetes_io_[a-z]+$/.test(label)
      ? label.replace(/^app_kubernetes_io_/, 'app.kubernetes.io/')
      : label.includes('_')
        ? '*'
        : label)
  );
}
