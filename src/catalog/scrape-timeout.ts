import { seconds, type Duration } from '../promql/window';

/** Prometheus' default. */
const LONGEST_SCRAPE_TIMEOUT = 10;

/** Timeout of a scrape in seconds, shorter than the interval. */
export function scrapeTimeout(scrapeInterval: Duration): number {
  const interval = seconds(scrapeInterval);
  return interval > LONGEST_SCRAPE_TIMEOUT ? LONGEST_SCRAPE_TIMEOUT : interval * 0.8;
}
