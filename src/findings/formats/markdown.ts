import { acceptedLines } from '../accepted';
import { conclusion, notJudged } from '../coverage';
import type { Finding } from '../finding';
import { worstFirst, type Report } from '../report';
import { foundIn, messageOf, oneLine, placeOf } from '../show';

/** Findings in one comment: GitHub takes 65,536 characters. */
const MOST_FINDINGS = 40;
/** Characters of one value. */
const LONGEST = 300;

/** For the comment on a pull request. Names in the input can neither end a code span nor mention people. */
export function markdownReport(report: Report): string {
  const findings = worstFirst(report.findings);
  const more = findings.length - MOST_FINDINGS;
  const details = [...acceptedLines(report), ...notJudged(report)];
  return [
    `## signalproof ${report.program}`,
    '',
    text(conclusion(report)),
    ...findings.slice(0, MOST_FINDINGS).flatMap(section),
    ...(more > 0 ? ['', `${more} more findings are in the log.`] : []),
    ...(details.length === 0
      ? []
      : [
          '',
          '<details><summary>Accepted and not checked</summary>',
          '',
          ...details.slice(0, MOST_FINDINGS).map((line) => `- ${text(line)}`),
          '',
          '</details>',
        ]),
  ].join('\n');
}

function section(finding: Finding): readonly string[] {
  const { severity, check, resource, at, path, expected, fix } = finding;
  const rows: readonly (readonly [string, string])[] = [
    ...(at === undefined ? [] : [['at', placeOf(at)] as const]),
    ...(path === '' ? [] : [['path', path] as const]),
    ...(finding.found === undefined ? [] : [['found', foundIn(finding)] as const]),
    ['expected', expected],
    ['fix', fix],
  ];
  return [
    '',
    `### ${severity} ${code(check)}: ${code(resource)}`,
    '',
    text(messageOf(finding)),
    '',
    ...rows.map(([name, value]) => `- ${name}: ${code(value)}`),
  ];
}

/** A code span, with more backticks around it than are in it. */
function code(value: string): string {
  const line = short(value.split('\n').map(oneLine).join('; '));
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const blank = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${blank}${line}${blank}${fence}`;
}

/** Text in which nothing is markup: no links, images, HTML, mentions or references to issues. */
const text = (value: string): string =>
  short(oneLine(value))
    .replaceAll(/[\\`*_{}[\]()<>#|~!]/g, String.raw`\$&`)
    .replaceAll('@', '@\u2060')
    .replaceAll(/(https?):\/\//gi, '$1:\u2060//');

const short = (value: string): string => (value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value);
