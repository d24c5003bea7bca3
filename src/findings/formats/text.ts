import { FINDING_SEVERITIES, type Finding } from '../finding';
import { worstFirst, type Report, type Unknown } from '../report';
import { foundIn, oneLine, placeOf, messageOf } from '../show';

/** For people: the worst first, each with its fix on the last line. */
export function textReport({ findings, checks, unknown = [], notes = [] }: Report): string {
  const blocks = [
    ...worstFirst(findings).map(block),
    [...notes, ...unknownNotes(unknown), summary(findings, checks.length, unknown.length)].join('\n'),
  ];
  return blocks.join('\n\n');
}

function block(finding: Finding): string {
  const place = finding.at === undefined ? '' : ` (${oneLine(placeOf(finding.at))})`;
  return [
    `${finding.severity} ${finding.check}: ${oneLine(finding.resource)}${place}`,
    `  ${messageOf(finding)}`,
    ...(finding.path === '' ? [] : [`  path:     ${oneLine(finding.path)}`]),
    ...(finding.found === undefined ? [] : [`  found:    ${foundIn(finding)}`]),
    `  expected: ${oneLine(finding.expected)}`,
    ...finding.fix
      .split('\n')
      .map((line, index) => `  ${index === 0 ? 'fix:      ' : '          '}${oneLine(line)}`),
  ].join('\n');
}

/** One line for each missing source; the names of the skipped checks are in the JSON. */
function unknownNotes(unknown: readonly Unknown[]): readonly string[] {
  const reasons = [...new Set(unknown.map(({ missing }) => missing))];
  return reasons.map((reason) => {
    const count = unknown.filter(({ missing }) => missing === reason).length;
    return `Skipped ${counted(count, 'check')} that need${count === 1 ? 's' : ''} ${reason}.`;
  });
}

function summary(findings: readonly Finding[], checks: number, skipped: number): string {
  const counts = FINDING_SEVERITIES.toReversed().flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    if (count === 0) return [];
    return [severity === 'info' ? `${count} info` : counted(count, severity)];
  });
  const ran = `${counted(checks - skipped, 'check')} ran${skipped === 0 ? '' : `, ${skipped} skipped`}`;
  return `${ran}: ${counts.length === 0 ? 'no problems found' : counts.join(', ')}.`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
