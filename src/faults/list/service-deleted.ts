import type { Fault } from '../fault';

/** Clients and Prometheus lose the addresses of the pods. */
export const serviceDeleted: Fault = {
  name: 'the Service is deleted',
  needs: ['Service'],
  signals: () => ({ monitored: false, traffic: 0 }),
};
