import type { Finding } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { REPORT_FORMATS } from '../findings/formats/index';
import type { Report } from '../findings/report';
import type { Facts } from './check';
import { diagnose, type Evidence } from './diagnose';
import { chainOf } from './graph/chain';
import { brokenBranches } from './graph/formats';

/** Manifests with errors. The message is the report, with the broken branches of the chain. */
class Unproven extends InvalidInput {
  constructor(findings: readonly Finding[], message: string) {
    super(findings.map((finding) => finding));
    this.message = message;
  }
}

/**
 * Runs every check on manifests before they are written.
 * @returns warnings, which do not prevent writing
 * @throws InvalidInput with the report if a finding is an error
 */
export function prove(evidence: Evidence): readonly Finding[] {
  const { facts, report } = diagnose(evidence);
  throwErrors(report, facts);
  return report.findings.filter(({ severity }) => severity === 'warning');
}

/** @throws InvalidInput with the errors of the report, and the broken branches of the chain */
export function throwErrors({ findings, checks }: Report, facts: Partial<Facts>): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const broken = brokenBranches(chainOf(facts)!);
  const text = REPORT_FORMATS.text({ program: 'synth', findings: errors, checks });
  throw new Unproven(errors, broken === '' ? text : `${text}\n\n${broken}`);
}
