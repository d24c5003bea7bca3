import type { Fault } from '../fault';

/** No rule is evaluated. */
export const prometheusGone: Fault = {
  name: 'Prometheus is gone',
  signals: () => ({ prometheusAway: Infinity }),
};
