import type { Finding, FindingSeverity } from '../findings/finding';
import { about, impactClause } from './wording';
import type { Impact, SeriesChange } from './impact';
import type { Exposed, Facts, ReadPage } from './facts';

export interface PageFinding extends Finding {
  readonly impact: Impact;
}

/** One question about a page, and the impact on rules when the page fails it. */
export interface PageCheck {
  readonly id: string;
  readonly question: string;
  /** Where its subject is documented. */
  readonly see: string;
  /** Whether it also runs on a page that was not read to its end. @default false */
  readonly ofUnread?: true;
  readonly differences: (facts: Facts) => readonly Difference[];
}

/** A difference between a page and the contract. */
export interface Difference extends Pick<
  Finding,
  'resource' | 'path' | 'message' | 'found' | 'expected' | 'fix'
> {
  /** @default `error` when it disables a rule or makes an alert wrong, otherwise `warning` */
  readonly severity?: FindingSeverity;
  /** Its effect on the series that rules select. @default none */
  readonly change?: SeriesChange;
  /** Its effect without rules, such as `leaves dashboards without ...`. @default none */
  readonly besides?: string;
  /** Line of the page, from 1. @default the whole page */
  readonly line?: number | undefined;
  /** @default the page that was read first */
  readonly on?: ReadPage;
}

/** A difference of one metric, whose name and first line are known. */
export type MetricDifference = Omit<Difference, 'resource'>;

/** Asks about every metric of the contract that the page has. */
export const ofExposed =
  (
    differencesOf: (one: Exposed, facts: Facts) => readonly MetricDifference[] | MetricDifference | undefined,
  ): PageCheck['differences'] =>
  (facts) =>
    facts.exposed.flatMap((one) =>
      [differencesOf(one, facts) ?? []].flat().map((difference) => ({
        resource: about(one.metric),
        line: one.samples[0]?.line ?? one.family?.line,
        ...difference,
      })),
    );

const NO_IMPACT: Impact = { disables: [], distorts: [], alerts: [] };

/** Runs one check, and adds to each difference its impact on the rules. */
export function ask(check: PageCheck, facts: Facts): readonly PageFinding[] {
  return check.differences(facts).map((difference) => {
    const { severity, change, besides, line, on = facts.read, message, ...words } = difference;
    const impact = change === undefined ? NO_IMPACT : facts.impactOf(change);
    return {
      code: check.id,
      check: check.id,
      severity: severity ?? (impact.disables.length > 0 || impact.alerts.length > 0 ? 'error' : 'warning'),
      ...words,
      message: change === undefined ? message : message + impactClause(impact, besides),
      at: { file: on.source, ...(line === undefined ? {} : { line }) },
      impact,
    };
  });
}
