import { acceptedLines } from '../accepted';
import { conclusion, notJudged } from '../coverage';
import type { Finding } from '../finding';
import { worstFirst, type Report } from '../report';
import { foundIn, inRepository, messageOf } from '../show';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * Workflow commands, which GitHub Actions shows as annotations beside the changed lines.
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export const githubReport = (report: Report): string =>
  [...worstFirst(report.findings).map(annotation), ...accepted(report), ...gaps(report)].join('\n');

/** One notice about findings that were accepted. */
function accepted(report: Report): readonly string[] {
  const lines = acceptedLines(report);
  if (lines.length === 0) return [];
  return [`::notice title=${property(`${report.program}: accepted findings`)}::${data(lines.join('\n'))}`];
}

/** One notice about what was not judged. */
function gaps(report: Report): readonly string[] {
  const lines = notJudged(report);
  if (lines.length === 0) return [];
  const message = [...lines, conclusion(report)].join('\n');
  return [`::notice title=${property(`${report.program}: not everything was checked`)}::${data(message)}`];
}

function annotation(finding: Finding): string {
  const { at, check, resource, expected, fix, severity } = finding;
  const properties = [
    ...(inRepository(at)
      ? [`file=${property(at.file)}`, ...(at.line === undefined ? [] : [`line=${at.line}`])]
      : []),
    `title=${property(`${check}: ${resource}`)}`,
  ];
  const message = [
    messageOf(finding),
    ...(finding.path === '' ? [] : [`path: ${finding.path}`]),
    `found: ${foundIn(finding)}`,
    `expected: ${expected}`,
    `fix: ${fix}`,
  ].join('\n');
  return `::${COMMANDS[severity]} ${properties.join(',')}::${data(message)}`;
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
