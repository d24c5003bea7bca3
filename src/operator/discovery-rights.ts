import type { Manifests } from '../kubernetes/manifests';
import type { Monitor } from '../kubernetes/monitor';
import { mapOf, textOf } from '../kubernetes/object';
import { mayList, type MayList, type Resource } from '../kubernetes/rbac';
import { roleOf, type DiscoveryRole } from './monitor-relabelings';
import type { PrometheusSettings } from './settings';

const CORE = (name: string): Resource => ({ group: '', name });

/** What Prometheus watches, by the role of its service discovery. */
export const WATCHED: Readonly<Record<DiscoveryRole | 'ingress', readonly Resource[]>> = {
  pod: [CORE('pods')],
  endpoints: [CORE('services'), CORE('endpoints'), CORE('pods')],
  endpointslice: [CORE('services'), { group: 'discovery.k8s.io', name: 'endpointslices' }, CORE('pods')],
  ingress: [{ group: 'networking.k8s.io', name: 'ingresses' }],
};

/** Where Prometheus looks for the targets of an object. */
export function searchedNamespaces(
  { namespaces, namespace }: Pick<Monitor, 'namespaces' | 'namespace'>,
  settings: PrometheusSettings,
): readonly string[] {
  if (settings.ignoresNamespaceSelectors === true) return [namespace];
  return namespaces === 'any' ? ['any'] : namespaces;
}

/** The ServiceAccount of a Prometheus that an operator runs, where its resource names it. */
export const accountOf = ({
  object,
  namespace,
}: PrometheusSettings): { readonly namespace: string; readonly name: string } | undefined => {
  const name = textOf(mapOf(object?.fields['spec'])['serviceAccountName']);
  return !name || object?.plain !== undefined ? undefined : { namespace, name };
};

/** Whether roles that were read certainly let Prometheus list the targets of a monitor. */
export function certainRights(
  settings: PrometheusSettings,
  manifests: Pick<Manifests, 'kind'>,
): (monitor: Monitor) => boolean {
  const account = accountOf(settings);
  const may: MayList = (account && mayList(account, manifests)) ?? (() => 'unknown');
  return (monitor) =>
    searchedNamespaces(monitor, settings).every((namespace) =>
      WATCHED[roleOf(monitor, settings)].every((resource) => may(resource, namespace) === 'yes'),
    );
}
