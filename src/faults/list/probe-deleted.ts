import type { Fault } from '../fault';

/** Nothing is probed any more, by deletion or by a label that the selector needs. */
export const probeDeleted: Fault = {
  name: 'the Probe is deleted, or loses its label',
  needs: ['Probe'],
  signals: () => ({ monitored: false }),
};
