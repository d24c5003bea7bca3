import { countBy, div, offset, select, sumBy } from '../promql/build';
import { platformMetrics } from '../metrics/platform';
import type { FirstQueries } from './first-query';
import { available, recordedSignal } from './workload';

export const trafficQueries: FirstQueries = {
  TrafficStopped: [
    {
      ask: 'Since when, and all at once (graph it over 6 hours)? A cliff is a failure, a slope is clients that leave.',
      needs: 'signals',
      query: (service) => sumBy(service.signals.by, recordedSignal(service, 'requestRate')),
    },
    {
      ask: 'How much is expected? The same a week ago.',
      needs: 'signals',
      query: (service) => sumBy(service.signals.by, offset(recordedSignal(service, 'requestRate'), '1w')),
    },
    {
      ask: 'Which services are in the same namespace? If their requests have stopped too (see their dashboards), check what they share.',
      query: ({ namespace }) => countBy(['job'], select(platformMetrics.up, { namespace })),
    },
    {
      ask: 'How many pods are ready? The Service sends requests only to these.',
      needs: 'replicas',
      query: available,
    },
  ],
  TrafficCollapsed: [
    {
      ask: 'Which requests are gone, since when, and all at once (graph it over 6 hours)? A cliff is a failure, a slope is clients that leave.',
      needs: 'signals',
      query: (service) => sumBy(service.signals.by, recordedSignal(service, 'requestRate')),
    },
    {
      ask: 'How much is left of what came a week ago? 0.05 is a twentieth.',
      needs: 'signals',
      query: (service) => {
        const rate = recordedSignal(service, 'requestRate');
        return div(sumBy(service.signals.by, rate), sumBy(service.signals.by, offset(rate, '1w')));
      },
    },
    {
      ask: 'Which services are in the same namespace? If their requests have dropped too (see their dashboards), check what they share.',
      query: ({ namespace }) => countBy(['job'], select(platformMetrics.up, { namespace })),
    },
  ],
};
