import { isMap, labelsOf, mapOf, nameOf, type Labels } from '../../../../kubernetes/object';
import type { Manifests } from '../../../../kubernetes/manifests';
import type { Reported } from '../../../check';
import type { AboutValues } from '../../shared/given-values';
import { showLabels } from './reason';

const NAMESPACE = 'kube-system';

/** Selectors of the Services that the chart writes for components of the control plane, by section of the values. */
const SELECTORS: Readonly<Record<string, Labels>> = {
  kubeScheduler: { component: 'kube-scheduler' },
  kubeControllerManager: { component: 'kube-controller-manager' },
  kubeEtcd: { component: 'etcd' },
  kubeProxy: { 'k8s-app': 'kube-proxy' },
  coreDns: { 'k8s-app': 'kube-dns' },
};

/**
 * Components whose pods were read under other labels than those that the chart's Service selects. Silent where no pod has
 * the name of the component, as in managed clusters, and where the rendered Service was read, which is checked itself.
 */
export function componentsWithoutPods(
  { values, about }: AboutValues,
  { pods, services }: Manifests,
): readonly Reported[] {
  return Object.entries(SELECTORS).flatMap(([section, usual]): readonly Reported[] => {
    const { enabled, endpoints, service } = mapOf(mapOf(values)[section]);
    const { enabled: isWritten, selector } = mapOf(service);
    const isOff = enabled === false || isWritten === false;
    if (isOff || (Array.isArray(endpoints) && endpoints.length > 0)) return [];
    const labels = isMap(selector) ? labelsOf(selector) : usual;
    const [name = ''] = Object.values(usual);
    const isRendered = services.in(NAMESPACE).some((one) => one.labels['jobLabel'] === name);
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
