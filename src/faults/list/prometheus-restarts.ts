import type { Fault } from '../fault';

/** Evaluations and pending alerts are lost for a while. */
export const prometheusRestarts: Fault = {
  name: 'all requests fail while Prometheus restarts for a minute',
  needs: ['requests'],
  signals: () => ({ errors: 1, prometheusAway: 60 }),
};
