import { InvalidInput } from '../../../findings/invalid-input';
import { duration, seconds, type Duration } from '../../../promql/window';
import { positiveDuration } from '../../fields';
import { scrapeTimeout } from '../../scrape-timeout';
import type { ScrapeContext } from '../kind';

export const timingFields = {
  interval: positiveDuration
    .optional()
    .describe('Interval between scrapes. Absent: `scrapeInterval` of the environment.'),
  timeout: positiveDuration
    .optional()
    .describe('Timeout of a scrape, at most the interval. Absent: 10s, or less for short intervals.'),
};

interface Timing {
  readonly interval?: Duration | undefined;
  readonly timeout?: Duration | undefined;
}

/** @throws InvalidInput for a timeout that is longer than the interval, where both are given */
export function checkTiming(resource: string, { interval, timeout }: Timing): void {
  if (interval !== undefined && timeout !== undefined) requireFitting(resource, 'timeout', interval, timeout);
}

/**
 * Interval and timeout in an environment.
 * @throws InvalidInput for a timeout that is longer than the interval of the environment
 */
export function timingOf(
  timing: Timing,
  { name, scrapeInterval }: ScrapeContext,
): { readonly interval: Duration; readonly timeout: Duration } {
  const { interval = scrapeInterval, timeout = duration(scrapeTimeout(interval)) } = timing;
  requireFitting(`service "${name}"`, 'scrape.timeout', interval, timeout);
  return { interval, timeout };
}

function requireFitting(resource: string, path: string, interval: Duration, timeout: Duration): void {
  if (seconds(timeout) <= seconds(interval)) return;
  throw new InvalidInput({
    resource,
    path,
    message: `the operator rejects a timeout longer than the interval of ${interval}`,
    found: timeout,
    fix: `use ${interval} or less, or a longer interval`,
  });
}
