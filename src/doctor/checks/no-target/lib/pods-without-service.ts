import type { Manifests } from '../../../../kubernetes/manifests';
import type { Monitor } from '../../../../kubernetes/monitor';
import { nameOf, type Labels } from '../../../../kubernetes/object';
import type { PodTemplate } from '../../../../kubernetes/pod-template';
import { requiredLabels, type Reason } from './reason';

/** Pods of the name that the selector has, as those of the control plane of kubeadm, which has no Services for them. */
export function podsWithoutService(
  manifests: Manifests,
  { selector, endpoints }: Monitor,
  searched: readonly string[],
): Reason | undefined {
  const wanted = requiredLabels(selector);
  const [found] = searched
    .flatMap((inside) => manifests.pods.in(inside))
    // Pods themselves are state of a cluster, whose Services would have been read with them.
    .filter(({ owner }) => owner.kind === 'Pod')
    .flatMap((pod) => {
      const label = sharedLabel(pod, wanted);
      return label === undefined ? [] : [{ pod, label }];
    });
  if (found === undefined) return undefined;
  const { pod, label } = found;
  const port = endpoints[0]?.port;
  return {
    severity: 'warning',
    message: `no Service was read in namespace ${pod.namespace}; ${nameOf(pod.owner)} has the label ${label.join('=')}, but a ServiceMonitor finds pods only through a Service`,
    expected: 'a Service over these pods with the labels of the selector',
    fix: `create a Service in namespace ${pod.namespace} with labels ${JSON.stringify(wanted)}, selector ${JSON.stringify(Object.fromEntries([label]))} and a port${port === undefined ? '' : ` named ${port}`}`,
  };
}

/** The name of a component, which pods of the control plane have in another label than the selector. */
const sharedLabel = (pod: PodTemplate, wanted: Labels): readonly [string, string] | undefined =>
  Object.entries(pod.labels).find(([, value]) => Object.values(wanted).includes(value));
