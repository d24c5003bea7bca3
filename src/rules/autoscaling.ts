import { controllerMetrics } from '../metrics/controllers';
import type { Gauge } from '../metrics/metric';
import { and, eq, ge, gt, maxBy, select, unless } from '../promql/build';
import type { AlertContext, AlertRow } from './alert';
import { requireReplicas } from './controllers/index';

const BY = ['namespace', 'horizontalpodautoscaler'] as const;

/** The fields of a service that the alerts on its autoscaler depend on. */
export interface AutoscaledContext extends AlertContext {
  /** Name of the HorizontalPodAutoscaler. */
  readonly autoscaler: string;
}

const own = (
  { namespace, autoscaler }: AutoscaledContext,
  metric: Gauge,
  matchers: Readonly<Record<string, string>> = {},
) =>
  maxBy<string, string>(
    BY,
    select<Gauge>(metric, { namespace, horizontalpodautoscaler: autoscaler, ...matchers }),
  );

/** Alerts on the HorizontalPodAutoscaler of a service. */
export const autoscalingAlerts: readonly AlertRow<AutoscaledContext>[] = [
  {
    symptom: 'AutoscalerAtMaximum',
    severity: 'warning',
    for: '15m',
    summary: 'The autoscaler of %s has reached its maximum.',
    description:
      'The autoscaler of %s in namespace {{ $labels.namespace }} has wanted its maximum of {{ $value }} pods for 15 minutes: more load slows the service down.',
    // With the same minimum it always wants the maximum.
    expr: (service) => {
      const most = own(service, controllerMetrics.autoscalerMax);
      const wanted = own(service, controllerMetrics.autoscalerDesired);
      return and(ge(wanted, most), gt(most, own(service, controllerMetrics.autoscalerMin)));
    },
  },
  {
    symptom: 'AutoscalerInactive',
    severity: 'warning',
    for: '15m',
    summary: 'The autoscaler of %s does not work.',
    description:
      'The autoscaler of %s in namespace {{ $labels.namespace }} cannot compute how many pods are needed: their number stays as it is.',
    // Kubernetes switches it off while there are to be no pods.
    expr: (service) =>
      unless(
        eq(
          own(service, controllerMetrics.autoscalerCondition, {
            condition: 'ScalingActive',
            status: 'false',
          }),
          1,
        ),
        eq(requireReplicas(service).wanted, 0),
        { on: ['namespace'] },
      ),
  },
];
