import type { Fault } from '../fault';

/** Alerts fire, and are sent nowhere. */
export const alertmanagerGone: Fault = {
  name: 'Alertmanager is gone',
  signals: () => ({ alertmanagerAway: Infinity }),
};
