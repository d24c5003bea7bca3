import { defineCheck } from '../../check';
import { aboutPrometheus } from '../shared/about-prometheus';
import { statesNamespace } from '../shared/namespaces';

/** Certain where both the Prometheus and the only Deployment of the operator were read. */
export const check = defineCheck({
  id: 'operator-instances',
  severity: 'error',
  question: 'Does the operator look after the namespace of every Prometheus resource?',
  symptom: 'There is a Prometheus resource, but no StatefulSet for it; or its configuration never changes.',
  why: 'With --prometheus-instance-namespaces the operator serves Prometheus resources of these namespaces and no others.',
  remedy: 'Add the namespace to the flag, or move the Prometheus resource.',
  see: 'https://prometheus-operator.dev/docs/platform/operator/',
  needs: ['prometheus'],
  find: ({ prometheus }) =>
    [prometheus, ...(prometheus.others ?? [])].flatMap((settings) => {
      const { instanceNamespaces: served, namespace, object } = settings;
      if (served === undefined || object === undefined || !statesNamespace(object)) return [];
      if (served.includes(namespace)) return [];
      return [
        {
          ...aboutPrometheus(settings),
          path: 'metadata.namespace',
          message: `is not among the namespaces that the operator looks after (--prometheus-instance-namespaces=${served.join(',')})`,
          found: namespace,
          expected: `one of ${served.join(', ')}`,
          fix: `--prometheus-instance-namespaces=${[...served, namespace].join(',')}`,
        },
      ];
    }),
});
