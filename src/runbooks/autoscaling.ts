import { controllerMetrics } from '../metrics/controllers';
import type { Gauge } from '../metrics/metric';
import { eq, maxBy, select } from '../promql/build';
import type { FirstQueries, ShownService } from './first-query';
import { recordedSignal, requestRate } from './workload';

const own = ({ name, namespace }: ShownService, metric: Gauge) =>
  select<Gauge>(metric, { namespace, horizontalpodautoscaler: name });

export const autoscalingQueries: FirstQueries = {
  AutoscalerAtMaximum: [
    {
      ask: 'Since when does it want so many pods (graph it over 24 hours)?',
      query: (service) => own(service, controllerMetrics.autoscalerDesired),
    },
    {
      ask: 'Is it more traffic?',
      needs: 'signals',
      query: requestRate,
    },
    {
      ask: 'Do users notice? Compare with an hour ago.',
      needs: 'latency',
      query: (service) => recordedSignal(service, 'latencyP99'),
    },
  ],
  AutoscalerInactive: [
    {
      ask: 'Which conditions are false?',
      query: ({ name, namespace }) =>
        eq(
          select(controllerMetrics.autoscalerCondition, {
            namespace,
            horizontalpodautoscaler: name,
            status: 'false',
          }),
          1,
        ),
    },
    {
      ask: 'How many pods are there, and do they suffice for now?',
      query: (service) => maxBy(['namespace'], own(service, controllerMetrics.autoscalerDesired)),
    },
  ],
};
