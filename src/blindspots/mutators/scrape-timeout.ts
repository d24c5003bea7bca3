import type { Mutator } from '../mutator';
import { inScrapes } from '../written-scrapes';

export const scrapeTimeout: Mutator = {
  name: 'scrape-timeout',
  what: 'a scrape may take longer than its interval, which the operator and Prometheus reject',
  caughtBy: 'run signalproof doctor, which reports such times',
  edits: inScrapes(({ edit }) => [edit('scrapeTimeout', '1d')]),
};
