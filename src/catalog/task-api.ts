import { taskApiMetrics } from '../metrics/task-api';
import { matching } from '../promql/build';
import { goldenSignals } from '../rules/golden-signals';
import { availabilitySlo, latencySlo } from '../slo/slo';
import { defineService } from './service';

/** The service that this stack comes with: how it is run and what is watched about it. */
export const taskApi = defineService({
  name: 'task-api',
  team: 'tasks',
  port: 8000,
  metrics: taskApiMetrics,
  signals: goldenSignals({
    requests: taskApiMetrics.requests,
    errors: { status: matching('5..') },
    latency: taskApiMetrics.requestDuration,
    by: ['endpoint'],
    inFlight: taskApiMetrics.requestsInFlight,
  }),
  slos: [
    availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '30d',
      requests: taskApiMetrics.requests,
      errors: { status: matching('5..') },
    }),
    latencySlo({
      name: 'latency',
      objective: 99,
      period: '30d',
      durations: taskApiMetrics.requestDuration,
      // 250 ms.
      threshold: 0.25,
    }),
  ],
  workload: { image: 'task-api:0.1.0' },
});
