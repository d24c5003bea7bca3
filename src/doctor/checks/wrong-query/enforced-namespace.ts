import { type KubernetesObject } from '../../../kubernetes/object';
import { enforcedNamespace } from '../../../operator/monitor-relabelings';
import type { ScrapePath } from '../../../operator/scrape-path';
import type { PrometheusSettings } from '../../../operator/settings';
import { walk } from '../../../promql/expr';
import { namespacesOfAll, showNamespaces } from '../shared/namespaces';
import { targetsOf } from '../shared/endpoint';
import type { ParsedRule } from '../../rules/parsed-rule';
import { defineCheck, type Facts, type Found } from '../../check';

// Certain: the target labels were computed. Reported for monitors that scrape pods of another namespace, because their
// series get the namespace of the monitor; and for rules that match another namespace.
export const check = defineCheck({
  id: 'enforced-namespace',
  severity: 'error',
  question: 'Are monitors, rules and pods in one namespace where Prometheus enforces the namespace label?',
  symptom: 'Queries for `namespace="<the app\'s>"` return nothing although the targets are up.',
  why: 'With `enforcedNamespaceLabel`, every series gets the namespace of its monitor, and every rule reads only series of its own namespace. A monitor, rules and pods in different namespaces never match.',
  remedy:
    'Move the monitor and the rules to the namespace of the pods, or list them under `excludedFromEnforcement`.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec',
  needs: ['paths', 'prometheus', 'targetLabels', 'rules'],
  find: (facts) => {
    const label = facts.prometheus.enforcedNamespaceLabel;
    if (label === undefined) return undefined;
    const objects = new Set<KubernetesObject>();
    let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;
    const jobs = () => (known ??= namespacesOfJobs(facts, label));
    return [
      facts.paths.map((path) => moved(path, facts)),
      facts.rules.map((rule) => {
        if (objects.has(rule.object)) return undefined;
        const found =
          rewritten(rule, label, facts.prometheus) ?? excluded(rule, jobs(), label, facts.prometheus);
        if (found !== undefined) objects.add(rule.object);
        return found;
      }),
    ];
  },
});

/** The operator replaces every matcher on the label by one for the namespace of the PrometheusRule. */
function rewritten({ object, expr, path }: ParsedRule, label: string, settings: PrometheusSettings): Found {
  if (expr === undefined || enforcedNamespace(object, settings).length === 0) return undefined;
  for (const node of walk(expr)) {
    const matcher = node.node === 'selector' ? node.matchers.find((each) => each.label === label) : undefined;
    if (matcher === undefined || matcher.operator !== '=' || matcher.value === object.namespace) continue;
    return {
      object,
      path: `${path}.expr`,
      message: `${settings.name} replaces the matcher by ${label}="${object.namespace}", the namespace of the PrometheusRule`,
      found: `${label}="${matcher.value}"`,
      expected: `${label}="${object.namespace}"`,
      fix: `in metadata: namespace: ${matcher.value}`,
    };
  }
  return undefined;
}

/** Values of the enforced label, by job. */
function namespacesOfJobs(
  { paths, targetLabels }: Pick<Facts, 'paths' | 'targetLabels'>,
  label: string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of paths)
    for (const [link, target] of targetsOf(path)) {
      const { labels } = targetLabels.of(path, link, target);
      const [job, namespace] = [labels?.['job'], labels?.[label]];
      if (job === undefined || namespace === undefined) continue;
      found.set(job, (found.get(job) ?? new Set<string>()).add(namespace));
    }
  return found;
}

/** A warning: the namespace of the PrometheusRule may have a job of that name that was not read. */
function excluded(
  { object, expr, path }: ParsedRule,
  jobs: ReadonlyMap<string, ReadonlySet<string>>,
  label: string,
  settings: PrometheusSettings,
): Found {
  if (expr === undefined || enforcedNamespace(object, settings).length === 0) return undefined;
  for (const node of walk(expr)) {
    if (node.node !== 'selector') continue;
    const matcher = node.matchers.find((each) => each.label === 'job' && each.operator === '=');
    const namespaces = jobs.get(matcher?.value ?? '');
    if (matcher === undefined || namespaces === undefined || namespaces.has(object.namespace)) continue;
    const [first = ''] = namespaces;
    return {
      object,
      severity: 'warning',
      path: `${path}.expr`,
      message: `series with job="${matcher.value}" have ${label}="${first}", but ${settings.name} adds ${label}="${object.namespace}", the namespace of the PrometheusRule`,
      found: object.namespace,
      expected: [...namespaces].join(' or '),
      fix: `in metadata: namespace: ${first}`,
    };
  }
  return undefined;
}

function moved(
  path: ScrapePath,
  { prometheus, targetLabels }: Pick<Facts, 'prometheus' | 'targetLabels'>,
): Found {
  const label = prometheus.enforcedNamespaceLabel ?? '';
  const { monitor, index } = path;
  const others = targetsOf(path).filter(([link, target]) => {
    const { labels } = targetLabels.of(path, link, target);
    return labels?.[label] === monitor.namespace && target.pod.namespace !== monitor.namespace;
  });
  if (others.length === 0 || index > 0) return undefined;
  const namespaces = namespacesOfAll(others.map(([, { pod }]) => pod));
  return {
    object: monitor,
    path: 'metadata.namespace',
    message: `${prometheus.name} sets the label ${label} to the namespace of the monitor, but the pods are in ${showNamespaces(namespaces)}`,
    found: monitor.namespace,
    expected: namespaces.join(' or '),
    fix: `namespace: ${namespaces[0]}`,
  };
}
