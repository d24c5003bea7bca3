import { stackNames } from '../../../helm-values/release';
import { metricsPort, selectorLabels } from './identity';
import * as k8s from './k8s';
import type { WorkloadParts } from './workload-parts';

/** Kubernetes puts this label on every namespace. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * Allows clients to connect to the port of requests and Prometheus to the port of metrics, and denies all other ingress.
 * Egress is not restricted.
 */
export function networkPolicySpec(service: WorkloadParts): k8s.NetworkPolicySpec {
  // Policies apply to ports of the pod, not of the Service.
  const only = (port: number) => [{ port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' }];
  return {
    podSelector: { matchLabels: selectorLabels(service) },
    policyTypes: ['Ingress'],
    ingress: [
      {
        ports: only(metricsPort(service).port),
        from: [
          {
            namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: service.prometheus.namespace } },
            podSelector: { matchLabels: stackNames(service.prometheus.release).prometheusPodLabels },
          },
        ],
      },
      ...clientRules(service.workload.clients).map((from) => ({ ports: only(service.port), ...from })),
    ],
  };
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
