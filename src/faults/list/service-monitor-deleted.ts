import type { Fault } from '../fault';

/** Prometheus loses its targets, by deletion or by a label that its selector needs. */
export const serviceMonitorDeleted: Fault = {
  name: 'the ServiceMonitor is deleted, or loses its label',
  needs: ['ServiceMonitor'],
  signals: () => ({ monitored: false }),
};
