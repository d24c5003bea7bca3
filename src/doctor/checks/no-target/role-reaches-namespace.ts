import { shell, shellWord } from '../../../findings/shell';
import { mayList, type Resource } from '../../../kubernetes/rbac';
import type { Manifests } from '../../../kubernetes/manifests';
import { listOf, mapOf, nameOf, textOf, type KubernetesObject } from '../../../kubernetes/object';
import { probeOf } from '../../../kubernetes/probe';
import { accountOf, searchedNamespaces, WATCHED } from '../../../operator/discovery-rights';
import { roleOf, type DiscoveryRole } from '../../../operator/monitor-relabelings';
import { selectionBy } from '../../../operator/selection';
import type { PrometheusSettings } from '../../../operator/settings';
import { groupBy } from '../../../findings/group-by';
import { aboutPrometheus } from '../shared/about-prometheus';
import { statesNamespace } from '../shared/namespaces';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { defineCheck, type Found } from '../../check';

// Certain where the bindings of the ServiceAccount were read with all of their roles, and none of them lets it list the
// objects of a namespace in which a selected monitor looks. Silent where no binding of the account, or one of its roles,
// was not read. Bindings in other files may grant more, but they would be the only ones that are not among the manifests.
export const check = defineCheck({
  id: 'role-reaches-namespace',
  severity: 'error',
  question: 'May the ServiceAccount of Prometheus list the objects that its monitors look for?',
  symptom: 'The job has 0 targets, and the log of Prometheus has "forbidden".',
  why: 'Prometheus discovers Services, endpoints, pods and Ingresses through the API server. A Role grants access to its own namespace only; kube-prometheus has one for each namespace.',
  remedy:
    'Add a Role with get, list and watch and its RoleBinding in that namespace, or grant it in a ClusterRole.',
  see: 'https://prometheus-operator.dev/docs/platform/rbac/',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) =>
    [prometheus, ...(prometheus.others ?? [])].flatMap((settings) => unreached(settings, manifests)),
});

const ENDPOINTS: Resource = { group: '', name: 'endpoints' };

/** What Prometheus has to list for an object that it selected. */
interface Search {
  readonly object: KubernetesObject;
  readonly role: DiscoveryRole;
  readonly namespaces: 'any' | readonly string[];
}

function unreached(settings: PrometheusSettings, manifests: Manifests): Found {
  const account = accountOf(settings);
  // Without an operator, another resource names the account.
  if (settings.object === undefined || settings.object.plain !== undefined) return undefined;
  if (account === undefined) return withoutAccount(settings, manifests);
  const may = mayList(account, manifests);
  if (may === undefined)
    return statesNamespace(settings.object) ? boundElsewhere(account, manifests) : undefined;
  const lacking = searches(settings, manifests).flatMap((search) =>
    searchedNamespaces({ ...search.object, namespaces: search.namespaces }, settings).flatMap((namespace) => {
      const resources = WATCHED[search.role].filter(
        (resource: Resource) => may(resource, namespace) === 'no',
      );
      return resources.length === 0 ? [] : [{ search, namespace, resources }];
    }),
  );
  return [...groupBy(lacking, ({ namespace }) => namespace)].map(([namespace, [first, ...others]]) => {
    const { search } = first!;
    const resources = [...new Set([first!, ...others].flatMap((one) => one.resources))];
    const names = resources.map((resource) => resource.name);
    const where = namespace === 'any' ? 'all namespaces' : `namespace ${namespace}`;
    return {
      ...aboutPrometheus(settings),
      path: 'spec.serviceAccountName',
      message: `no role lets ServiceAccount ${account.namespace}/${account.name} list ${names.join(', ')} in ${where}, where ${nameOf(search.object)}${others.length === 0 ? '' : ` and ${others.length} more`} looks for targets`,
      found: account.name,
      expected: `get, list and watch of ${names.join(', ')} in ${where}`,
      fix: fixFor(account, namespace, resources),
    };
  });
}

/** A binding has the account's name with the namespace of another, which was not read. */
function boundElsewhere(
  account: { readonly namespace: string; readonly name: string },
  manifests: Manifests,
): Found {
  return manifests.kind('RoleBinding', 'ClusterRoleBinding').flatMap((binding) =>
    listOf(binding.fields['subjects']).map((item, index): Found => {
      const { kind, name, namespace } = mapOf(item);
      if (kind !== 'ServiceAccount' || name !== account.name || typeof namespace !== 'string')
        return undefined;
      const accounts = manifests.kind('ServiceAccount').filter((one) => one.name === name);
      if (isPlaceholder(namespace) || accounts.some((one) => one.namespace === namespace)) return undefined;
      return {
        object: binding,
        path: `subjects[${index}].namespace`,
        message: `the role is granted to ServiceAccount ${namespace}/${name}, but Prometheus runs as ${account.namespace}/${name}`,
        found: namespace,
        expected: account.namespace,
        fix: `namespace: ${account.namespace}`,
      };
    }),
  );
}

/** Without the field, the pods have the account `default`, and a binding for another one has no effect. */
function withoutAccount(settings: PrometheusSettings, manifests: Manifests): Found {
  const { namespace } = settings;
  if (settings.object?.fields['spec'] === undefined || mayList({ namespace, name: 'default' }, manifests))
    return undefined;
  const bound = manifests
    .kind('RoleBinding', 'ClusterRoleBinding')
    .flatMap(({ fields }) => listOf(fields['subjects']).map(mapOf))
    .filter((subject) => subject['kind'] === 'ServiceAccount' && subject['namespace'] === namespace)
    .flatMap((subject) => textOf(subject['name']) ?? []);
  // Only an account that may list what monitors look for was meant for Prometheus.
  const able = [...new Set(bound)].filter(
    (name) => mayList({ namespace, name }, manifests)?.(ENDPOINTS, namespace) === 'yes',
  );
  const [only, ...others] = able;
  if (only === undefined || others.length > 0) return undefined;
  return {
    ...aboutPrometheus(settings),
    path: 'spec.serviceAccountName',
    message: `Prometheus runs as ServiceAccount ${namespace}/default, which no role lets list targets; the roles are bound to ${only}`,
    expected: only,
    fix: `serviceAccountName: ${only}`,
  };
}

function searches(settings: PrometheusSettings, manifests: Manifests): readonly Search[] {
  const probes = manifests
    .operator('Probe')
    .map(probeOf)
    .flatMap(({ ingress, ...object }) =>
      ingress === undefined || selectionBy(object, 'Probe', settings, manifests).selected !== 'yes'
        ? []
        : [{ object, role: 'ingress' as const, namespaces: ingress.namespaces }],
    );
  const monitors = manifests.monitors
    .filter((monitor) => selectionBy(monitor, monitor.kind, settings, manifests).selected === 'yes')
    .map((object) => ({ object, role: roleOf(object, settings), namespaces: object.namespaces }));
  return [...monitors, ...probes];
}

function fixFor(
  account: { readonly namespace: string; readonly name: string },
  namespace: string,
  resources: readonly Resource[],
): string {
  const list = resources.map(({ group, name }) => (group === '' ? name : `${name}.${group}`)).join(',');
  const subject = shell`--serviceaccount=${`${account.namespace}:${account.name}`}`;
  const [kind, place] =
    namespace === 'any' ? ['clusterrole', ''] : ['role', shell` --namespace ${namespace}`];
  const name = shellWord(`${account.name}${namespace === 'any' ? '-discovery' : ''}`);
  return [
    `kubectl create ${kind} ${name}${place} --verb=get,list,watch --resource=${shellWord(list)}`,
    `kubectl create ${kind}binding ${name}${place} --${kind}=${name} ${subject}`,
  ].join('\n');
}
