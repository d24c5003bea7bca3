import { shell } from '../../../findings/shell';
import { defineCheck } from '../../check';
import { mayBeElsewhere } from '../../live/pool';

export const check = defineCheck({
  id: 'live-rule-absent',
  severity: 'error',
  question: 'Does Prometheus run every rule of every PrometheusRule?',
  symptom: 'The PrometheusRule exists, but the rules page does not list it.',
  why: 'The operator did not select the resource, or its admission webhook or Prometheus rejected it.',
  remedy:
    'Look at the findings about its selection first; then read the Events of the resource and the log of the operator.',
  see: 'https://prometheus-operator.dev/docs/platform/troubleshooting/',
  needs: ['live', 'rules', 'prometheus'],
  find: ({ live, rules, prometheus }) => {
    const running = new Set(live.rules.map(({ group, kind, name }) => `${group}\n${kind}\n${name}`));
    const absent = rules.filter(({ group, kind, name }) => !running.has(`${group}\n${kind}\n${name}`));
    return [...new Set(absent.map(({ object }) => object))].map((object) => {
      const missing = absent.filter((rule) => rule.object === object);
      return {
        path: missing[0]!.path,
        message: `the running Prometheus does not have this rule${missing.length === 1 ? '' : `, nor ${missing.length - 1} more of the resource`}`,
        found: missing[0]!.name,
        expected: `the group ${missing[0]!.group} on its rules page`,
        fix: shell`kubectl describe prometheusrule ${object.name} --namespace ${object.namespace}`,
        object,
        ...(mayBeElsewhere(prometheus) ? { severity: 'info' as const } : {}),
      };
    });
  },
});
