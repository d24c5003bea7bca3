import type { Finding } from '../findings/finding';
import type { Check, FactName, Facts } from './check';
import type { KnownFacts } from './facts';

/** What one check said. */
export type Answer =
  | { readonly check: Check; readonly findings: readonly Finding[] }
  /** It could not be asked: a fact is missing. */
  | { readonly check: Check; readonly unknown: FactName };

/** Asks every check. One that lacks a fact answers that it does not know, and the others answer. */
export function runChecks(checks: readonly Check[], facts: KnownFacts): readonly Answer[] {
  return checks.map((check) => {
    // Names first: reading a fact computes it.
    const missing = check.needs.find((need) => !(need in facts));
    if (missing !== undefined) return { check, unknown: missing };
    return { check, findings: check.find(facts as Facts).map((reported) => finding(check, reported)) };
  });
}

export const findingsOf = (answers: readonly Answer[]): readonly Finding[] =>
  answers.flatMap((answer) => ('findings' in answer ? answer.findings : []));

function finding(
  check: Check,
  { object, severity, ...reported }: ReturnType<Check['find']>[number],
): Finding {
  return {
    code: check.id,
    check: check.id,
    severity: severity ?? check.severity,
    ...reported,
    ...(object?.at === undefined ? {} : { at: object.at }),
  };
}
