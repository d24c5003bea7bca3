/** Seconds on the rules' clock, if not stated otherwise. */
export interface Pace {
  /** Evaluations of rule groups. */
  readonly due: number;
  /** Evaluations that Prometheus skipped, because the one before took longer than the interval. */
  readonly missed: number;
  /** The slowest scrape of a page that answers at once. */
  readonly slowestScrape: number;
  /** Longest time in which the model stood still. */
  readonly longestStep: number;
}

/** Of stored runs, only what they measured. */
type KnownPace = Pick<Pace, 'due' | 'missed'> & Partial<Pace>;

/** Share of evaluations. */
const MOST_MISSED = 0.001;
/** The scrape timeout: a slower one fails although its page answers. */
const SLOWEST_SCRAPE = 10;
/** The scrape interval: two scrapes in a row would show the same. */
const LONGEST_STEP = 30;

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
  slowestScrape: Math.max(...paces.map(({ slowestScrape }) => slowestScrape)),
  longestStep: Math.max(...paces.map(({ longestStep }) => longestStep)),
});

/**
 * Why the figures of a run are not those of the rules: a machine that is too slow for the faster clock delays alerts,
 * and makes scrapes fail. One sentence each.
 */
export function slowness({ due, missed, slowestScrape, longestStep }: Pace): readonly string[] {
  return [
    ...(missed > due * MOST_MISSED ? [`Prometheus skipped ${missed} of ${due} evaluations.`] : []),
    ...(slowestScrape >= SLOWEST_SCRAPE
      ? [`A scrape took ${slowestScrape} s on the faster clock, and times out after ${SLOWEST_SCRAPE} s.`]
      : []),
    ...(longestStep >= LONGEST_STEP
      ? [`The services stood still for ${longestStep} s on the faster clock, longer than a scrape interval.`]
      : []),
  ];
}

/** What a document says of a run that was in time. */
export function keptPace({ due, missed, slowestScrape, longestStep }: KnownPace): string {
  const facts = [
    `Prometheus skipped ${missed} of ${due} evaluations`,
    ...(slowestScrape === undefined
      ? []
      : [
          `no page that answers took longer than ${slowestScrape} s of the ${SLOWEST_SCRAPE} s that a scrape may take`,
        ]),
    ...(longestStep === undefined ? [] : [`no service stood still for longer than ${longestStep} s`]),
  ];
  return `${facts.join(', ')}.`;
}
