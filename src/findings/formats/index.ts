import { githubReport } from './github';
import { jsonReport } from './json';
import type { Report } from '../report';
import { sarifReport } from './sarif';
import { textReport } from './text';

/** Every way to write a report, by the name that `--format` takes. */
export const REPORT_FORMATS: Readonly<Record<string, (report: Report) => string>> = {
  text: textReport,
  json: jsonReport,
  github: githubReport,
  sarif: sarifReport,
};
