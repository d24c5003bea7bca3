/** Seconds on the rules' clock, if not stated otherwise. */
export interface Pace {
  /** Evaluations of rule groups. */
  readonly due: number;
  /** Evaluations that Prometheus skipped, because the one before took longer than the interval. */
  readonly missed: number;
  /** Scrapes of pages that answer at once. */
  readonly scrapes: number;
  /** Those that took as long as the timeout, and failed. */
  readonly slow: number;
  /** Longest time in which the model stood still. */
  readonly longestStep: number;
}

/** Share of evaluations. */
const MOST_MISSED = 0.001;
/** Share of scrapes: one that fails alone delays an alert by a scrape interval at most. */
const MOST_SLOW = 0.01;
/** The scrape interval: two scrapes in a row would show the same. */
const SCRAPE_INTERVAL = 30;

/** Reads evaluations from the metrics page of Prometheus. */
export function evaluationsOf(page: string): Pick<Pace, 'due' | 'missed'> {
  const sum = (name: string) =>
    [...page.matchAll(new RegExp(`^prometheus_rule_group_${name}\\{.*\\} (\\d+)$`, 'gm'))].reduce(
      (total, [, count]) => total + Number(count),
      0,
    );
  return { due: sum('iterations_total'), missed: sum('iterations_missed_total') };
}

/** The pace of runs at the same time: the slowest of each. */
export const paceOf = (paces: readonly Pace[]): Pace => ({
  due: paces.reduce((sum, { due }) => sum + due, 0),
  missed: paces.reduce((sum, { missed }) => sum + missed, 0),
  scrapes: paces.reduce((sum, { scrapes }) => sum + scrapes, 0),
  slow: paces.reduce((sum, { slow }) => sum + slow, 0),
  longestStep: Math.max(...paces.map(({ longestStep }) => longestStep)),
});

/**
 * Why the figures of a run are not those of the rules: a machine that is too slow for the faster clock delays alerts,
 * and makes scrapes fail. One sentence each.
 */
export function slowness({ due, missed, scrapes, slow, longestStep }: Pace): readonly string[] {
  return [
    ...(missed > due * MOST_MISSED ? [`Prometheus skipped ${missed} of ${due} evaluations.`] : []),
    ...(slow > scrapes * MOST_SLOW
      ? [`${slow} of ${scrapes} scrapes of pages that answer took as long as the timeout.`]
      : []),
    ...(longestStep >= SCRAPE_INTERVAL
      ? [`The services stood still for ${longestStep} s on the faster clock, longer than a scrape interval.`]
      : []),
  ];
}

/** What a document says of a run that was in time. */
export const keptPace = ({ due, missed, scrapes, slow, longestStep }: Pace): string =>
  `Prometheus skipped ${missed} of ${due} evaluations, ${slow} of ${scrapes} scrapes of pages that answer took as long as the timeout, and no service stood still for longer than ${longestStep} s.`;
