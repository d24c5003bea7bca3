import { listOf, mapOf } from '../../../kubernetes/object';
import { re2Error } from '../../../metrics/labels';
import type { PrometheusSettings } from '../../../operator/settings';
import { oneOf } from '../../expressions/report';
import { matches, showMatcher } from '../../expressions/matchers';
import { isOneLetterOff } from '../../expressions/nearest';
import type { ParsedRule } from '../../rules/parsed-rule';
import { alertLabel } from '../shared/alert-labels';
import { alertRoutings } from '../shared/alert-routing';
import { aboutValues } from '../shared/given-values';
import { isPlaceholder } from '../shared/placeholder';
import { defineCheck, type Facts, type Reported } from '../../check';

// A warning: other rulers send alerts too. Files are rarely all rules, so only a value that is one letter away from one
// that alerts have is reported; of a cluster, all rules were read. Labels that series, templates, external labels or
// relabeling decide can have any value. The matcher for the namespace is of alert-route-namespace.
export const check = defineCheck({
  id: 'route-without-alert',
  severity: 'warning',
  question: 'Can every route of Alertmanager match an alert?',
  symptom: 'Alerts go to the receiver of the route above, or to none.',
  why: 'An alert takes the route whose matchers all match its labels: those of its rule, those of its series, alertname, and the external labels of Prometheus. A route for a value that no alert has never matches.',
  remedy: 'Write the value that the alerts have, or add the label to the rules.',
  see: 'https://prometheus.io/docs/alerting/latest/configuration/#route',
  needs: ['manifests', 'prometheus', 'rules'],
  wants: ['cluster'],
  find: ({ manifests, prometheus, rules, cluster }) => {
    const alerts = rules.filter(({ kind }) => kind === 'alert');
    if (alerts.length === 0 || relabelsAlerts({ manifests, prometheus })) return undefined;
    const external = externalLabels(prometheus);
    const valueOf = (rule: ParsedRule, label: string): string | undefined => {
      const value = alertLabel(rule, label);
      return value === '' && external.includes(label) ? undefined : value;
    };
    return alertRoutings(manifests, prometheus).flatMap(({ about, routes }) =>
      routes.flatMap(({ matchers }) =>
        matchers.flatMap((matcher): readonly Reported[] => {
          const { label, operator, value, path, write } = matcher;
          const isRegex = operator.endsWith('~');
          if (label === 'namespace' || isPlaceholder(value) || (isRegex && re2Error(value) !== undefined))
            return [];
          const values = [...new Set(alerts.map((rule) => valueOf(rule, label)))];
          if (values.some((one) => one === undefined || matches(matcher, one))) return [];
          const there = values.filter((one) => one !== undefined && one !== '') as readonly string[];
          const meant = isRegex ? undefined : there.find((one) => isOneLetterOff(value, one));
          if (meant === undefined && cluster === undefined) return [];
          return [
            {
              ...about,
              path,
              message: `no alert that was read matches ${showMatcher(matcher)}`,
              found: value,
              expected: oneOf(there, `an alert with the label ${label}`),
              fix:
                meant === undefined
                  ? `write a value that alerts have, or add the label ${label} to the rules`
                  : write(meant),
            },
          ];
        }),
      ),
    );
  },
});

/** Labels that Prometheus adds; the operator adds two with the name of the Prometheus. */
const externalLabels = ({ others = [], ...settings }: PrometheusSettings): readonly string[] => [
  'prometheus',
  'prometheus_replica',
  ...[settings, ...others].flatMap((one) => Object.keys(one.externalLabels)),
];

/** Whether a Prometheus changes the labels of alerts before it sends them. */
function relabelsAlerts({ manifests, prometheus }: Pick<Facts, 'manifests' | 'prometheus'>): boolean {
  const specs = [
    aboutValues(prometheus)?.prometheusSpec ?? {},
    ...manifests.operator('Prometheus').map(({ fields }) => mapOf(fields['spec'])),
  ];
  return specs.some(
    ({ additionalAlertRelabelConfigs, alerting }) =>
      additionalAlertRelabelConfigs !== undefined ||
      listOf(mapOf(alerting)['alertmanagers']).some((one) => mapOf(one)['alertRelabelings'] !== undefined),
  );
}
