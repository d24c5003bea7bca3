import { isMap, labelsOf, mapOf, nameOf } from '../../../../kubernetes/object';
import type { Manifests } from '../../../../kubernetes/manifests';
import type { Reported } from '../../../check';
import type { AboutValues } from '../../shared/given-values';
import { showLabels } from './reason';

const NAMESPACE = 'kube-system';

interface Component {
  /** Label `jobLabel` of the Service that the chart writes. */
  readonly job: string;
  /** The default selector of that Service. */
  readonly selector: readonly [key: string, name: string];
}

const COMPONENTS: Readonly<Record<string, Component>> = {
  kubeScheduler: { job: 'kube-scheduler', selector: ['component', 'kube-scheduler'] },
  kubeControllerManager: {
    job: 'kube-controller-manager',
    selector: ['component', 'kube-controller-manager'],
  },
  kubeEtcd: { job: 'kube-etcd', selector: ['component', 'etcd'] },
  kubeProxy: { job: 'kube-proxy', selector: ['k8s-app', 'kube-proxy'] },
  coreDns: { job: 'coredns', selector: ['k8s-app', 'kube-dns'] },
};

/**
 * Components whose pods were read under other labels than those that the chart's Service selects. Silent where no pod has
 * the name of the component, as in managed clusters, and where the rendered Service was read, which is checked itself.
 */
export function componentsWithoutPods(
  { values, about }: AboutValues,
  { pods, services }: Manifests,
): readonly Reported[] {
  // The chart then writes none of these Services.
  if (mapOf(mapOf(values)['kubernetesServiceMonitors'])['enabled'] === false) return [];
  return Object.entries(COMPONENTS).flatMap(([section, { job, selector: usual }]): readonly Reported[] => {
    const { enabled, endpoints, service } = mapOf(mapOf(values)[section]);
    const { enabled: isWritten, selector } = mapOf(service);
    const isOff = enabled === false || isWritten === false;
    if (isOff || (Array.isArray(endpoints) && endpoints.length > 0)) return [];
    const [, name] = usual;
    const labels = isMap(selector) ? labelsOf(selector) : Object.fromEntries([usual]);
    const isRendered = services.in(NAMESPACE).some((one) => one.labels['jobLabel'] === job);
    if (isRendered || pods.find({ matchLabels: labels }, [NAMESPACE]).length > 0) return [];
    const [found] = pods.in(NAMESPACE).flatMap((pod) =>
      Object.entries(pod.labels)
        .filter(([, value]) => value === name)
        .map((label) => ({ pod, label })),
    );
    if (found === undefined) return [];
    const meant = Object.fromEntries([found.label]);
    return [
      {
        ...about,
        path: `${section}.service.selector`,
        message: `the Service of the chart selects ${showLabels(labels)}, but ${nameOf(found.pod.owner)} in namespace ${NAMESPACE} has ${showLabels(meant)}`,
        found: isMap(selector) ? selector : undefined,
        expected: 'labels of the pods',
        fix: `selector: ${JSON.stringify(meant)}`,
      },
    ];
  });
}
