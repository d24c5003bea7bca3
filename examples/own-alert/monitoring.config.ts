import { contract, defineService, defineStack, gauge, oneOf } from 'signalproof';
import { gt, maxBy, select } from 'signalproof/promql';

/** A worker without requests: an alert of its own watches its queue. */
const metrics = contract({
  oldestJob: gauge('worker_oldest_job_age_seconds', {
    help: 'Age of the oldest waiting job',
    unit: 'seconds',
    labels: { queue: oneOf('mail', 'invoices') },
  }),
});

const worker = defineService({
  name: 'worker',
  team: 'billing',
  port: 9100,
  metrics,
  alerts: [
    {
      symptom: 'QueueStuck',
      severity: 'critical',
      for: '5m',
      summary: 'A queue of the worker is stuck.',
      description: 'The oldest job of queue {{ $labels.queue }} has been waiting for {{ $value }} s.',
      expr: ({ namespace, name }) =>
        gt(maxBy(['namespace', 'job', 'queue'], select(metrics.oldestJob, { namespace, job: name })), 600),
    },
  ],
  workload: { image: 'registry.example.com/worker:3.1.0', replicas: 2 },
});

export default defineStack({
  services: [worker],
  environments: {
    dev: {
      cluster: 'dev',
      platform: 'kind',
      release: 'prometheus',
      namespaces: { services: 'default', monitoring: 'monitoring' },
      discovery: 'all',
      scrapeInterval: '30s',
      retention: '15d',
      storage: 'ephemeral',
      replicas: 1,
      grafana: { adminSecret: 'grafana-admin' },
      runbooks: 'https://runbooks.example.com',
    },
  },
});
