import type { Fault } from '../fault';
import { firstPods } from '../signals';

/** Scrapes end at their timeout. */
export const metricsHang: Fault = {
  name: '/metrics of every pod hangs',
  needs: ['metrics page'],
  signals: (_seconds, replicas) => ({ pods: firstPods(replicas, { scrape: 'hangs' }) }),
};
