import { defineCheck } from '../../check';

// Certain if every Prometheus that was read is an agent, and no ThanosRuler was read.
export const check = defineCheck({
  id: 'agent-rules',
  severity: 'error',
  question: 'Does any Prometheus evaluate the rules?',
  symptom:
    'Recorded series and alerts do not exist, although the PrometheusRules were applied without errors.',
  why: 'In agent mode Prometheus only scrapes and forwards samples. The operator writes no rules for it.',
  remedy:
    'Disable agent mode, or evaluate the rules where the samples are stored, for example with a ThanosRuler.',
  see: 'https://prometheus-operator.dev/docs/platform/prometheus-agent/',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const rules = manifests.operator('PrometheusRule');
    const all = [prometheus, ...(prometheus.others ?? [])];
    if (rules.length === 0 || !all.every(({ agent }) => agent) || manifests.kind('ThanosRuler').length > 0)
      return undefined;
    const { name, object } = prometheus;
    const isResource = object !== undefined;
    return {
      ...(isResource ? { object } : {}),
      resource: name,
      path: isResource ? 'kind' : 'prometheus.agentMode',
      message: `Prometheus runs in agent mode and evaluates no rules, but ${rules.length} PrometheusRule${rules.length === 1 ? ' needs' : 's need'} evaluation`,
      found: isResource ? object.kind : true,
      expected: isResource ? 'Prometheus' : 'false',
      fix: isResource ? 'apiVersion: monitoring.coreos.com/v1\nkind: Prometheus' : 'agentMode: false',
    };
  },
});
