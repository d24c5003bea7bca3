import type { Signals } from '../../faults/signals';
import { controllerMetrics } from '../../metrics/controllers';
import type { Labels, Series } from '../engine/series';
import type { Subject } from './subject';
import type { Timeline } from './timeline';

/** Its maximum, in numbers of its minimum. */
const MAXIMUM = 2;

/** What kube-state-metrics exposes about the HorizontalPodAutoscaler of a service. */
export function autoscalerSeries(
  { namespace, pods, controller: { autoscaler } }: Subject,
  timeline: Timeline,
): readonly (readonly [name: string, series: Series])[] {
  if (autoscaler === undefined) return [];
  const wanted = ({ autoscaler: now }: Signals): number =>
    now === 'is at its maximum' ? MAXIMUM * pods : pods;
  const isActive = ({ autoscaler: now }: Signals): boolean => now !== 'does not work';
  const active = (status: string): Labels => ({ condition: 'ScalingActive', status });
  const rows: readonly (readonly [name: string, value: (state: Signals) => number, labels?: Labels])[] = [
    [controllerMetrics.autoscalerMin.name, () => pods],
    [controllerMetrics.autoscalerMax.name, () => MAXIMUM * pods],
    [controllerMetrics.autoscalerDesired.name, wanted],
    ['kube_horizontalpodautoscaler_status_current_replicas', wanted],
    [controllerMetrics.autoscalerCondition.name, (state) => Number(isActive(state)), active('true')],
    [controllerMetrics.autoscalerCondition.name, (state) => Number(!isActive(state)), active('false')],
  ];
  return rows.map(([name, value, labels = {}]) => [
    name,
    {
      labels: { namespace, horizontalpodautoscaler: autoscaler, ...labels },
      at: (scrape) => {
        const state = timeline.state(scrape);
        return state.kubeStateMetrics ? value(state) : 'stale';
      },
    },
  ]);
}
