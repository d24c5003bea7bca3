import { acceptedLines } from '../accepted';
import { conclusion, notJudged } from '../coverage';
import type { Finding } from '../finding';
import { isAnswered, worstFirst, type Report } from '../report';
import { foundIn, inRepository, messageOf } from '../show';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/**
 * For code scanning. Findings about things that came from no file have no location.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(report: Report): string {
  const { program, findings, checks, suppressed = [], baseline } = report;
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: `signalproof ${program}`,
              rules: checks.map(({ id, question, see }) => ({
                id,
                shortDescription: { text: question },
                helpUri: see,
              })),
            },
          },
          invocations: [
            {
              executionSuccessful: isAnswered(findings),
              toolExecutionNotifications: [
                ...acceptedLines(report),
                ...notJudged(report),
                conclusion(report),
              ].map((text) => ({
                level: 'note',
                message: { text },
              })),
            },
          ],
          results: [
            ...worstFirst(findings).map((finding) => ({
              ...result(finding),
              ...(baseline === undefined ? {} : { baselineState: 'new' }),
            })),
            ...(baseline?.known ?? []).map((finding) => ({ ...result(finding), baselineState: 'unchanged' })),
            ...suppressed.map(({ finding, reason, kind }) => ({
              ...result(finding),
              suppressions: [{ kind: kind === 'comment' ? 'inSource' : 'external', justification: reason }],
            })),
          ],
        },
      ],
    },
    null,
    2,
  );
}

function result(finding: Finding): object {
  const { check, severity, resource, expected, fix, at } = finding;
  const text = `${resource}: ${messageOf(finding)} (${finding.path === '' ? '' : `${finding.path}, `}found ${foundIn(finding)}, expected ${expected}). Fix: ${fix}`;
  return {
    ruleId: check,
    level: LEVELS[severity],
    message: { text },
    ...(!inRepository(at)
      ? {}
      : {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(at.file) },
                ...(at.line === undefined ? {} : { region: { startLine: at.line } }),
              },
            },
          ],
        }),
  };
}
