import { defineCheck } from '../../check';
import { emptySelections } from './lib/empty-selection';

// Pods may come from workloads that were not read, and get labels when they start. An error needs evidence: the labels
// are those of a Service in the right namespace whose pods were read, or the only matching pods are in another
// namespace, or the monitor is in our catalog and other pods of its namespace were read. Pods that nearly match are a
// warning. Silent otherwise.
export const check = defineCheck({
  id: 'monitor-selects-pod',
  severity: 'error',
  question: 'Does the selector of every PodMonitor match pods?',
  symptom: 'The job is in the configuration of Prometheus, with 0 targets.',
  why: 'A PodMonitor selects by labels of pods (`spec.template.metadata.labels` of a Deployment), not of Deployments or Services, and in its own namespace unless namespaceSelector is set.',
  remedy:
    'Compare `kubectl get pods --show-labels` in the searched namespaces with `spec.selector`. Select labels of the pods, or add their namespace to `spec.namespaceSelector.matchNames`.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor',
  needs: ['manifests', 'paths', 'contracts'],
  find: (facts) => emptySelections(facts, 'PodMonitor', (search, monitor) => search.ofPods(monitor)),
});
