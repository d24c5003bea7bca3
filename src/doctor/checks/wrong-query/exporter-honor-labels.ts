import { nameOf } from '../../../kubernetes/object';
import type { ScrapePath } from '../../../operator/scrape-path';
import type { PrometheusSettings } from '../../../operator/settings';
import type { Matcher } from '../../../promql/expr';
import { selectorsIn } from '../../expressions/analysis';
import type { Expression, ExpressionPlace } from '../../expressions/expression';
import { nameOfSelector } from '../../expressions/series-catalog';
import { aboutExpression } from '../../expressions/report';
import { showMatcher } from '../../expressions/matchers';
import { about } from '../shared/endpoint';
import { defineCheck, type Found } from '../../check';

// An error where an expression matches a value of such a label that no target of the exporter can have; else a warning.
// Silent where relabeling changes the label of the target or of the samples.
export const check = defineCheck({
  id: 'exporter-honor-labels',
  severity: 'warning',
  question: 'Do exporters that report about other objects keep their labels?',
  symptom:
    'Every series of kube-state-metrics has the namespace of kube-state-metrics; the real one is in exported_namespace.',
  why: 'kube-state-metrics, cAdvisor, Pushgateway and federation expose namespace, pod, job or instance of other objects. Without `honorLabels: true`, the labels of the scrape win, and those become `exported_<name>`.',
  remedy: 'Set `honorLabels: true` on the endpoint of the exporter.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config',
  needs: ['paths', 'prometheus', 'expressions'],
  find: ({ paths, prometheus, expressions }) => {
    let read: readonly NamespaceRead[] | undefined;
    return paths.map((path) => overwritten(path, prometheus, () => (read ??= namespacesRead(expressions))));
  },
});

interface Exporter {
  readonly name: string;
  readonly series: RegExp;
  readonly labels: readonly string[];
  readonly is: (path: ScrapePath) => boolean;
  /** Reported only where an expression reads such a label in vain, as most of its series are about itself. */
  readonly inVain?: true;
}

const named =
  (name: string) =>
  ({ links }: ScrapePath): boolean =>
    links.some(
      ({ service }) => service?.name.includes(name) || Object.values(service?.labels ?? {}).includes(name),
    );

/** Port names of kube-state-metrics for series about itself. */
const OF_ITSELF = /telemetry|self|self-metrics/;

const EXPORTERS: readonly Exporter[] = [
  {
    name: 'kube-state-metrics',
    series: /^kube_/,
    labels: ['namespace', 'pod', 'container', 'service', 'endpoint'],
    is: (path) => named('kube-state-metrics')(path) && !OF_ITSELF.test(path.endpoint.port ?? ''),
  },
  {
    name: 'cAdvisor',
    series: /^container_/,
    labels: ['namespace', 'pod', 'container'],
    is: ({ endpoint }) => /\/metrics\/(cadvisor|probes|resource)$/.test(endpoint.path),
  },
  {
    name: 'Pushgateway',
    series: /^(?!pushgateway_|push_)/,
    labels: ['job', 'instance'],
    is: named('pushgateway'),
  },
  {
    name: 'federation',
    series: /./,
    labels: ['job', 'instance', 'namespace'],
    is: ({ endpoint }) => endpoint.path.endsWith('/federate'),
  },
  // Controllers whose series are about objects of other namespaces.
  ...(
    [
      ['KEDA', 'keda', /^keda_(scale[dr]|trigger|resource)/],
      ['cert-manager', 'cert-manager', /^certmanager_certificate_/],
      ['External Secrets', 'external-secrets', /^(cluster)?(externalsecret|secretstore|pushsecret)_/],
      ['Argo CD', 'argocd', /^argocd_app_/],
      ['Flux', 'flux', /^gotk_/],
    ] as const
  ).map(([name, part, series]) => ({
    name,
    series,
    labels: ['namespace'],
    is: named(part),
    inVain: true as const,
  })),
];

function overwritten(
  path: ScrapePath,
  prometheus: PrometheusSettings,
  read: () => readonly NamespaceRead[],
): Found {
  const { endpoint, links } = path;
  const exporter = EXPORTERS.find(({ is }) => links.length > 0 && is(path));
  if (exporter === undefined || (endpoint.honorLabels && !prometheus.overrideHonorLabels)) return undefined;
  const changes = [...endpoint.relabelings, ...endpoint.metricRelabelings].some(
    ({ action = '', targetLabel = '', sourceLabels = [], regex = '' }) =>
      exporter.labels.includes(targetLabel) ||
      sourceLabels.some((label) => label.startsWith('exported_')) ||
      (/^label(drop|map)$/i.test(action) && exporter.labels.some((label) => regex.includes(label))),
  );
  if (changes) return undefined;
  if (endpoint.honorLabels)
    return {
      ...about(path, 'honorLabels'),
      message: `${prometheus.name} overrides honorLabels, so the labels of the scrape replace those of ${exporter.name}`,
      found: true,
      expected: 'a Prometheus without overrideHonorLabels',
      fix: 'overrideHonorLabels: false in the Prometheus',
    };
  const missed = readInVain(path, exporter, read());
  const fix = 'honorLabels: true';
  if (missed !== undefined)
    return {
      ...aboutExpression(missed.expression, {
        message: `no series of ${exporter.name} has ${showMatcher(missed.matcher)}, as the labels of the scrape win in ${nameOf(path.monitor)}`,
        found: showMatcher(missed.matcher),
        expected: `honorLabels: true on endpoint ${path.index}, or exported_${missed.matcher.label}`,
        fix: `in endpoint ${path.index} of ${nameOf(path.monitor)}: ${fix}`,
      }),
      severity: 'error',
    };
  if (exporter.inVain) return undefined;
  return {
    ...about(path, 'honorLabels'),
    message: `without honorLabels, the labels of the scrape replace ${exporter.labels.join(', ')} of ${exporter.name}`,
    found: endpoint.fields['honorLabels'],
    expected: 'true',
    fix,
  };
}

/** A matcher for a namespace, in the first expression that has it for a series. */
interface NamespaceRead {
  readonly name: string;
  readonly matcher: Matcher;
  readonly expression: ExpressionPlace;
}

/** One pass over all expressions, of which only their places are kept. */
function namespacesRead(expressions: Iterable<Expression>): readonly NamespaceRead[] {
  const found = new Map<string, NamespaceRead>();
  for (const { expression, node } of selectorsIn(expressions)) {
    const name = nameOfSelector(node) ?? '';
    for (const matcher of node.matchers) {
      const { label, operator, value } = matcher;
      const key = JSON.stringify([name, value]);
      if (label !== 'namespace' || operator !== '=' || value === '' || found.has(key)) continue;
      const { object, path, title } = expression;
      found.set(key, { name, matcher, expression: { object, path, title } });
    }
  }
  return [...found.values()];
}

/** A matcher for a namespace other than that of the exporter. */
function readInVain(
  { links }: ScrapePath,
  { series, labels }: Exporter,
  all: readonly NamespaceRead[],
): NamespaceRead | undefined {
  if (!labels.includes('namespace')) return undefined;
  const namespaces = new Set(links.flatMap(({ service }) => service?.namespace ?? []));
  return all.find(({ name, matcher }) => series.test(name) && !namespaces.has(matcher.value));
}
