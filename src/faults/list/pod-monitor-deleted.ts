import type { Fault } from '../fault';

/** Prometheus loses its targets, by deletion or by a label that its selector needs. */
export const podMonitorDeleted: Fault = {
  name: 'the PodMonitor is deleted, or loses its label',
  needs: ['PodMonitor'],
  signals: () => ({ monitored: false }),
};
