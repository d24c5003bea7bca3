import type { Finding } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { textReport } from '../findings/formats/text';
import { diagnose, type Evidence } from './diagnose';
import { chainOf } from './graph/chain';
import { brokenBranches } from './graph/formats';

/** What is about to be written would not work. Its message is the report, and the broken link of the chain. */
class Unproven extends InvalidInput {
  constructor(findings: readonly Finding[], message: string) {
    super(findings.map(({ found, ...finding }) => ({ ...finding, found: found })));
    this.message = message;
  }
}

/**
 * Asks every check about manifests that are about to be written.
 * @returns findings that a person may accept
 * @throws InvalidInput with the report when one is an error
 */
export function prove(evidence: Evidence): readonly Finding[] {
  const { facts, report } = diagnose(evidence);
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return report.findings.filter(({ severity }) => severity === 'warning');
  const broken = brokenBranches(chainOf(facts)!);
  const { checks } = report;
  const text = textReport({ program: 'synth', findings: errors, checks });
  throw new Unproven(errors, broken === '' ? text : `${text}\n\n${broken}`);
}
