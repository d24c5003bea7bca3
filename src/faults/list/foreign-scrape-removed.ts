import type { Fault } from '../fault';

/** Somebody removes the scrape that the rules rely on. */
export const foreignScrapeRemoved: Fault = {
  name: 'what scrapes the service is removed',
  needs: ['scrape of others'],
  signals: () => ({ monitored: false }),
};
