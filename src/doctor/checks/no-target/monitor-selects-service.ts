import { defineCheck } from '../../check';
import { emptySelections } from './lib/empty-selection';

// The Service may be among objects that were not read. An error needs evidence: the labels are those of the pods or of
// `spec.selector` of a Service in the right namespace; the only matching Service is in another namespace; or the
// monitor and its Service are in our catalog. A Service that nearly matches is a warning, other Services are info.
export const check = defineCheck({
  id: 'monitor-selects-service',
  severity: 'error',
  question: 'Does the selector of every ServiceMonitor match a Service?',
  symptom:
    'The job is in the configuration of Prometheus, but has 0 targets or is absent from the targets page.',
  why: 'A ServiceMonitor selects by labels of Services (`metadata.labels`), not of pods, and in its own namespace unless namespaceSelector is set.',
  remedy:
    'Compare `kubectl get services --show-labels` in the searched namespaces with `spec.selector`. Add the labels to the Service, or its namespace to `spec.namespaceSelector.matchNames`.',
  see: 'https://prometheus-operator.dev/docs/platform/troubleshooting/#troubleshooting-servicemonitor-changes',
  needs: ['manifests', 'paths', 'contracts'],
  find: (facts) => emptySelections(facts, 'ServiceMonitor', (search, monitor) => search.ofServices(monitor)),
});
