import { Construct } from 'constructs';
import type { DeployedService } from '../../../catalog/placement';
import { namedPorts, objectLabels, selectorLabels } from './identity';
import { networkPolicySpec } from './network-policy';
import { podSpec } from './pod';
import * as k8s from './k8s';

/**
 * What runs a service: Deployment, Service, ServiceAccount, PodDisruptionBudget and NetworkPolicy.
 *
 * The objects are written out rather than left to cdk8s-plus' higher-level classes, because names and selectors that
 * derive from the construct tree end up in `job` labels and immutable fields.
 */
export class Workload extends Construct {
  constructor(scope: Construct, id: string, service: DeployedService) {
    super(scope, id);
    const { name, namespace, workload } = service;
    const labels = objectLabels(service);
    const metadata = { name, namespace, labels };

    new k8s.KubeServiceAccount(this, 'service-account', { metadata, automountServiceAccountToken: false });
    new k8s.KubeDeployment(this, 'deployment', {
      metadata,
      spec: {
        replicas: workload.replicas,
        selector: { matchLabels: selectorLabels(service) },
        // A new pod is ready before an old one goes.
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: {
            maxSurge: k8s.IntOrString.fromNumber(1),
            maxUnavailable: k8s.IntOrString.fromNumber(0),
          },
        },
        template: { metadata: { labels }, spec: podSpec(service) },
      },
    });
    new k8s.KubeService(this, 'service', {
      metadata,
      spec: {
        type: 'ClusterIP',
        selector: selectorLabels(service),
        ports: namedPorts(service).map(({ name: portName, port }) => ({
          name: portName,
          port,
          protocol: 'TCP',
          targetPort: k8s.IntOrString.fromNumber(port),
        })),
      },
    });
    new k8s.KubeNetworkPolicy(this, 'network-policy', { metadata, spec: networkPolicySpec(service) });
    // With one replica a budget would block every node drain.
    if (workload.replicas > 1)
      new k8s.KubePodDisruptionBudget(this, 'disruption-budget', {
        metadata,
        spec: {
          minAvailable: k8s.IntOrString.fromNumber(workload.replicas - 1),
          selector: { matchLabels: selectorLabels(service) },
          // A pod that is broken anyway must not hold up the drain.
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
        },
      });
  }
}
