import type { Finding } from '../../findings/finding';
import {
  isAnswered,
  SUPPRESSION,
  type CheckDescription,
  type Report,
  type Suppressed,
} from '../../findings/report';
import type { Suppression } from './suppression';

/** What is wrong with suppressions is found by no other check. */
const suppressionCheck: CheckDescription = {
  id: SUPPRESSION,
  question: 'Does every suppression name a check and a reason, and suppress something?',
  see: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html',
};

/**
 * Takes suppressed findings out of the findings, and adds what is wrong with the suppressions.
 * @param today as YYYY-MM-DD
 */
export function suppress(report: Report, suppressions: readonly Suppression[], today: string): Report {
  if (suppressions.length === 0) return report;
  const known = new Set(report.checks.map(({ id }) => id));
  const skipped = new Set((report.unknown ?? []).map(({ check }) => check));
  const used = new Set<Suppression>();
  const suppressed: Suppressed[] = [];
  const valid = suppressions.filter(
    ({ check, reason, until = today }) => known.has(check) && reason !== '' && until >= today,
  );
  const findings = report.findings.filter((finding) => {
    // A check that did not run has no finding to accept.
    if (!isAnswered([finding])) return true;
    const by = valid.filter((one) => one.check === finding.check && one.matches(finding));
    for (const one of by) used.add(one);
    const [first] = by;
    if (first === undefined) return true;
    const { reason, until, at, kind } = first;
    suppressed.push({ finding, reason, ...(until === undefined ? {} : { until }), by: at, kind });
    return false;
  });
  const problems = suppressions.flatMap((one) =>
    used.has(one) || skipped.has(one.check) ? [] : [problemOf(one, known, today)],
  );
  return {
    ...report,
    findings: [...findings, ...problems],
    checks: [...report.checks, suppressionCheck],
    suppressed,
  };
}

function problemOf(suppression: Suppression, known: ReadonlySet<string>, today: string): Finding {
  const { check, reason, until, covers, at, kind } = suppression;
  const common = {
    code: suppressionCheck.id,
    check: suppressionCheck.id,
    resource: `suppression of ${check === '' ? 'no check' : check}`,
    path: kind === 'file' ? covers : '',
    at,
  };
  if (!known.has(check))
    return {
      ...common,
      severity: 'error',
      message: check === '' ? 'the suppression names no check' : 'the suppression names an unknown check',
      found: check === '' ? undefined : check,
      expected: 'the id of a check',
      fix: 'use an id that signalproof doctor --list shows',
    };
  if (reason === '')
    return {
      ...common,
      severity: 'error',
      message: 'the suppression has no reason, so it has no effect',
      found: undefined,
      expected: 'why the finding is accepted',
      fix:
        kind === 'comment'
          ? `write # signalproof:ignore ${check} and the reason`
          : 'add reason: with a sentence',
    };
  if (until !== undefined && until < today)
    return {
      ...common,
      severity: 'warning',
      message: 'the suppression has expired',
      found: until,
      expected: `a day from ${today}`,
      fix: 'correct the finding and remove the suppression, or extend it',
    };
  return {
    ...common,
    severity: 'warning',
    message: 'the suppression suppresses nothing',
    found: covers,
    expected: `a finding of ${check} there`,
    fix: 'remove it',
  };
}
