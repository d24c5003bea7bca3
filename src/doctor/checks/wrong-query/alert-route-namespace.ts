import { alertmanagerConfigOf, type AlertmanagerConfig } from '../../../kubernetes/alertmanager-config';
import { OPERATOR_GROUP } from '../../../kubernetes/manifests';
import { nameOf } from '../../../kubernetes/object';
import { alertmanagerLimits } from '../../../operator/alertmanager-selection';
import { Inference } from '../../expressions/infer';
import { ANYTHING, factOf } from '../../expressions/shape';
import type { ParsedRule } from '../../rules/parsed-rule';
import { defineCheck, type Reported } from '../../check';

// A route that asks for another namespace than its own is certain. An alert without namespace may still be routed by
// Alertmanager's main configuration, so it is a warning, and only where an AlertmanagerConfig was read, and no other
// one gets the alert. Only what every Alertmanager limits that takes it counts. The strategy that exempts Alertmanager's
// namespace depends on where Alertmanager is: nothing is said where its resource was not read.
export const check = defineCheck({
  id: 'alert-route-namespace',
  severity: 'warning',
  question: 'Can the alerts reach the AlertmanagerConfigs?',
  symptom: 'The alert is firing in Prometheus and shown in Alertmanager, but nobody is told.',
  why: 'Unless Alertmanager\'s matcher strategy says otherwise, the operator adds `namespace="<namespace of the AlertmanagerConfig>"` to its route. An alert whose expression aggregated the namespace away never matches.',
  remedy:
    'Keep `namespace` in the aggregation (`sum by (namespace, ...)`), add it as a label of the alert, or set `alertmanagerConfigMatcherStrategy: {type: None}`.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/3737',
  needs: ['manifests', 'prometheus', 'rules'],
  find: ({ manifests, prometheus, rules }) => {
    const limits = alertmanagerLimits(manifests, prometheus);
    const configs = manifests
      .kind('AlertmanagerConfig')
      .filter(({ apiVersion }) => apiVersion.startsWith(`${OPERATOR_GROUP}/`))
      .map(alertmanagerConfigOf);
    const limited = configs.filter((config) => limits(config) === 'yes');
    if (limited.length === 0) return [];
    const others = configs.filter((config) => limits(config) === 'no');
    return [
      ...limited.flatMap(contradicted),
      ...rules.flatMap((rule) => withoutNamespace(rule, limited, others)),
    ];
  },
});

function contradicted(config: AlertmanagerConfig): readonly Reported[] {
  return config.matchers.flatMap(({ name, value, type }, index) =>
    name !== 'namespace' || type !== '=' || value === config.namespace
      ? []
      : [
          {
            object: config,
            resource: nameOf(config),
            severity: 'error' as const,
            path: `spec.route.matchers[${index}].value`,
            message: `contradicts namespace="${config.namespace}", which the operator adds to the route`,
            found: value,
            expected: config.namespace,
            fix: `in metadata: namespace: ${value}`,
          },
        ],
  );
}

/** Whatever the series have. */
const INFERENCE = new Inference(() => ANYTHING);

function withoutNamespace(
  rule: ParsedRule,
  limited: readonly AlertmanagerConfig[],
  others: readonly AlertmanagerConfig[],
): readonly Reported[] {
  if (rule.kind !== 'alert' || rule.expr === undefined) return [];
  const { namespace, ...labels } = rule.labels;
  if (namespace !== undefined || factOf(INFERENCE.of(rule.expr), 'namespace').presence !== 'never') return [];
  const gets = ({ matchers }: AlertmanagerConfig) => matchers.every((matcher) => mayTake(matcher, labels));
  const meant = limited.find(gets);
  if (meant === undefined || others.some(gets)) return [];
  return [
    {
      object: rule.object,
      resource: nameOf(rule.object),
      path: `${rule.field}.expr`,
      message: `gives alert ${rule.name} no label namespace, so ${nameOf(meant)} never gets it`,
      found: rule.text,
      expected: `namespace="${meant.namespace}" on the alert`,
      fix: `labels: {"namespace":"${meant.namespace}"}`,
    },
  ];
}

/** Whether a route may take an alert, as far as the labels that the rule itself adds tell. */
const mayTake = (
  { name, value, type }: AlertmanagerConfig['matchers'][number],
  labels: Readonly<Record<string, string>>,
): boolean => type !== '=' || labels[name] === undefined || labels[name] === value;
