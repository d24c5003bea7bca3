import { isDeployed, type PlacedService } from '../catalog/placement';
import { platformMetrics } from '../metrics/platform';
import {
  count,
  div,
  gt,
  matching,
  maxBy,
  or,
  select,
  sum,
  vector,
  type InstantVector,
} from '../promql/build';
import { targetsOf } from '../rules/scope';
import { alertStats, alertsWith } from './alert-stats';
import type { StatSpec, Threshold } from './panel';
import { ofAnyCluster, shownScope } from './scope';

/** Share of targets that answer: all of them is well, and none is not. */
export const TARGET_COLORS: { readonly base: 'red'; readonly thresholds: readonly Threshold[] } = {
  base: 'red',
  thresholds: [
    { from: 0.001, color: 'yellow' },
    { from: 1, color: 'green' },
  ],
};

/** Pods of a service that its Deployment has or asks for, in every environment that is shown. */
export function replicasOf(
  { name }: Pick<PlacedService, 'name'>,
  metric: 'deploymentAvailableReplicas' | 'deploymentSpecReplicas',
): InstantVector {
  const { namespace } = shownScope({ name });
  const series = ofAnyCluster(select(platformMetrics[metric], { namespace, deployment: name }));
  // Two kube-state-metrics may tell of one Deployment.
  return sum(maxBy(['cluster', 'namespace', 'deployment'], series));
}

/** Whether there is anything to look at, and whether somebody is being told. */
export function serviceState(service: PlacedService): readonly StatSpec[] {
  const scope = shownScope(service);
  const up = select(platformMetrics.up, targetsOf(scope));
  const discovered = div(sum(up), count(up));
  return [
    {
      kind: 'stat',
      title: 'Targets up',
      description: isDeployed(service)
        ? 'Targets that answer Prometheus, as a share of the pods that the Deployment asks for. What does not answer is missing in everything below.'
        : 'Targets that answer Prometheus, as a share of those that it knows. What does not answer is missing in everything below.',
      unit: 'ratio',
      noData: 'No target',
      symptom: 'TargetDown',
      ...TARGET_COLORS,
      query: {
        query: isDeployed(service)
          ? or(
              div(or(sum(up), vector(0)), gt(replicasOf(service, 'deploymentSpecReplicas'), 0)),
              // Nobody tells how many there should be.
              discovered,
            )
          : discovered,
        legend: 'up',
      },
    },
    ...alertStats({
      about: 'this service',
      firing: (severity) =>
        alertsWith({
          alertstate: 'firing',
          severity,
          service: service.name,
          // Not every alert has a namespace.
          namespace: matching(`${scope.namespace}|`),
        }),
      up,
      noData: 'No target',
    }),
  ];
}
