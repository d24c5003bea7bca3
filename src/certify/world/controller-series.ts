import type { Signals } from '../../faults/signals';
import { controllerMetrics } from '../../metrics/controllers';
import { platformMetrics } from '../../metrics/platform';
import type { ControllerKind } from '../../rules/controllers/controller';
import type { Labels, Series } from '../engine/series';
import type { Subject } from './subject';
import type { Timeline } from './timeline';

interface Row {
  readonly metric: { readonly name: string };
  readonly value: (state: Signals) => number;
  /** Labels beside the namespace and the name of the object. */
  readonly labels?: Labels;
}

const wanted = ({ replicas = 0 }: Signals): number => replicas;
const existing = ({ pods }: Signals): number => Object.keys(pods).length;
const ready = ({ pods }: Signals): number => Object.values(pods).filter((pod) => pod.ready).length;
/** A rollout that is stuck has not updated any pod. */
const updated = (state: Signals): number => (state.stuck ? 0 : existing(state));
const one = (): number => 1;

const condition = (status: 'true' | 'false', value: Row['value']): Row => ({
  metric: platformMetrics.deploymentCondition,
  labels: { condition: 'Progressing', status },
  value,
});

/** What kube-state-metrics exposes about each kind, for alerts of this library and of kube-prometheus. A CronJob keeps no pods. */
const ROWS: Readonly<Record<ControllerKind, readonly Row[]>> = {
  Deployment: [
    { metric: platformMetrics.deploymentSpecReplicas, value: wanted },
    { metric: platformMetrics.deploymentAvailableReplicas, value: ready },
    { metric: { name: 'kube_deployment_status_replicas_ready' }, value: ready },
    { metric: { name: 'kube_deployment_status_replicas_updated' }, value: updated },
    { metric: platformMetrics.deploymentGeneration, value: one },
    { metric: platformMetrics.deploymentObservedGeneration, value: one },
    condition('true', ({ stuck }) => Number(!stuck)),
    condition('false', ({ stuck }) => Number(stuck)),
  ],
  StatefulSet: [
    { metric: controllerMetrics.statefulSetReplicas, value: wanted },
    { metric: controllerMetrics.statefulSetPods, value: existing },
    { metric: controllerMetrics.statefulSetAvailable, value: ready },
    { metric: { name: 'kube_statefulset_status_replicas_ready' }, value: ready },
    { metric: controllerMetrics.statefulSetUpdated, value: updated },
    { metric: controllerMetrics.statefulSetGeneration, value: one },
    { metric: controllerMetrics.statefulSetObservedGeneration, value: one },
  ],
  DaemonSet: [
    { metric: controllerMetrics.daemonSetDesired, value: wanted },
    { metric: controllerMetrics.daemonSetScheduled, value: existing },
    { metric: controllerMetrics.daemonSetAvailable, value: ready },
    { metric: { name: 'kube_daemonset_status_number_ready' }, value: ready },
    { metric: controllerMetrics.daemonSetUpdated, value: updated },
    { metric: controllerMetrics.daemonSetGeneration, value: one },
    { metric: controllerMetrics.daemonSetObservedGeneration, value: one },
  ],
  CronJob: [],
};

/** What kube-state-metrics exposes about the object that creates the pods of a service. */
export const controllerSeries = (
  { namespace, controller }: Subject,
  timeline: Timeline,
): readonly (readonly [name: string, series: Series])[] =>
  ROWS[controller.kind].map(({ metric, labels = {}, value }) => [
    metric.name,
    {
      labels: { namespace, [controller.kind.toLowerCase()]: controller.name, ...labels },
      at: (scrape) => {
        const state = timeline.state(scrape);
        return state.kubeStateMetrics && state.replicas !== undefined ? value(state) : 'stale';
      },
    },
  ]);
