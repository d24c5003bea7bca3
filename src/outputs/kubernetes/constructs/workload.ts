import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { WorkloadSettings } from '../../../catalog/props';
import { workloadSchema } from '../../../catalog/workload';
import { parseInput } from '../../../findings/parse-input';
import { metricsPort, namedPorts, selectorLabels, workloadLabels, type NamedPort } from './identity';
import { networkPolicySpec } from './network-policy';
import { objectMetadata, type ObjectProps } from './object-props';
import { podSpec } from './pod';
import * as k8s from './k8s';
import type { PrometheusOfRelease, WorkloadParts } from './workload-parts';

export interface WorkloadProps extends ObjectProps, WorkloadSettings {
  /** Port on which the container serves requests; the port is named `http`. */
  readonly port: number;
  /**
   * Port on which the container serves metrics, named `metrics`; the container gets it as METRICS_PORT. Only Prometheus
   * may connect to it.
   * @default port
   */
  readonly metricsPort?: number;
  /**
   * The Prometheus that may scrape the pods: the Helm release of kube-prometheus-stack, and its namespace.
   * @default { release: 'prometheus', namespace: 'monitoring' }
   */
  readonly prometheus?: PrometheusOfRelease;
}

/**
 * What runs a service: Deployment, Service, ServiceAccount, NetworkPolicy and, for several replicas, a
 * PodDisruptionBudget.
 *
 * It does not use the higher-level classes of cdk8s-plus, because these derive names and selectors from the construct
 * tree: they would end up in `job` labels and in immutable fields.
 * @example
 * const shop = new Workload(chart, 'shop', { image: 'shop:1.0.0', port: 8080 });
 * new ServiceMonitor(chart, 'monitor', { selector: shop.selector, port: shop.metricsPort.name });
 */
export class Workload extends Construct {
  /** Name of all its objects and of the container; the `job` label of its series. */
  readonly name: string;
  /** Labels by which the Service selects pods, and by which a ServiceMonitor can select the Service. */
  readonly selector: Readonly<Record<string, string>>;
  /** The port of requests, by name and number. */
  readonly port: NamedPort;
  /** The port of metrics; the one of requests unless it has its own. */
  readonly metricsPort: NamedPort;
  readonly deployment: ApiObject;
  readonly service: ApiObject;
  readonly serviceAccount: ApiObject;
  readonly networkPolicy: ApiObject;
  /** Present with two replicas or more: with one it would block every drain of a node. */
  readonly disruptionBudget?: ApiObject;

  /** @throws InvalidInput with every invalid field */
  constructor(scope: Construct, id: string, props: WorkloadProps) {
    super(scope, id);
    const {
      name = id,
      namespace: _,
      labels: own,
      port,
      metricsPort: ownPort,
      prometheus,
      ...settings
    } = props;
    const parts: WorkloadParts = {
      name,
      port,
      metricsPort: ownPort,
      workload: parseInput(workloadSchema, `workload "${name}"`, settings),
      prometheus: prometheus ?? { release: 'prometheus', namespace: 'monitoring' },
    };
    const { workload } = parts;
    const selector = selectorLabels(parts);
    const labels = { ...workloadLabels(parts), ...own };
    const metadata = objectMetadata(id, { ...props, labels });
    this.name = name;
    this.selector = selector;
    [this.port, this.metricsPort] = [namedPorts(parts)[0], metricsPort(parts)];

    this.serviceAccount = new k8s.KubeServiceAccount(this, 'service-account', {
      metadata,
      automountServiceAccountToken: false,
    });
    this.deployment = new k8s.KubeDeployment(this, 'deployment', {
      metadata,
      spec: {
        replicas: workload.replicas,
        selector: { matchLabels: selector },
        // A new pod is ready before an old one stops.
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: {
            maxSurge: k8s.IntOrString.fromNumber(1),
            maxUnavailable: k8s.IntOrString.fromNumber(0),
          },
        },
        template: { metadata: { labels }, spec: podSpec(parts) },
      },
    });
    this.service = new k8s.KubeService(this, 'service', {
      metadata,
      spec: {
        type: 'ClusterIP',
        selector,
        ports: namedPorts(parts).map(({ name: portName, port }) => ({
          name: portName,
          port,
          protocol: 'TCP',
          targetPort: k8s.IntOrString.fromNumber(port),
        })),
      },
    });
    this.networkPolicy = new k8s.KubeNetworkPolicy(this, 'network-policy', {
      metadata,
      spec: networkPolicySpec(parts),
    });
    if (workload.replicas > 1)
      this.disruptionBudget = new k8s.KubePodDisruptionBudget(this, 'disruption-budget', {
        metadata,
        spec: {
          minAvailable: k8s.IntOrString.fromNumber(workload.replicas - 1),
          selector: { matchLabels: selector },
          // A pod that is not ready must not block the drain.
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
        },
      });
  }
}
