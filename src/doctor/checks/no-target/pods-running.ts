import { shell } from '../../../findings/shell';
import { mapOf, nameOf, textOf } from '../../../kubernetes/object';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import { about, targetsOf } from '../shared/endpoint';
import { defineCheck, type Found } from '../../check';

// Where all pods of an endpoint have finished, by their status, or their workloads have 0 replicas. Both may be on
// purpose: finished pods are a warning, 0 replicas are info.
export const check = defineCheck({
  id: 'pods-running',
  severity: 'warning',
  question: 'Does every endpoint have running pods?',
  symptom: 'The job has 0 targets, although Service and workload exist.',
  why: 'Workloads with 0 replicas have no pods, and Prometheus skips pods that have succeeded or failed.',
  remedy: 'Scale the workload up, or delete the finished pods.',
  see: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase',
  needs: ['paths'],
  find: ({ paths }) =>
    paths.flatMap((path): Found => {
      const pods = [...new Set(targetsOf(path).map(([, { pod }]) => pod))];
      const [first] = pods;
      if (first === undefined || !pods.every((pod) => hasFinished(pod) || pod.replicas === 0))
        return undefined;
      const field = { ...about(path, 'port'), found: path.endpoint.port ?? path.endpoint.targetPort };
      if (pods.every(({ replicas }) => replicas === 0))
        return {
          ...field,
          severity: 'info',
          message: `${nameOf(first.owner)} has 0 replicas, so the endpoint has no pods`,
          expected: 'a workload with replicas',
          fix: shell`kubectl scale ${first.owner.kind.toLowerCase()} ${first.owner.name} --namespace ${first.namespace} --replicas 1`,
        };
      return path.endpoint.filterRunning
        ? {
            ...field,
            message: `all pods of the endpoint have finished and are skipped, such as ${nameOf(first.owner)}`,
            expected: 'running pods',
            fix: shell`kubectl get pods --namespace ${first.namespace}`,
          }
        : undefined;
    }),
});

const hasFinished = ({ owner: { kind, fields } }: PodTemplate): boolean =>
  kind === 'Pod' && ['Succeeded', 'Failed'].includes(textOf(mapOf(fields['status'])['phase']) ?? '');
