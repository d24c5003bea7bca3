import type { Fault } from '../fault';

/** Prometheus loses its targets, by deletion or by a label that its selector needs. */
export const scrapeConfigDeleted: Fault = {
  name: 'the ScrapeConfig is deleted, or loses its label',
  needs: ['ScrapeConfig'],
  signals: () => ({ monitored: false }),
};
