import { redacted, redactText } from '../redact';
import { githubReport } from './github';
import { jsonReport } from './json';
import { markdownReport } from './markdown';
import type { Report } from '../report';
import { sarifReport } from './sarif';
import { textReport } from './text';

type Format = (report: Report) => string;

/** Reports go to terminals, build logs and code reviews, so no format shows credentials. */
const withoutSecrets =
  (format: Format): Format =>
  ({ findings, notes = [], suppressed = [], baseline, ...report }) =>
    format({
      ...report,
      findings: findings.map(redacted),
      notes: notes.map(redactText),
      suppressed: suppressed.map(({ finding, reason, ...rest }) => ({
        ...rest,
        reason: redactText(reason),
        finding: redacted(finding),
      })),
      ...(baseline === undefined ? {} : { baseline: { ...baseline, known: baseline.known.map(redacted) } }),
    });

/** Every way to write a report, by the name that `--format` takes. */
export const REPORT_FORMATS = {
  text: withoutSecrets(textReport),
  json: withoutSecrets(jsonReport),
  github: withoutSecrets(githubReport),
  sarif: withoutSecrets(sarifReport),
  markdown: withoutSecrets(markdownReport),
} as const satisfies Readonly<Record<string, Format>>;

export type ReportFormat = keyof typeof REPORT_FORMATS;
