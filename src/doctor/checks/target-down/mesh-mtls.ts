import { LabelIndex } from '../../../kubernetes/label-index';
import { isMap, mapOf, nameOf, type KubernetesObject, type Labels } from '../../../kubernetes/object';
import type { Manifests } from '../../../kubernetes/manifests';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import { selectorOf, selects } from '../../../kubernetes/selector';
import type { PrometheusSettings } from '../../../operator/settings';
import type { TargetGroup } from '../../../operator/scrape-path';
import { about, targetsOf } from '../shared/endpoint';
import { defineCheck } from '../../check';

// An error where pods, Prometheus and their namespaces were read, and only the pods ask for a sidecar. Otherwise a warning:
// labels of namespaces and webhooks decide whether pods and Prometheus are in the mesh. Silent where a scrape
// uses TLS or a port of the sidecar, or where a pod or Prometheus configures its sidecar.
export const check = defineCheck({
  id: 'mesh-mtls',
  severity: 'warning',
  question: 'Can Prometheus reach pods that accept mutual TLS only?',
  symptom: 'The target is down with "connection reset by peer" or "EOF".',
  why: 'With mTLS mode STRICT, the sidecar rejects connections without a certificate of the mesh. Prometheus connects to pods directly, usually without a sidecar.',
  remedy: 'Set PERMISSIVE for the metrics port, or give Prometheus a certificate of the mesh.',
  see: 'https://istio.io/latest/docs/ops/integrations/prometheus/#tls-settings',
  needs: ['paths', 'manifests', 'prometheus'],
  find: ({ paths, manifests, prometheus }) => {
    const policies = manifests
      .kind('PeerAuthentication')
      .filter(({ apiVersion }) => apiVersion.startsWith('security.istio.io/'));
    if (policies.length === 0 || hasSidecar(prometheus)) return undefined;
    const byNamespace = new LabelIndex(policies);
    const ofMesh = byNamespace
      .in(ROOT_NAMESPACE)
      .filter(({ fields }) => mapOf(fields['spec'])['selector'] === undefined);
    return paths.flatMap((path) => {
      const { fields, scheme, port, targetPort } = path.endpoint;
      if (scheme !== 'http' || isMap(fields['tlsConfig'])) return undefined;
      for (const [, target] of targetsOf(path)) {
        const own = byNamespace.in(target.pod.namespace);
        const policy =
          strictFor(target, own) ??
          (own.length === 0 && isInMesh(target.pod, manifests) ? strictFor(target, ofMesh) : undefined);
        if (policy === undefined || configuresSidecar(target.pod)) continue;
        return {
          ...about(path, port === undefined ? 'targetPort' : 'port'),
          ...(isInMesh(target.pod, manifests) && isOutside(prometheus, manifests)
            ? { severity: 'error' as const }
            : {}),
          message: `the pods of ${nameOf(target.pod.owner)} accept mutual TLS only (${nameOf(policy)})`,
          found: port ?? targetPort,
          expected: 'a port that accepts plain connections',
          fix: `kubectl apply a PeerAuthentication in namespace ${target.pod.namespace} with spec: ${JSON.stringify({ selector: { matchLabels: target.pod.labels }, mtls: { mode: 'STRICT' }, portLevelMtls: { [target.port]: { mode: 'PERMISSIVE' } } })}`,
        };
      }
      return undefined;
    });
  },
});

/** Ports on which a sidecar itself answers. */
const OF_SIDECAR = [15014, 15020, 15021, 15090];

/** Istio's default for policies of the whole mesh. */
const ROOT_NAMESPACE = 'istio-system';

/** Whether the Prometheus and its namespace were read, and neither asks for a sidecar. */
function isOutside({ object, namespace }: PrometheusSettings, manifests: Manifests): boolean {
  const labels = manifests.namespaceLabels(namespace);
  return object !== undefined && labels !== undefined && !asksForSidecar(labels);
}

const asksForSidecar = (ofNamespace: Labels): boolean =>
  ofNamespace['istio-injection'] === 'enabled' || 'istio.io/rev' in ofNamespace;

/** Whether the namespace or the pod asks for a sidecar. A policy of the mesh says nothing about other pods. */
function isInMesh({ labels, annotations, namespace }: PodTemplate, manifests: Manifests): boolean {
  const ofNamespace = manifests.namespaceLabels(namespace) ?? {};
  return labels[INJECT] === 'true' || annotations[INJECT] === 'true' || asksForSidecar(ofNamespace);
}

/** The most specific policy applies: for the pods, else for the namespace, else for the whole mesh. */
function strictFor(
  { pod, port }: TargetGroup,
  here: readonly KubernetesObject[],
): KubernetesObject | undefined {
  if (pod.hostNetwork || OF_SIDECAR.includes(port)) return undefined;
  const specOf = ({ fields }: KubernetesObject) => mapOf(fields['spec']);
  const ofPods = here.filter((policy) => {
    const { selector } = specOf(policy);
    return isMap(selector) && selects(selectorOf(selector), pod.labels);
  });
  const ofNamespace = here.filter((policy) => specOf(policy)['selector'] === undefined);
  const applied = ofPods.length > 0 ? ofPods : ofNamespace;
  const strict = (policy: KubernetesObject): boolean => {
    const { mtls, portLevelMtls } = specOf(policy);
    const mode = mapOf(mapOf(portLevelMtls)[String(port)])['mode'] ?? mapOf(mtls)['mode'];
    return mode === 'STRICT';
  };
  return applied.length > 0 && applied.every(strict) ? applied[0] : undefined;
}

const INJECT = 'sidecar.istio.io/inject';

/** The pod is not in the mesh, or has ports that bypass the sidecar. */
const configuresSidecar = ({ labels, annotations }: PodTemplate): boolean =>
  labels[INJECT] === 'false' ||
  annotations[INJECT] === 'false' ||
  Object.keys(annotations).some((key) => key.startsWith('traffic.sidecar.istio.io/'));

const hasSidecar = ({ object, podLabels, others = [] }: PrometheusSettings): boolean => {
  const metadata = mapOf(mapOf(object?.fields['spec'])['podMetadata']);
  return (
    podLabels[INJECT] === 'true' ||
    Object.keys(mapOf(metadata['annotations'])).some((key) => key.includes('istio.io/')) ||
    others.some(hasSidecar)
  );
};
