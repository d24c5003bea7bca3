import {
  isMap,
  listOf,
  mapOf,
  textOf,
  textsOf,
  type Fields,
  type KubernetesObject,
} from '../../../../kubernetes/object';
import type { Manifests } from '../../../../kubernetes/manifests';
import { selectorOf, selects } from '../../../../kubernetes/selector';
import { prometheusSpec } from '../../../../operator/prometheus-spec';
import type { PrometheusSettings } from '../../../../operator/settings';

/** Who may connect. */
export type Access = 'all' | 'mesh' | 'none';

export const specOf = ({ fields }: KubernetesObject): Fields => mapOf(fields['spec']);

export const policies = (
  manifests: Manifests,
  kind: string,
  namespace: string,
): readonly KubernetesObject[] =>
  manifests
    .kind(kind)
    .filter((one) => one.apiVersion.startsWith('policy.linkerd.io/') && one.namespace === namespace);

/** Of a default policy, or the accessPolicy of a Server. */
export const accessOf = (policy: unknown): Access =>
  policy === undefined || policy === 'deny'
    ? 'none'
    : /^(all|cluster)-authenticated$/.test(textOf(policy) ?? '')
      ? 'mesh'
      : 'all';

/** A Server with all policies for it. */
interface Judged {
  readonly server: KubernetesObject;
  readonly access: Access;
  /** Whether a Prometheus in the mesh is among those that are admitted. */
  readonly admits: boolean;
}

export function judge(
  server: KubernetesObject,
  manifests: Manifests,
  prometheus: PrometheusSettings,
): Judged {
  const { accessPolicy } = specOf(server);
  const granted = [
    { access: accessOf(accessPolicy), admits: true },
    ...policies(manifests, 'ServerAuthorization', server.namespace)
      .filter((one) => isServerOf(mapOf(specOf(one)['server']), server))
      .map((one) => ofClient(mapOf(specOf(one)['client']), server.namespace, prometheus)),
    ...policies(manifests, 'AuthorizationPolicy', server.namespace)
      .filter((one) => isTarget(mapOf(specOf(one)['targetRef']), server))
      .map((one) => ofPolicy(one, manifests, prometheus)),
  ];
  const access = (['all', 'mesh'] as const).find((wanted) => granted.some((one) => one.access === wanted));
  return {
    server,
    access: access ?? 'none',
    admits: granted.some((one) => one.access !== 'none' && one.admits),
  };
}

const isServerOf = ({ name, selector }: Fields, server: KubernetesObject): boolean =>
  name === server.name || (isMap(selector) && selects(selectorOf(selector), server.labels));

/** A policy for a route may be for one of this Server. */
const isTarget = ({ kind, name }: Fields, server: KubernetesObject): boolean =>
  kind === 'Server' ? name === server.name : kind === 'Namespace' || (textOf(kind) ?? '').endsWith('Route');

type Grant = Omit<Judged, 'server'>;

function ofClient(
  { unauthenticated, meshTLS }: Fields,
  namespace: string,
  prometheus: PrometheusSettings,
): Grant {
  const { identities, serviceAccounts, unauthenticatedTLS } = mapOf(meshTLS);
  if (unauthenticated === true) return { access: 'all', admits: true };
  if (!isMap(meshTLS)) return { access: 'none', admits: false };
  return {
    access: 'mesh',
    admits:
      unauthenticatedTLS === true ||
      namesPrometheus(textsOf(identities), listOf(serviceAccounts).map(mapOf), namespace, prometheus),
  };
}

/** Every authentication is required. One that was not read may name Prometheus. */
function ofPolicy(policy: KubernetesObject, manifests: Manifests, prometheus: PrometheusSettings): Grant {
  const references = listOf(specOf(policy)['requiredAuthenticationRefs']).map(mapOf);
  const ofMesh = references.filter(({ kind }) => kind !== 'NetworkAuthentication');
  const admits = ofMesh.every(({ kind, name, namespace = policy.namespace }) => {
    if (kind === 'ServiceAccount')
      return namesPrometheus([], [{ name, namespace }], policy.namespace, prometheus);
    const [authentication] = policies(manifests, 'MeshTLSAuthentication', textOf(namespace) ?? '').filter(
      (one) => one.name === name,
    );
    if (authentication === undefined) return true;
    const { identities, identityRefs } = specOf(authentication);
    const accounts = listOf(identityRefs)
      .map(mapOf)
      .map((one) => (one['kind'] === 'Namespace' ? { namespace: one['name'] } : one));
    return namesPrometheus(textsOf(identities), accounts, authentication.namespace, prometheus);
  });
  return { access: ofMesh.length === 0 ? 'all' : 'mesh', admits };
}

/** Whether identities or accounts may be those of Prometheus. */
function namesPrometheus(
  identities: readonly string[],
  accounts: readonly Fields[],
  namespace: string,
  prometheus: PrometheusSettings,
): boolean {
  const account = textOf(prometheusSpec(prometheus)['serviceAccountName']);
  const isIts = (name: unknown): boolean => name === undefined || account === undefined || name === account;
  return (
    accounts.some(
      ({ name, namespace: ofAccount = namespace }) => ofAccount === prometheus.namespace && isIts(name),
    ) ||
    identities.some((identity) => {
      const [first = '', second = ''] = identity.split('.');
      return first === '*' || (second === prometheus.namespace && isIts(first));
    })
  );
}
