import type { Manifests } from './manifests';
import { isMap, listOf, mapOf, textOf, textsOf, type KubernetesObject } from './object';

/** A resource that a role can grant, e.g. `endpointslices` of `discovery.k8s.io`. */
export interface Resource {
  readonly group: string;
  readonly name: string;
}

type Answer = 'yes' | 'no' | 'unknown';

export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** Whether a ServiceAccount may list a resource in a namespace, or in all of them (`any`). */
export type MayList = (resource: Resource, namespace: string) => Answer;

/** Roles of Kubernetes that may list everything but Secrets. */
const READERS = ['view', 'edit', 'admin', 'cluster-admin'];

/** Whether a ServiceAccount may get a path of a server that asks the API server, e.g. kube-rbac-proxy. */
export type MayGet = (path: string) => Answer;

interface Grant {
  /** @default every namespace */
  readonly namespace?: string;
  /** @default not read */
  readonly role?: KubernetesObject;
  readonly roleName: string;
}

/**
 * What a ServiceAccount may list, by the bindings that were read. Undefined: none of them names the account.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export function mayList(account: Account, manifests: Pick<Manifests, 'kind'>): MayList | undefined {
  const grants = grantsOf(account, manifests);
  if (grants.length === 0) return undefined;
  return (resource, namespace) => {
    const reaching = grants.filter(
      (grant) => grant.namespace === undefined || (namespace !== 'any' && grant.namespace === namespace),
    );
    return best(reaching.map((grant) => granted(grant, resource)));
  };
}

/** The same for paths, which only a ClusterRole with its ClusterRoleBinding can grant. */
export function mayGet(account: Account, manifests: Pick<Manifests, 'kind'>): MayGet | undefined {
  const grants = grantsOf(account, manifests);
  if (grants.length === 0) return undefined;
  const everywhere = grants.filter(({ namespace }) => namespace === undefined);
  return (path) => best(everywhere.map((grant) => grantedPath(grant, path)));
}

/** Roles add up: what one of them grants, no other takes away. */
const best = (answers: readonly Answer[]): Answer =>
  answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';

const grantsOf = (account: Account, manifests: Pick<Manifests, 'kind'>): readonly Grant[] =>
  manifests
    .kind('RoleBinding', 'ClusterRoleBinding')
    .filter((binding) => isBound(binding, account))
    .map((binding) => grantOf(binding, manifests));

function isBound({ fields, namespace }: KubernetesObject, account: Account): boolean {
  return listOf(fields['subjects']).some((item) => {
    const subject = mapOf(item);
    const own = textOf(subject['namespace']) ?? namespace;
    if (subject['kind'] === 'Group')
      return [
        `system:serviceaccounts`,
        `system:serviceaccounts:${account.namespace}`,
        'system:authenticated',
      ].includes(textOf(subject['name']) ?? '');
    return (
      subject['kind'] === 'ServiceAccount' && subject['name'] === account.name && own === account.namespace
    );
  });
}

function grantOf(binding: KubernetesObject, manifests: Pick<Manifests, 'kind'>): Grant {
  const { kind, name } = mapOf(binding.fields['roleRef']);
  const role = manifests
    .kind(textOf(kind) ?? '')
    .find((one) => one.name === name && (kind === 'ClusterRole' || one.namespace === binding.namespace));
  return {
    ...(binding.kind === 'RoleBinding' ? { namespace: binding.namespace } : {}),
    ...(role === undefined ? {} : { role }),
    roleName: textOf(name) ?? '',
  };
}

function granted({ role, roleName }: Grant, { group, name }: Resource): Answer {
  if (role === undefined) return READERS.includes(roleName) ? 'yes' : 'unknown';
  if (isMap(role.fields['aggregationRule'])) return 'unknown';
  const has = (list: unknown, wanted: string): boolean =>
    textsOf(list).some((item) => item === '*' || item === wanted);
  return listOf(role.fields['rules']).some((item) => {
    const { apiGroups, resources, verbs, resourceNames } = mapOf(item);
    return (
      has(apiGroups, group) &&
      has(resources, name) &&
      has(verbs, 'list') &&
      has(verbs, 'watch') &&
      listOf(resourceNames).length === 0
    );
  })
    ? 'yes'
    : 'no';
}

function grantedPath({ role }: Grant, path: string): Answer {
  if (role === undefined || isMap(role.fields['aggregationRule'])) return 'unknown';
  return listOf(role.fields['rules']).some((item) => {
    const { nonResourceURLs, verbs } = mapOf(item);
    return (
      textsOf(nonResourceURLs).some((url) =>
        url.endsWith('*') ? path.startsWith(url.slice(0, -1)) : url === path,
      ) && textsOf(verbs).some((verb) => verb === '*' || verb === 'get')
    );
  })
    ? 'yes'
    : 'no';
}
