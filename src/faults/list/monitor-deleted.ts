import type { Fault } from '../fault';

/** Prometheus loses its targets, by deletion or by a label that its selector needs. */
export const monitorDeleted: Fault = {
  name: 'the ServiceMonitor is deleted, or loses its label',
  signals: () => ({ monitored: false }),
};
