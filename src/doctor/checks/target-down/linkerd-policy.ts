import {
  isMap,
  labelsOf,
  mapOf,
  nameOf,
  textOf,
  type Fields,
  type KubernetesObject,
  type Labels,
} from '../../../kubernetes/object';
import type { Manifests } from '../../../kubernetes/manifests';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import { selectorOf, selects } from '../../../kubernetes/selector';
import { prometheusSpec } from '../../../operator/prometheus-spec';
import type { TargetGroup } from '../../../operator/scrape-path';
import type { PrometheusSettings } from '../../../operator/settings';
import { about, targetsOf } from '../shared/endpoint';
import { accessOf, judge, policies, specOf, type Access } from './lib/linkerd-access';
import { defineCheck } from '../../check';

// An error where the pods ask for a proxy, and the policies admit no client, or only clients of the mesh and it is known
// whether Prometheus is one. Networks and routes of policies may admit Prometheus, so they are taken to.
export const check = defineCheck({
  id: 'linkerd-policy',
  severity: 'error',
  question: 'Do policies of Linkerd admit Prometheus to the ports that it scrapes?',
  symptom: 'The target is down with "403 Forbidden" or "connection reset by peer".',
  why: 'Once a Server selects a port, the proxy denies every request to it that no AuthorizationPolicy, ServerAuthorization or accessPolicy admits. Prometheus usually runs outside of the mesh, so it has no identity that a policy could admit.',
  remedy:
    'Authorize Prometheus for the Server of the metrics port: unauthenticated clients, or its ServiceAccount if it is in the mesh.',
  see: 'https://linkerd.io/2-edge/reference/authorization-policy/',
  needs: ['paths', 'manifests', 'prometheus'],
  find: ({ paths, manifests, prometheus }) =>
    paths.map((path) => {
      const { port, targetPort } = path.endpoint;
      for (const [, target] of targetsOf(path)) {
        const denial = denialOf(target, manifests, prometheus);
        if (denial === undefined) continue;
        const { by, because, fix, certain } = denial;
        return {
          ...about(path, port === undefined ? 'targetPort' : 'port'),
          ...(certain ? {} : { severity: 'warning' as const }),
          message: `Linkerd denies Prometheus the port ${target.port} of ${nameOf(target.pod.owner)}: ${by} admits ${because}`,
          found: port ?? targetPort,
          expected: 'a policy that admits Prometheus',
          fix: `kubectl apply a ${fix.kind} in namespace ${target.pod.namespace} with spec: ${JSON.stringify(fix.spec)}`,
        };
      }
      return undefined;
    }),
});

interface Denial {
  readonly by: string;
  readonly because: string;
  readonly certain: boolean;
  readonly fix: { readonly kind: string; readonly spec: Fields };
}

function denialOf(
  target: TargetGroup,
  manifests: Manifests,
  prometheus: PrometheusSettings,
): Denial | undefined {
  const { pod, port } = target;
  const isMeshed = inMesh(pod.annotations, pod.namespace, manifests);
  const annotations = { ...namespaceAnnotations(pod.namespace, manifests), ...pod.annotations };
  if (isMeshed === false || pod.hostNetwork || SKIPPED in annotations) return undefined;
  const servers = policies(manifests, 'Server', pod.namespace).filter((server) => isFor(server, target));
  const client = inMesh(podAnnotations(prometheus), prometheus.namespace, manifests);
  const denied = (access: Access, admits: boolean): boolean =>
    access === 'none' || (access === 'mesh' && (client === true ? !admits : true));
  const because = (access: Access): string =>
    access === 'none'
      ? 'no client'
      : client === true
        ? 'other clients of the mesh only'
        : `clients of the mesh only, and Prometheus ${client === undefined ? 'may be' : 'is'} outside of it`;
  const certainly = (access: Access) => isMeshed === true && (access === 'none' || client !== undefined);
  const given = textOf(annotations[DEFAULT_POLICY]);
  if (servers.length === 0) {
    const access = given === undefined || isMeshed === undefined ? 'all' : accessOf(given);
    return denied(access, access === 'mesh')
      ? {
          by: `${DEFAULT_POLICY}: ${given}`,
          because: because(access),
          certain: certainly(access),
          fix: {
            kind: 'Server',
            spec: { podSelector: { matchLabels: pod.labels }, port, accessPolicy: 'all-unauthenticated' },
          },
        }
      : undefined;
  }
  // Of several Servers for one port, the oldest applies.
  const judged = servers.map((server) => judge(server, manifests, prometheus));
  const [first] = judged;
  if (first === undefined || !judged.every(({ access, admits }) => denied(access, admits))) return undefined;
  const account = textOf(prometheusSpec(prometheus)['serviceAccountName']);
  const mesh =
    account === undefined
      ? { identities: ['*'] }
      : { serviceAccounts: [{ name: account, namespace: prometheus.namespace }] };
  return {
    by: nameOf(first.server),
    because: because(first.access),
    certain: certainly(first.access),
    fix: {
      kind: 'ServerAuthorization',
      spec: {
        server: { name: first.server.name },
        client: client === true ? { meshTLS: mesh } : { unauthenticated: true },
      },
    },
  };
}

/** Ports that bypass the proxy. */
const SKIPPED = 'config.linkerd.io/skip-inbound-ports';
const DEFAULT_POLICY = 'config.linkerd.io/default-inbound-policy';
const INJECT = 'linkerd.io/inject';

const namespaceAnnotations = (name: string, manifests: Manifests): Labels | undefined => {
  const namespace = manifests.kind('Namespace').find((one) => one.name === name);
  return namespace && labelsOf(mapOf(namespace.fields['metadata'])['annotations']);
};

/** Undefined where the namespace, which may ask for proxies, was not read. */
function inMesh(annotations: Labels, namespace: string, manifests: Manifests): boolean | undefined {
  const ofNamespace = namespaceAnnotations(namespace, manifests);
  const inject = annotations[INJECT] ?? ofNamespace?.[INJECT];
  if (inject !== undefined) return inject !== 'disabled';
  return ofNamespace === undefined ? undefined : false;
}

const podAnnotations = (prometheus: PrometheusSettings): Labels =>
  labelsOf(mapOf(prometheusSpec(prometheus)['podMetadata'])['annotations']);

function isFor(server: KubernetesObject, { pod, port }: TargetGroup): boolean {
  const { podSelector, port: wanted } = specOf(server);
  const names = (one: PodTemplate) =>
    one.containers.flatMap(({ ports }) => ports.filter(({ number }) => number === port));
  return (
    isMap(podSelector) &&
    selects(selectorOf(podSelector), pod.labels) &&
    (wanted === port || names(pod).some(({ name }) => name !== undefined && name === wanted))
  );
}
