import type { PlacedService } from '../catalog/placement';
import { platformMetrics } from '../metrics/platform';
import {
  count,
  countBy,
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
import { hasReplicas, requireReplicas } from '../rules/controllers/index';
import { pushedSeries } from '../rules/presence';
import { targetsOf, type PushedSeries } from '../rules/scope';
import { alertStatsOf } from './alert-stats';
import type { StatSpec, Threshold } from './panel';
import { ofAnyCluster, shownScope, shownScopes } from './scope';

/** Colours of the share of healthy targets: green for all, red for none. */
export const TARGET_COLORS: { readonly base: 'red'; readonly thresholds: readonly Threshold[] } = {
  base: 'red',
  thresholds: [
    { from: 0.001, color: 'yellow' },
    { from: 1, color: 'green' },
  ],
};

/** Available or desired replicas of a service in the selected environments. */
export function shownReplicas(
  service: Parameters<typeof shownScopes>[0],
  which: 'available' | 'wanted',
): InstantVector {
  const ofObjects = shownScopes(service).map((scope): InstantVector => {
    const replicas = requireReplicas(scope);
    // Two instances of kube-state-metrics may expose the same object.
    return maxBy(['cluster', ...replicas.by], ofAnyCluster(replicas[which]));
  });
  return sum(ofObjects.reduce((all, next) => or(all, next)));
}

/** Health of the targets, and firing alerts. */
export function serviceState(service: PlacedService): readonly StatSpec[] {
  const { pushed } = service;
  return pushed === undefined ? targetState(service) : pushedState(service, pushed);
}

/** Whether series arrive, and firing alerts. */
function pushedState({ name, namespace }: PlacedService, pushed: PushedSeries): readonly StatSpec[] {
  const noData = 'No series arrive';
  return [
    {
      kind: 'stat',
      title: 'Processes',
      description: 'Processes whose series Prometheus has received in the last five minutes.',
      unit: 'count',
      noData,
      symptom: 'SeriesMissing',
      query: { query: processesOf(pushed), legend: 'processes' },
    },
    ...alertStatsOf(name, namespace, { up: pushedSeries(pushed), noData }),
  ];
}

/** Number of processes whose series arrive. */
export const processesOf = (pushed: PushedSeries): InstantVector =>
  count(countBy([pushed.instance], pushedSeries(pushed)));

function targetState(service: PlacedService): readonly StatSpec[] {
  const scope = shownScope(service);
  const up = select(platformMetrics.up, targetsOf(scope));
  const discovered = div(sum(up), count(up));
  return [
    {
      kind: 'stat',
      title: 'Targets up',
      description: hasReplicas(service)
        ? `Healthy targets, as a share of the replicas of the ${service.controller?.kind ?? 'Deployment'}. The panels below lack the data of all others.`
        : 'Healthy targets, as a share of the discovered ones. The panels below lack the data of all others.',
      unit: 'ratio',
      noData: 'No target',
      symptom: 'TargetDown',
      ...TARGET_COLORS,
      query: {
        query: hasReplicas(service)
          ? or(
              div(or(sum(up), vector(0)), gt(shownReplicas(service, 'wanted'), 0)),
              // Without kube-state-metrics, the desired number is not known.
              discovered,
            )
          : discovered,
        legend: 'up',
      },
    },
    // Some alerts have no namespace.
    ...alertStatsOf(service.name, matching(`${scope.namespace}|`), { up, noData: 'No target' }),
  ];
}
