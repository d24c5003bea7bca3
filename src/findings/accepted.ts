import { counted } from './coverage';
import type { Report } from './report';
import { messageOf, oneLine, placeOf } from './show';

/** Findings that are accepted, by a suppression or by the baseline, and what the baseline has in vain: a sentence each. */
export function acceptedLines({ suppressed = [], baseline }: Report): readonly string[] {
  return [
    ...suppressed.map(({ finding, reason, until, by }) =>
      oneLine(
        `Suppressed ${finding.severity} ${finding.check}: ${finding.resource}${finding.path === '' ? '' : ` ${finding.path}`}: ${messageOf(finding)}. Reason: ${reason}${until === undefined ? '' : ` (until ${until})`} (${placeOf(by)})`,
      ),
    ),
    ...(baseline === undefined || baseline.known.length === 0
      ? []
      : [
          `${counted(baseline.known.length, 'known finding')} of the baseline ${oneLine(baseline.file)} ${baseline.known.length === 1 ? 'is' : 'are'} not repeated.`,
        ]),
    ...(baseline?.gone ?? []).map(({ check, resource, path }) =>
      oneLine(`No longer found: ${check}: ${resource}${path === '' ? '' : ` ${path}`}`),
    ),
    ...(baseline === undefined || baseline.gone.length === 0
      ? []
      : [oneLine(`Shorten the baseline with --write-baseline ${baseline.file}.`)]),
  ];
}
