import { ownValue } from '../../../findings/fields';
import { alertmanagerConfigOf, type AlertmanagerConfig } from '../../../kubernetes/alertmanager-config';
import { nameOf } from '../../../kubernetes/object';
import { re2Error } from '../../../metrics/labels';
import { alertmanagerLimits } from '../../../operator/alertmanager-selection';
import { Inference } from '../../expressions/infer';
import { matches } from '../../expressions/matchers';
import { ANYTHING, factOf } from '../../expressions/shape';
import type { ParsedRule } from '../../rules/parsed-rule';
import { defineCheck, type Found } from '../../check';

// A route that matches another namespace than its own is certain. An alert without namespace may still be routed by the
// main configuration of Alertmanager, so it is a warning, and only if no other AlertmanagerConfig matches the alert. An
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
  find: ({ manifests, prometheus, rules }) => {
    const limits = alertmanagerLimits(manifests, prometheus);
    const configs = manifests.operator('AlertmanagerConfig').map(alertmanagerConfigOf);
    const limited = configs.filter((config) => limits(config) === 'yes');
    if (limited.length === 0) return undefined;
    const others = configs.filter((config) => limits(config) === 'no');
    return [
      ...limited.flatMap(contradicted),
      ...rules.flatMap((rule) => withoutNamespace(rule, limited, others)),
    ];
  },
});

function contradicted(config: AlertmanagerConfig): Found {
  return config.matchers.flatMap(({ name, value, type }, index) =>
    name !== 'namespace' || type !== '=' || value === config.namespace
      ? undefined
      : {
          object: config,
          severity: 'error' as const,
          path: `spec.route.matchers[${index}].value`,
          message: `the matcher contradicts namespace="${config.namespace}", which the operator adds to the route`,
          found: value,
          expected: config.namespace,
          fix: `in metadata: namespace: ${value}`,
        },
  );
}

/** Without assumptions about the labels of series. */
const INFERENCE = new Inference(() => ANYTHING);

function withoutNamespace(
  rule: ParsedRule,
  limited: readonly AlertmanagerConfig[],
  others: readonly AlertmanagerConfig[],
): Found {
  if (rule.kind !== 'alert' || rule.expr === undefined) return undefined;
  const { namespace, ...labels } = rule.labels;
  if (namespace !== undefined || factOf(INFERENCE.of(rule.expr), 'namespace').presence !== 'never')
    return undefined;
  const shape = INFERENCE.of(rule.expr);
  const known = (name: string): string | undefined => {
    if (name === 'alertname') return rule.name;
    const own = ownValue(labels, name);
    if (own !== undefined) return own.includes('{{') ? undefined : own;
    return factOf(shape, name).presence === 'never' ? '' : undefined;
  };
  const accepts = ({ matchers }: AlertmanagerConfig) =>
    matchers.every(
      ({ name, value, type }) =>
        name === 'namespace' ||
        known(name) === undefined ||
        (type.endsWith('~') && re2Error(value) !== undefined) ||
        matches({ label: name, operator: type, value }, known(name)!),
    );
  const meant = limited.find(accepts);
  if (meant === undefined || others.some(accepts)) return undefined;
  return {
    object: rule.object,
    path: `${rule.path}.expr`,
    message: `alert ${rule.name} has no namespace label, so it never matches ${nameOf(meant)}`,
    found: rule.text,
    expected: `namespace="${meant.namespace}" on the alert`,
    fix: `labels: {"namespace":"${meant.namespace}"}`,
  };
}
