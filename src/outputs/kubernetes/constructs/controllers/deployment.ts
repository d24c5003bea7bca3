import type { DeploymentWorkload } from '../../../../catalog/workload/deployment';
import { fewestPods } from '../../../../catalog/workload/scaling';
import * as k8s from '../k8s';
import type { WriteController } from './context';

export const writeDeployment: WriteController<DeploymentWorkload> = (scope, context) =>
  new k8s.KubeDeployment(scope, 'deployment', {
    metadata: context.metadata,
    spec: {
      // The autoscaler's number would be overwritten with every release.
      ...(context.workload.autoscaling === undefined ? { replicas: fewestPods(context.workload) } : {}),
      selector: { matchLabels: { ...context.selector } },
      // A new pod is ready before an old one stops.
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: {
          maxSurge: k8s.IntOrString.fromNumber(1),
          maxUnavailable: k8s.IntOrString.fromNumber(0),
        },
      },
      template: context.template,
    },
  });
