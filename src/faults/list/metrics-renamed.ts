import type { Fault } from '../fault';

/** Counter and histogram have other names after a release. */
export const metricsRenamed: Fault = {
  name: 'a release renames the metrics',
  needs: ['requests'],
  signals: () => ({ renamed: 'metric' }),
};
