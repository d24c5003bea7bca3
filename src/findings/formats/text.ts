import { acceptedLines } from '../accepted';
import { conclusion, notJudged } from '../coverage';
import type { Finding } from '../finding';
import { worstFirst, type Report } from '../report';
import { foundIn, oneLine, placeOf, messageOf } from '../show';

/** For people: the worst first, each with its fix on the last line. */
export function textReport(report: Report): string {
  const blocks = [
    ...worstFirst(report.findings).map(block),
    [...(report.notes ?? []), ...acceptedLines(report), ...notJudged(report), conclusion(report)].join('\n'),
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
