import type { Outage } from './outage';
import type { Observed } from './results';

/** Minutes in which an outage of all or half of a service pages. */
const PAGES_WITHIN = 5;

/** Minutes by which a page may come earlier in one run than in another. */
const VARIES_BY = 0.5;

/**
 * What an outage should have shown and did not, one sentence each. A reason excuses a page that is late or missing, and
 * nothing else.
 */
export function brokenPromises(
  { name, extent, reason }: Outage,
  { page, alerts }: Observed,
): readonly string[] {
  const serious = extent === 'all of it' || extent === 'half of it or more';
  const inTime = page !== undefined && page <= PAGES_WITHIN;
  const early = alerts.find(({ minute }) => minute < 0);
  const problems = [
    ...(early === undefined ? [] : [`${early.alert} fired before the outage`]),
    ...(serious && !inTime && reason === undefined
      ? [
          `users lose ${extent}, and the first page came ${page === undefined ? 'never' : `after ${page} minutes`}`,
        ]
      : []),
    ...(page === undefined && reason === undefined ? ['no page came, and no reason is stated'] : []),
    ...(page !== undefined && page <= PAGES_WITHIN - VARIES_BY && reason !== undefined
      ? ['a page came in time, so the stated reason is out of date']
      : []),
  ];
  return [...new Set(problems)].map((problem) => `${name}: ${problem}`);
}
