import type { Fault } from '../fault';

/** No request arrives: ingress, DNS or TLS is broken. */
export const requestsStop: Fault = {
  name: 'requests stop',
  needs: ['requests'],
  signals: () => ({ traffic: 0 }),
};
