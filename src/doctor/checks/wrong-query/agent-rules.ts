import { OPERATOR_GROUP } from '../../../kubernetes/manifests';
import { defineCheck } from '../../check';

// Certain when every Prometheus that was read is an agent and no ThanosRuler was: those evaluate PrometheusRules too.
export const check = defineCheck({
  id: 'agent-rules',
  severity: 'error',
  question: 'Is there a Prometheus that evaluates the rules?',
  symptom:
    'No recorded series and no alert exist, although the PrometheusRules were applied without an error.',
  why: 'In agent mode Prometheus only scrapes and forwards. The operator writes no rules for it.',
  remedy:
    'Turn agent mode off, or evaluate the rules where the samples are sent to, for instance with a ThanosRuler.',
  see: 'https://prometheus-operator.dev/docs/platform/prometheus-agent/',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const rules = manifests
      .kind('PrometheusRule')
      .filter(({ apiVersion }) => apiVersion.startsWith(`${OPERATOR_GROUP}/`));
    const all = [prometheus, ...(prometheus.others ?? [])];
    if (rules.length === 0 || !all.every(({ agent }) => agent) || manifests.kind('ThanosRuler').length > 0)
      return [];
    const { name, object } = prometheus;
    const isResource = object !== undefined;
    return [
      {
        ...(isResource ? { object } : {}),
        resource: name,
        path: isResource ? 'kind' : 'prometheus.agentMode',
        message: `makes it an agent, which evaluates none of the PrometheusRules that were read (${rules.length})`,
        found: isResource ? object.kind : true,
        expected: isResource ? 'Prometheus' : 'false',
        fix: isResource ? 'kind: Prometheus' : 'agentMode: false',
      },
    ];
  },
});
