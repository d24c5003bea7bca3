import { nameOf } from '../../../kubernetes/object';
import { showSelector } from '../../../kubernetes/selector';
import { defineCheck } from '../../check';
import { EmptySelection } from './lib/empty-selection';

// What is looked for may live outside of what was read. `error` takes evidence: the labels are those of the pods or of
// `spec.selector` of a Service in the right namespace; the only Service that fits is in another namespace; or the
// monitor and its Service are our own. A Service that nearly fits is a warning. Other Services there: worth knowing.
export const check = defineCheck({
  id: 'monitor-selects-service',
  severity: 'error',
  question: 'Does the selector of every ServiceMonitor match a Service?',
  symptom:
    'The job is in the configuration of Prometheus, with 0 targets, or the monitor has no targets page entry at all.',
  why: 'A ServiceMonitor looks for labels of Services (`metadata.labels`), not of pods, and in its own namespace unless namespaceSelector says otherwise.',
  remedy:
    'Compare `kubectl get services --show-labels` in the namespaces it looks in with `spec.selector`. Give the Service the labels, or name its namespace in `spec.namespaceSelector.matchNames`.',
  see: 'https://prometheus-operator.dev/docs/platform/troubleshooting/#troubleshooting-servicemonitor-changes',
  needs: ['manifests', 'paths', 'contracts'],
  find: ({ manifests, paths, contracts }) => {
    const empty = paths.filter(
      ({ monitor, index, links }) => monitor.kind === 'ServiceMonitor' && index === 0 && links.length === 0,
    );
    if (empty.length === 0) return [];
    const search = new EmptySelection(manifests, contracts);
    return empty.flatMap(({ monitor }) => {
      const reason = search.ofServices(monitor);
      if (reason === undefined) return [];
      const field = { path: 'spec.selector', found: showSelector(monitor.selector) };
      return [{ object: monitor, resource: nameOf(monitor), ...field, ...reason }];
    });
  },
});
