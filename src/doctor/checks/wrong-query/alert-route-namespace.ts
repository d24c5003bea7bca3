import { ownValue } from '../../../findings/fields';
import { alertmanagerConfigOf, type AlertmanagerConfig } from '../../../kubernetes/alertmanager-config';
import { listOf, mapOf, nameOf } from '../../../kubernetes/object';
import { re2Error } from '../../../metrics/labels';
import { alertmanagerLimits } from '../../../operator/alertmanager/limits';
import { matches } from '../../expressions/matchers';
import type { ParsedRule } from '../../rules/parsed-rule';
import { alertLabel, alertLabelValues } from '../shared/alert-labels';
import { matcherList, type RouteMatcher } from '../shared/alert-routing';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { defineCheck, type Found, type Reported } from '../../check';

// A route that matches another namespace than its own is certain. An alert without namespace may still be routed by the
// main configuration of Alertmanager, so it is a warning, and only if no other AlertmanagerConfig matches the alert; so is an alert of another namespace than the AlertmanagerConfig beside it. An
// AlertmanagerConfig counts only if every Alertmanager that selects it adds the matcher. The strategy that exempts the
// namespace of Alertmanager needs the Alertmanager resource; without it, nothing is reported.
export const check = defineCheck({
  id: 'alert-route-namespace',
  severity: 'warning',
  question: 'Can alerts match the routes of the AlertmanagerConfigs?',
  symptom: 'The alert fires in Prometheus and appears in Alertmanager, but no notification is sent.',
  why: 'Unless the matcher strategy of Alertmanager excludes it, the operator adds `namespace="<namespace of the AlertmanagerConfig>"` to each route. An alert whose expression aggregates the namespace away never matches.',
  remedy:
    'Keep `namespace` in the aggregation (`sum by (namespace, ...)`), add it as a label of the alert, or set `alertmanagerConfigMatcherStrategy: {type: None}`.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/3737',
  needs: ['manifests', 'prometheus', 'rules'],
  find: (facts) => {
    const { manifests, prometheus } = facts;
    const limits = alertmanagerLimits(manifests, prometheus);
    const configs = manifests.operator('AlertmanagerConfig').map(alertmanagerConfigOf);
    const limited = configs.filter((config) => limits(config) === 'yes');
    if (limited.length === 0) return undefined;
    const others = configs.filter((config) => limits(config) === 'no');
    return [
      ...limited.flatMap(contradicted),
      ...facts.rules.flatMap((rule) => withoutNamespace(rule, limited, others)),
    ];
  },
});

/** Routes and inhibitions that require another namespace than the one that the operator adds. */
function contradicted(config: AlertmanagerConfig): Found {
  const spec = mapOf(config.fields['spec']);
  return [
    ...routesOf(spec['route'], 'spec.route'),
    ...listOf(spec['inhibitRules']).flatMap((item, index) =>
      ['sourceMatch', 'targetMatch'].flatMap((field) =>
        matcherList(mapOf(item)[field], `spec.inhibitRules[${index}].${field}`),
      ),
    ),
  ].map(({ path, ...matcher }) => {
    const { label, operator, value } = matcher;
    const isPossible = operator.endsWith('~') && re2Error(value) !== undefined;
    if (label !== 'namespace' || isPossible || isPlaceholder(value) || matches(matcher, config.namespace))
      return undefined;
    const what = path.startsWith('spec.route') ? 'the route' : 'both sides of the inhibition';
    return {
      object: config,
      severity: 'error' as const,
      path,
      message: `the matcher contradicts namespace="${config.namespace}", which the operator adds to ${what}`,
      found: value,
      expected: config.namespace,
      fix:
        operator === '=' && path.startsWith('spec.route.matchers')
          ? `in metadata: namespace: ${value}`
          : 'move this part into an AlertmanagerConfig of that namespace, or set alertmanagerConfigMatcherStrategy: {type: None} in the Alertmanager',
    };
  });
}

const routesOf = (route: unknown, path: string): readonly RouteMatcher[] => {
  const fields = mapOf(route);
  return [
    ...matcherList(fields['matchers'], `${path}.matchers`),
    ...listOf(fields['routes']).flatMap((item, index) => routesOf(item, `${path}.routes[${index}]`)),
  ];
};

function withoutNamespace(
  rule: ParsedRule,
  limited: readonly AlertmanagerConfig[],
  others: readonly AlertmanagerConfig[],
): Found {
  if (rule.kind !== 'alert' || rule.expr === undefined) return undefined;
  const namespaces = alertLabelValues(rule, 'namespace');
  if (namespaces === undefined) return undefined;
  const accepts = ({ matchers }: AlertmanagerConfig) =>
    matchers.every(({ name, value, type }) => {
      const known = alertLabel(rule, name);
      return (
        name === 'namespace' ||
        known === undefined ||
        (type.endsWith('~') && re2Error(value) !== undefined) ||
        matches({ label: name, operator: type, value }, known)
      );
    });
  const accepting = limited.filter(accepts);
  if (others.some(accepts) || accepting.some(({ namespace }) => namespaces.includes(namespace)))
    return undefined;
  const [namespace = ''] = namespaces;
  if (namespace !== '') {
    // The AlertmanagerConfig of that namespace may be elsewhere; one beside the rule was meant for its alerts, and so was one
    // that matches a label of the rule.
    const beside = accepting.find(
      (config) => config.namespace === rule.object.namespace || namesRule(config, rule),
    );
    return beside === undefined ? undefined : ofOtherNamespace(rule, beside, namespaces.join(' or '));
  }
  const [meant] = accepting;
  if (meant === undefined) return undefined;
  return {
    object: rule.object,
    path: `${rule.path}.expr`,
    message: `alert ${rule.name} has no namespace label, so it never matches ${nameOf(meant)}`,
    found: rule.text,
    expected: `namespace="${meant.namespace}" on the alert`,
    fix: `labels: {"namespace":"${meant.namespace}"}`,
  };
}

/** Whether a route matches the alert by its name, or by a label of its own that only few alerts have. */
const namesRule = ({ fields }: AlertmanagerConfig, { name, labels }: ParsedRule): boolean =>
  routesOf(mapOf(fields['spec'])['route'], '').some(
    ({ label, operator, value }) =>
      operator === '=' &&
      label !== 'severity' &&
      (label === 'alertname' ? value === name : value !== '' && ownValue(labels, label) === value),
  );

const ofOtherNamespace = (rule: ParsedRule, config: AlertmanagerConfig, namespace: string): Reported => ({
  object: rule.object,
  path: `${rule.path}.expr`,
  message: `alert ${rule.name} has namespace ${namespace}, so it never matches ${nameOf(config)}, which takes alerts of namespace ${config.namespace} only`,
  found: rule.text,
  expected: `namespace="${config.namespace}" on the alert, or an AlertmanagerConfig in namespace ${namespace}`,
  fix: `create the AlertmanagerConfig in namespace ${namespace}, or set alertmanagerConfigMatcherStrategy: {type: None} in the Alertmanager`,
});
