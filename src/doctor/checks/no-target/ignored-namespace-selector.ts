import { mapOf } from '../../../kubernetes/object';
import { namespacesOfAll, showNamespaces } from '../shared/namespaces';
import { defineCheck } from '../../check';

// Certain: Prometheus ignores the field, and everything that the monitor selects is in other namespaces.
export const check = defineCheck({
  id: 'ignored-namespace-selector',
  severity: 'error',
  question: 'Does Prometheus follow the namespaceSelector of every monitor?',
  symptom: 'The job has 0 targets, although selector and namespaceSelector are right.',
  why: 'With `ignoreNamespaceSelectors`, Prometheus searches only the namespace of the monitor for its Services or pods.',
  remedy: 'Move the monitor to the namespace that it scrapes, or turn `ignoreNamespaceSelectors` off.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec',
  needs: ['paths', 'prometheus'],
  find: ({ paths, prometheus }) => {
    if (![prometheus, ...(prometheus.others ?? [])].every((one) => one.ignoresNamespaceSelectors))
      return undefined;
    return paths.flatMap(({ monitor, index, links }) => {
      const found: readonly { readonly namespace: string }[] = links.flatMap(({ service, pods }) =>
        service === undefined
          ? pods.map(({ namespace }) => ({ namespace }))
          : { namespace: service.namespace },
      );
      const isSeen = found.some(({ namespace }) => namespace === monitor.namespace);
      if (index > 0 || found.length === 0 || isSeen) return undefined;
      const namespaces = namespacesOfAll(found);
      return {
        object: monitor,
        path: 'spec.namespaceSelector',
        message: `${prometheus.name} ignores namespaceSelector, and everything that the monitor selects is in ${showNamespaces(namespaces)}`,
        found: mapOf(monitor.fields['spec'])['namespaceSelector'],
        expected: `a monitor in ${showNamespaces(namespaces)}`,
        fix: `in metadata: namespace: ${namespaces[0]}`,
      };
    });
  },
});
