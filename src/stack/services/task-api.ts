import { taskApiMetrics } from '../task-api/metrics';
import { availabilitySlo, defineService, goldenSignals, latencySlo, matching, not } from '../../index';

/** Requests of known routes only: scanners request paths that the service does not have. */
const knownRoutes = { endpoint: not('unmatched') };

/** The service of this repository: how it runs, its signals and objectives. */
export const taskApi = defineService({
  name: 'task-api',
  team: 'tasks',
  port: 8000,
  metrics: taskApiMetrics,
  seriesBudget: 'contract',
  signals: goldenSignals({
    requests: taskApiMetrics.requests,
    errors: { status: matching('5..') },
    latency: taskApiMetrics.requestDuration,
    by: ['endpoint'],
    inFlight: taskApiMetrics.requestsInFlight,
    traffic: knownRoutes,
  }),
  slos: [
    availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '30d',
      requests: taskApiMetrics.requests,
      counted: knownRoutes,
      errors: { status: matching('5..') },
    }),
    latencySlo({
      name: 'latency',
      objective: 99,
      period: '30d',
      durations: taskApiMetrics.requestDuration,
      counted: knownRoutes,
      // 250 ms.
      threshold: 0.25,
    }),
  ],
  workload: {
    image: 'task-api:0.1.0',
    env: { DATA_DIR: '/data' },
    // Without it, tasks are in an embedded database below /data: replicas do not share it, and a new pod starts empty.
    secretEnv: { DATABASE_URL: { name: 'task-api-database', key: 'url', needed: 'by several replicas' } },
    writable: { '/data': '512Mi' },
    ephemeralStorage: '768Mi',
  },
});
