import type { Manifests } from '../../../../kubernetes/manifests';
import type { Monitor } from '../../../../kubernetes/monitor';
import { mapOf, nameOf, type Labels } from '../../../../kubernetes/object';
import type { PodTemplate } from '../../../../kubernetes/pod-template';
import type { Service } from '../../../../kubernetes/service';
import { requiredLabels, showLabels, type Reason } from './reason';

/**
 * Pods with all labels of the selector; of a namespace without Services, those of the name that it has, too, as those of
 * the control plane of kubeadm, which has no Services for them.
 */
export function podsWithoutService(
  manifests: Manifests,
  { selector, endpoints }: Monitor,
  searched: readonly string[],
): Reason | undefined {
  const wanted = requiredLabels(selector);
  const [selected] =
    Object.keys(wanted).length === 0
      ? []
      : manifests.pods.find(selector, searched).map((pod) => ({ pod, labels: wanted }));
  const [named] = searched
    .filter((inside) => manifests.services.in(inside).length === 0)
    .flatMap((inside) => manifests.pods.in(inside))
    // Pods themselves are state of a cluster, whose Services would have been read with them.
    .filter(({ owner }) => owner.kind === 'Pod')
    .flatMap((pod) => {
      const label = sharedLabel(pod, wanted);
      return label === undefined ? [] : [{ pod, labels: Object.fromEntries([label]) }];
    });
  const found = selected ?? named;
  if (found === undefined || manifests.services.in(found.pod.namespace).some(isEmpty)) return undefined;
  const { pod, labels } = found;
  const [endpoint] = endpoints;
  const port = endpoint?.port ?? endpoint?.targetPort;
  return {
    severity: 'warning',
    message: `no Service that was read in namespace ${pod.namespace} selects ${pod.owner.kind === 'Pod' ? '' : 'the pods of '}${nameOf(pod.owner)} (${showLabels(labels)}), and a ServiceMonitor finds pods only through a Service`,
    expected: 'a Service over these pods with the labels of the selector',
    fix: `create a Service in namespace ${pod.namespace} with labels ${JSON.stringify(wanted)}, selector ${JSON.stringify(labels)} and a port${port === undefined ? '' : typeof port === 'number' ? ` ${port}` : ` named ${port}`}`,
  };
}

/** Its ports are in the wrong place, which object-kind reports. */
const isEmpty = ({ fields }: Service): boolean =>
  !('ports' in mapOf(fields['spec'])) && !('type' in mapOf(fields['spec']));

/** The name of a component, which pods of the control plane have in another label than the selector. */
const sharedLabel = (pod: PodTemplate, wanted: Labels): readonly [string, string] | undefined =>
  Object.entries(pod.labels).find(([, value]) => Object.values(wanted).includes(value));
