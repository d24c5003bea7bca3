import { mapOf, nameOf, textOf } from '../../../kubernetes/object';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import { about, targetsOf } from '../shared/endpoint';
import { defineCheck, type Reported } from '../../check';

// Said where all pods of an endpoint are done, which their status tells, or where their workloads have 0 replicas. Both
// may be meant: pods that are done are a warning, replicas worth knowing.
export const check = defineCheck({
  id: 'pods-running',
  severity: 'warning',
  question: 'Are there pods that run?',
  symptom: 'The job has 0 targets, although Service and workload are there.',
  why: 'Workloads with 0 replicas have no pods, and the operator leaves out pods that have succeeded or failed.',
  remedy: 'Scale the workload up; or delete what is done.',
  see: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase',
  needs: ['paths'],
  find: ({ paths }) =>
    paths.flatMap((path): readonly Reported[] => {
      const pods = [...new Set(targetsOf(path).map(([, { pod }]) => pod))];
      const [first] = pods;
      if (first === undefined || !pods.every((pod) => isDone(pod) || pod.replicas === 0)) return [];
      const field = { ...about(path, 'port'), found: path.endpoint.port ?? path.endpoint.targetPort };
      if (pods.every(({ replicas }) => replicas === 0))
        return [
          {
            ...field,
            severity: 'info',
            message: `leads to ${nameOf(first.owner)}, which has 0 replicas`,
            expected: 'a workload with replicas',
            fix: `kubectl scale ${first.owner.kind.toLowerCase()} ${first.owner.name} --namespace ${first.namespace} --replicas 1`,
          },
        ];
      return path.endpoint.filterRunning
        ? [
            {
              ...field,
              message: `leads to pods that are done and are left out, such as ${nameOf(first.owner)}`,
              expected: 'pods that run',
              fix: `kubectl get pods --namespace ${first.namespace}`,
            },
          ]
        : [];
    }),
});

const isDone = ({ owner: { kind, fields } }: PodTemplate): boolean =>
  kind === 'Pod' && ['Succeeded', 'Failed'].includes(textOf(mapOf(fields['status'])['phase']) ?? '');
