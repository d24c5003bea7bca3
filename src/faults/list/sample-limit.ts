import type { Fault } from '../fault';
import { firstPods } from '../signals';

/** Prometheus rejects whole scrapes. */
export const sampleLimit: Fault = {
  name: '/metrics of every pod exceeds the sample limit',
  needs: ['metrics page'],
  signals: (_seconds, replicas) => ({ pods: firstPods(replicas, { scrape: 'too many samples' }) }),
};
