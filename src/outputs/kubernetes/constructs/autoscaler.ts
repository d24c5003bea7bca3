import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ScalingSettings } from '../../../catalog/workload/scaling';
import * as k8s from './k8s';

/** The HorizontalPodAutoscaler of a Deployment or StatefulSet. */
export function writeAutoscaler(
  scope: Construct,
  metadata: k8s.ObjectMeta,
  { apiVersion, kind, name }: ApiObject,
  { min, max, cpu, memory }: NonNullable<ScalingSettings['autoscaling']>,
): ApiObject {
  const metric = (resource: 'cpu' | 'memory', percent: number | undefined): k8s.MetricSpecV2[] =>
    percent === undefined
      ? []
      : [
          {
            type: 'Resource',
            resource: { name: resource, target: { type: 'Utilization', averageUtilization: percent } },
          },
        ];
  return new k8s.KubeHorizontalPodAutoscalerV2(scope, 'autoscaler', {
    metadata,
    spec: {
      scaleTargetRef: { apiVersion, kind, name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [...metric('cpu', cpu), ...metric('memory', memory)],
    },
  });
}
