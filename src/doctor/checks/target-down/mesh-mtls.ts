import { LabelIndex } from '../../../kubernetes/label-index';
import { isMap, mapOf, nameOf, type KubernetesObject } from '../../../kubernetes/object';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import { selectorOf, selects } from '../../../kubernetes/selector';
import type { PrometheusSettings } from '../../../operator/settings';
import type { TargetGroup } from '../../../operator/scrape-path';
import { about, targetsOf } from '../shared/endpoint';
import { defineCheck } from '../../check';

// A warning: whether pods and Prometheus are in the mesh is decided by labels of namespaces and by webhooks. Silent
// where a scrape uses TLS, goes to a port of the sidecar, or a pod or Prometheus says something about the sidecar.
export const check = defineCheck({
  id: 'mesh-mtls',
  severity: 'warning',
  question: 'Can Prometheus reach pods that take mutual TLS only?',
  symptom: 'The target is down with "connection reset by peer" or "EOF".',
  why: 'With mTLS mode STRICT, the sidecar refuses connections without a certificate of the mesh. Prometheus connects to pods directly, usually without a sidecar.',
  remedy: 'Set PERMISSIVE for the port of the metrics, or give Prometheus a certificate of the mesh.',
  see: 'https://istio.io/latest/docs/ops/integrations/prometheus/#tls-settings',
  needs: ['paths', 'manifests', 'prometheus'],
  find: ({ paths, manifests, prometheus }) => {
    const policies = manifests
      .kind('PeerAuthentication')
      .filter(({ apiVersion }) => apiVersion.startsWith('security.istio.io/'));
    if (policies.length === 0 || hasSidecar(prometheus)) return [];
    const byNamespace = new LabelIndex(policies);
    return paths.flatMap((path) => {
      const { fields, scheme, port, targetPort } = path.endpoint;
      if (scheme !== 'http' || isMap(fields['tlsConfig'])) return [];
      for (const [, target] of targetsOf(path)) {
        const policy = strictFor(target, byNamespace.in(target.pod.namespace));
        if (policy === undefined || saysSidecar(target.pod)) continue;
        return [
          {
            ...about(path, port === undefined ? 'targetPort' : 'port'),
            message: `leads to pods of ${nameOf(target.pod.owner)}, which take mutual TLS only, by ${nameOf(policy)}`,
            found: port ?? targetPort,
            expected: 'a port that takes plain connections',
            fix: `in a PeerAuthentication for these pods: portLevelMtls: {"${target.port}":{"mode":"PERMISSIVE"}}`,
          },
        ];
      }
      return [];
    });
  },
});

/** Ports on which a sidecar itself answers. */
const OF_SIDECAR = [15014, 15020, 15021, 15090];

/** The most specific policy counts: one for the pods, else the namespace's. Policies of the whole mesh are left alone. */
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

/** Not in the mesh at all, or with ports that go around the sidecar. */
const saysSidecar = ({ labels, annotations }: PodTemplate): boolean =>
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
