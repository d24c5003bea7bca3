import { stackNames } from '../../../helm-values/release';
import { metricsPort, selectorLabels } from './identity';
import * as k8s from './k8s';
import { isServingParts, type ServingParts, type WorkloadParts } from './workload-parts';

/** Kubernetes puts this label on every namespace. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * Allows clients to connect to the ports of requests and Prometheus to the port of metrics, and denies all other ingress.
 * Egress is not restricted.
 */
export function networkPolicySpec(parts: WorkloadParts): k8s.NetworkPolicySpec {
  return {
    podSelector: { matchLabels: selectorLabels(parts) },
    policyTypes: ['Ingress'],
    ingress: isServingParts(parts) ? ingressOf(parts) : [],
  };
}

function ingressOf(parts: ServingParts): k8s.NetworkPolicyIngressRule[] {
  const { workload, prometheus } = parts;
  // Policies apply to ports of the pod, not of the Service.
  const only = (...ports: readonly number[]) =>
    ports.map((port) => ({ port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' }));
  return [
    {
      ports: only(metricsPort(parts).port),
      from: [
        {
          namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: prometheus.namespace } },
          podSelector: { matchLabels: stackNames(prometheus.release).prometheusPodLabels },
        },
      ],
    },
    ...clientRules(workload.clients).map((from) => ({
      ports: only(parts.port, ...Object.values(workload.ports)),
      ...from,
    })),
    // Pods of a StatefulSet talk to each other, whoever their clients are.
    ...(workload.kind === 'statefulSet' && workload.clients !== 'any'
      ? [{ from: [{ podSelector: { matchLabels: selectorLabels(parts) } }] }]
      : []),
  ];
}

function clientRules(
  clients: 'any' | readonly string[],
): readonly Pick<k8s.NetworkPolicyIngressRule, 'from'>[] {
  if (clients === 'any') return [{}];
  // An empty `from` would allow all clients.
  if (clients.length === 0) return [];
  return [
    {
      from: clients.map((namespace) => ({
        namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } },
      })),
    },
  ];
}
