import { words } from '../../../findings/words';
import { nameOf } from '../../../kubernetes/object';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import { defineCheck, type WatchedWorkload } from '../../check';
import { nearest } from '../../expressions/nearest';
import { oneOf } from '../../expressions/report';
import { readWorkloads, watchedFix } from '../shared/watched-workloads';

/** Containers that a webhook adds to pods, so that no manifest has them. */
const INJECTED = words('istio-proxy linkerd-proxy daprd vault-agent cloud-sql-proxy consul-dataplane');

// Certain once the workload was read. Silent for containers that a webhook adds, of a known name or of a running pod.
export const check = defineCheck({
  id: 'watched-container',
  severity: 'error',
  question:
    'Does the workload have the container that a service of the catalog names with existing({ container })?',
  symptom: 'Alerts on memory, CPU and restarts of the service never fire, and its panels are empty.',
  why: 'These rules select the series of kube-state-metrics and the kubelet by the name of the container.',
  remedy: 'Name a container of the pod template, or none for all containers.',
  see: 'https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/pod-metrics.md',
  needs: ['manifests', 'contracts'],
  find: ({ manifests, contracts }) =>
    readWorkloads({ manifests, contracts }).map(({ watched, namespace, pods, running }) => {
      const { container } = watched;
      if (container === undefined || INJECTED.includes(container)) return undefined;
      if ([pods, ...running].some((each) => has(each, container))) return undefined;
      const names = namesOf(pods);
      return {
        resource: `service "${watched.service}"`,
        path: 'workload.container',
        message: `${nameOf(pods.owner)} has no container of this name`,
        found: container,
        expected: oneOf(names),
        fix: watchedFix({ ...watched, container: likely(watched, container, names) }, namespace),
      };
    }),
});

const has = ({ containers }: PodTemplate, name: string): boolean =>
  containers.some((container) => container.name === name);

const namesOf = ({ containers }: PodTemplate): readonly string[] => containers.map(({ name }) => name);

/** The first container is the application unless another has its name. */
const likely = ({ service, name }: WatchedWorkload, container: string, names: readonly string[]): string =>
  nearest(container, names) ??
  [service, name].find((each) => names.includes(each)) ??
  names.find((each) => !INJECTED.includes(each)) ??
  names[0]!;
