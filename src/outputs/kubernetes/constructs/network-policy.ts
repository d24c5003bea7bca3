import type { DeployedService } from '../../../catalog/placement';
import { stackNames } from '../../../helm-values/release';
import { metricsPort, selectorLabels } from './identity';
import * as k8s from './k8s';

/** Kubernetes puts this label on every namespace. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * Admits clients to the port of requests and Prometheus to the one of metrics (often the same), and nobody to any
 * other. What the pod itself calls stays open.
 */
export function networkPolicySpec(service: DeployedService): k8s.NetworkPolicySpec {
  // Policies apply after the Service's translation: these are ports of the pod.
  const only = (port: number) => [{ port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' }];
  return {
    podSelector: { matchLabels: selectorLabels(service) },
    policyTypes: ['Ingress'],
    ingress: [
      {
        ports: only(metricsPort(service).port),
        from: [
          {
            namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: service.monitoringNamespace } },
            podSelector: { matchLabels: stackNames(service.release).prometheusPodLabels },
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
  // An empty `from` would admit everybody.
  if (clients.length === 0) return [];
  return [
    {
      from: clients.map((namespace) => ({
        namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } },
      })),
    },
  ];
}
