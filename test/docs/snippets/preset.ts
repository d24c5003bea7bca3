import { defineService, podMonitor } from 'signalproof';
import { micrometer } from 'signalproof/presets';

export const orders = defineService({
  name: 'orders',
  namespace: 'pay',
  team: 'orders',
  scrape: podMonitor({ selector: { app: 'orders' }, port: 'management', path: '/actuator/prometheus' }),
  workload: 'external',
  ...micrometer({ buckets: [0.1, 0.25, 1], availability: 99.95, latency: { threshold: 0.25 } }),
});
