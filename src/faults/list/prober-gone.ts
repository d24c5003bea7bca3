import type { Fault } from '../fault';

/** The exporter does not answer, and the service works. */
export const proberGone: Fault = {
  name: 'the exporter that probes is gone',
  needs: ['probed addresses'],
  signals: () => ({ prober: false }),
};
