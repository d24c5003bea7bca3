import { nameOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { readWorkloads } from '../shared/watched-workloads';

// A warning: the pods run, and only this alert is silent. Silent where a LimitRange was read, which may set the limit, or
// where a running pod has one.
export const check = defineCheck({
  id: 'watched-memory-limit',
  severity: 'warning',
  question:
    'Do the containers of a workload that a service of the catalog names with existing({ kind, name }) have a memory limit?',
  symptom:
    'The alert MemoryNearLimit of the service never fires, and its panel of memory as a share of the limit is empty.',
  why: 'Both divide by kube_pod_container_resource_limits, which has no series for a container without a limit.',
  remedy: 'Set a memory limit, or turn the alert off with builtInAlerts.',
  see: 'https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/pod-metrics.md',
  needs: ['manifests', 'contracts'],
  find: ({ manifests, contracts }) =>
    readWorkloads({ manifests, contracts }).map(({ watched, namespace, pods, running }) => {
      const { service, container, memoryAlert } = watched;
      if (memoryAlert === undefined) return undefined;
      if (manifests.kind('LimitRange').some((each) => each.namespace === namespace)) return undefined;
      const own = pods.containers.filter(({ name }) => container === undefined || name === container);
      const names = own.map(({ name }) => name);
      const isLimited = [own, ...running.map(({ containers }) => containers)].some((containers) =>
        containers.some(({ name, limits }) => names.includes(name) && limits.includes('memory')),
      );
      if (own.length === 0 || isLimited) return undefined;
      return {
        resource: `service "${service}"`,
        path: 'workload',
        message: `${memoryAlert} never fires, because ${container === undefined ? 'no container' : `container ${container}`} of ${nameOf(pods.owner)} has ${container === undefined ? 'a' : 'no'} memory limit`,
        found: names,
        expected: 'a container with resources.limits.memory',
        fix: `in the catalog: builtInAlerts: { MemoryNearLimit: 'off' }; or set resources.limits.memory of container ${names[0]!} in ${nameOf(pods.owner)}`,
      };
    }),
});
