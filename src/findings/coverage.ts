import { groupBy } from './group-by';
import { FINDING_SEVERITIES } from './finding';
import type { Report, Unchecked } from './report';
import { oneLine, placeOf } from './show';

export interface UncheckedGroup {
  readonly what: string;
  readonly reason: string;
  readonly places: readonly string[];
}

export const uncheckedGroups = ({ unchecked = [] }: Pick<Report, 'unchecked'>): readonly UncheckedGroup[] =>
  [...groupBy(unchecked, ({ what, reason }) => `${what}\n${reason}`).values()].map((same) => ({
    what: same[0]!.what,
    reason: same[0]!.reason,
    places: same.map(showPlace),
  }));

const showPlace = ({ resource, path, at }: Unchecked): string =>
  `${resource} ${path}${at === undefined ? '' : ` (${placeOf(at)})`}`;

const SHOWN = 3;

/** What was not judged, with the reason: a sentence each. */
export function notJudged(report: Report): readonly string[] {
  const missing = groupBy(report.unknown ?? [], (one) => one.missing);
  return [
    ...uncheckedGroups(report).map(({ what, reason, places }) => {
      const more = places.length > SHOWN ? ` and ${places.length - SHOWN} more` : '';
      return oneLine(
        `${counted(places.length, what)} not checked: ${reason}. Found in ${places.slice(0, SHOWN).join(', ')}${more}.`,
      );
    }),
    ...[...missing].map(([reason, { length }]) =>
      oneLine(`Skipped ${counted(length, 'check')} that need${length === 1 ? 's' : ''} ${reason}.`),
    ),
  ];
}

/** What was proven, and whether that is everything. */
export function conclusion({ findings, checks, unknown = [], unchecked = [], read }: Report): string {
  const ran = `${counted(checks.length - unknown.length, 'check')} ran${read === undefined ? '' : ` on ${read}`}${unknown.length === 0 ? '' : `, ${unknown.length} skipped`}`;
  const counts = FINDING_SEVERITIES.toReversed().flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    if (count === 0) return [];
    return [severity === 'info' ? `${count} info` : counted(count, severity)];
  });
  const gaps = [
    ...(unknown.length === 0 ? [] : [counted(unknown.length, 'skipped check')]),
    ...[...groupBy(unchecked, ({ what }) => what)].map(([what, { length }]) =>
      counted(length, `unchecked ${what}`),
    ),
  ];
  const doubt =
    read === undefined || gaps.length === 0 ? '' : ` The ${gaps.join(' and the ')} may hide others.`;
  return `${ran}: ${counts.length === 0 ? 'no problems found' : counts.join(', ')}.${doubt}`;
}

/** E.g. `1 check`, `2 checks`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
