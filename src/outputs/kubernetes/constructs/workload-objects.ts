import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { isScalable } from '../../../catalog/workload/index';
import { fewestPods } from '../../../catalog/workload/scaling';
import { writeAutoscaler } from './autoscaler';
import { writeController } from './controllers/index';
import { governingService } from './controllers/stateful-set';
import { namedPorts, selectorLabels, workloadLabels } from './identity';
import { networkPolicySpec } from './network-policy';
import { objectMetadata, type ObjectProps } from './object-props';
import { podSpec } from './pod';
import * as k8s from './k8s';
import { isServingParts, type ServingParts, type WorkloadParts } from './workload-parts';

export interface WorkloadObjectsProps extends ObjectProps {
  readonly parts: WorkloadParts;
}

/**
 * What runs a service, of any kind.
 *
 * It does not use the higher-level classes of cdk8s-plus, because these derive names and selectors from the construct
 * tree: they would end up in `job` labels and in immutable fields.
 */
export class WorkloadObjects extends Construct {
  /** The Deployment, StatefulSet, DaemonSet or CronJob. */
  readonly controller: ApiObject;
  /** Absent for a CronJob, which serves no requests. */
  readonly service?: ApiObject;
  readonly serviceAccount: ApiObject;
  readonly networkPolicy: ApiObject;
  /** Present with two replicas or more: with one it would block every drain of a node. */
  readonly disruptionBudget?: ApiObject;
  /** Present if the number of pods follows their load. */
  readonly autoscaler?: ApiObject;

  constructor(scope: Construct, id: string, { parts, ...props }: WorkloadObjectsProps) {
    super(scope, id);
    const { workload } = parts;
    const selector = selectorLabels(parts);
    const labels = { ...workloadLabels(parts), ...props.labels };
    const metadata = objectMetadata(id, { ...props, name: parts.name, labels });
    const { annotations } = workload;
    this.serviceAccount = new k8s.KubeServiceAccount(this, 'service-account', {
      metadata,
      automountServiceAccountToken: false,
    });
    this.controller = writeController(this, {
      workload,
      metadata,
      selector,
      template: {
        metadata: {
          labels,
          ...(Object.keys(annotations).length === 0 ? {} : { annotations: { ...annotations } }),
        },
        spec: podSpec(parts),
      },
    });
    if (isServingParts(parts)) {
      this.service = new k8s.KubeService(this, 'service', {
        metadata,
        spec: { type: 'ClusterIP', selector, ports: servicePorts(parts) },
      });
      if (workload.kind === 'statefulSet') {
        // Without the label that monitors select, or pods would be scraped through both Services.
        const { app: _, ...others } = metadata.labels!;
        new k8s.KubeService(this, 'governing-service', {
          metadata: { ...metadata, name: governingService(parts.name), labels: others },
          spec: {
            clusterIp: 'None',
            // Pods find each other before they are ready.
            publishNotReadyAddresses: true,
            selector,
            ports: servicePorts(parts),
          },
        });
      }
    }
    this.networkPolicy = new k8s.KubeNetworkPolicy(this, 'network-policy', {
      metadata,
      spec: networkPolicySpec(parts),
    });
    if (!isScalable(workload)) return;
    if (fewestPods(workload) > 1)
      this.disruptionBudget = new k8s.KubePodDisruptionBudget(this, 'disruption-budget', {
        metadata,
        spec: {
          ...(workload.autoscaling === undefined
            ? { minAvailable: k8s.IntOrString.fromNumber(fewestPods(workload) - 1) }
            : { maxUnavailable: k8s.IntOrString.fromNumber(1) }),
          selector: { matchLabels: selector },
          // A pod that is not ready must not block the drain.
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
        },
      });
    if (workload.autoscaling !== undefined)
      this.autoscaler = writeAutoscaler(this, metadata, this.controller, workload.autoscaling);
  }
}

const servicePorts = (parts: ServingParts): k8s.ServicePort[] =>
  namedPorts(parts).map(({ name, port }) => ({
    name,
    port,
    protocol: 'TCP',
    targetPort: k8s.IntOrString.fromNumber(port),
  }));
