import { defineCheck } from '../../check';
import { aboutPrometheus } from '../shared/about-prometheus';
import { statesNamespace } from '../shared/namespaces';

/** Certain where both the Prometheus and the only Deployment of the operator were read. */
export const check = defineCheck({
  id: 'operator-instances',
  severity: 'error',
  question: 'Does the operator manage every Prometheus resource?',
  symptom: 'A Prometheus resource has no StatefulSet, or its configuration never changes.',
  why: 'With --prometheus-instance-namespaces the operator manages Prometheus resources in these namespaces only.',
  remedy: 'Add the namespace to the flag, or move the Prometheus resource.',
  see: 'https://prometheus-operator.dev/docs/platform/operator/',
  needs: ['prometheus'],
  find: ({ prometheus }) =>
    [prometheus, ...(prometheus.others ?? [])].flatMap((settings) => {
      const { instanceNamespaces: managed, namespace, object } = settings;
      if (managed === undefined || object === undefined || !statesNamespace(object)) return undefined;
      if (managed.includes(namespace)) return undefined;
      return {
        ...aboutPrometheus(settings),
        path: 'metadata.namespace',
        message: `the operator manages Prometheus resources in other namespaces only (--prometheus-instance-namespaces=${managed.join(',')})`,
        found: namespace,
        expected: `one of ${managed.join(', ')}`,
        fix: `--prometheus-instance-namespaces=${[...managed, namespace].join(',')}`,
      };
    }),
});
