import type { Fault } from '../fault';
import { firstPods } from '../signals';

/** Scrapes get an error. */
export const metricsFail: Fault = {
  name: '/metrics of every pod answers 500',
  needs: ['metrics page'],
  signals: (_seconds, replicas) => ({ pods: firstPods(replicas, { scrape: 'http 500' }) }),
};
