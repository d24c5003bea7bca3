import type { Fault } from '../fault';

/** The scrape that the rules rely on is not part of the stack. */
export const foreignScrapeRemoved: Fault = {
  name: 'what scrapes the service is removed',
  needs: ['scrape of others'],
  signals: () => ({ monitored: false }),
};
