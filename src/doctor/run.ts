import type { Finding } from '../findings/finding';
import type { Check, FactName, Facts, Reported } from './check';
import type { KnownFacts } from './facts';

/** What one check found, or the fact that it lacks. */
export type Answer =
  | { readonly check: Check; readonly findings: readonly Finding[] }
  | { readonly check: Check; readonly missing: FactName };

/** Runs every check that has its facts; the others are skipped. */
export function runChecks(checks: readonly Check[], facts: KnownFacts): readonly Answer[] {
  return checks.map((check) => {
    // Names first: reading a fact computes it.
    const missing = check.needs.find((need) => !(need in facts));
    if (missing !== undefined) return { check, missing };
    return { check, findings: check.find(facts as Facts).map((reported) => finding(check, reported)) };
  });
}

export const findingsOf = (answers: readonly Answer[]): readonly Finding[] =>
  answers.flatMap((answer) => ('findings' in answer ? answer.findings : []));

const finding = (check: Check, { object, severity, ...reported }: Reported): Finding => ({
  code: check.id,
  check: check.id,
  severity: severity ?? check.severity,
  ...reported,
  ...(object?.at === undefined ? {} : { at: object.at }),
});
