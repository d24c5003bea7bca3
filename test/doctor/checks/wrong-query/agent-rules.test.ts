import { check } from '../../../../src/doctor/checks/wrong-query/agent-rules';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const rules = yaml('PrometheusRule', 'name: cart') + yaml('PrometheusRule', 'name: stock');
const agent = yaml('PrometheusAgent', 'name: edge', 'spec: {}');
const agentMode = values({ prometheus: { agentMode: true } });

test('an agent evaluates no rules', () => {
  expect(findingsFor(check, agent + rules)).toEqual([
    {
      code: 'agent-rules',
      check: 'agent-rules',
      severity: 'error',
      resource: 'PrometheusAgent monitoring/edge',
      path: 'kind',
      message: 'Prometheus runs in agent mode and evaluates no rules, but 2 PrometheusRules need evaluation',
      found: 'PrometheusAgent',
      expected: 'Prometheus',
      fix: 'apiVersion: monitoring.coreos.com/v1\nkind: Prometheus',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('agent mode of the chart is one too', () => {
  expect(findingsFor(check, yaml('PrometheusRule', 'name: cart'), agentMode)).toMatchObject([
    {
      path: 'prometheus.agentMode',
      message: 'Prometheus runs in agent mode and evaluates no rules, but 1 PrometheusRule needs evaluation',
      fix: 'agentMode: false',
    },
  ]);
});

test.each([
  ['an agent without rules', agent],
  ['a Prometheus', yaml('Prometheus', 'name: k8s', 'spec: {}') + rules],
  ['a Prometheus beside the agent', agent + yaml('Prometheus', 'name: k8s', 'spec: {}') + rules],
  ['a ThanosRuler beside the agent', agent + yaml('ThanosRuler', 'name: ruler', 'spec: {}') + rules],
])('it finds nothing in %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
