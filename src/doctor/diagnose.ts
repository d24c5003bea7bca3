import type { Service } from '../catalog/service';
import type { Report } from '../findings/report';
import { catalogContracts } from './catalog-contracts';
import type { Check } from './check';
import { checks as everyCheck } from './checks/index';
import { FACTS } from './explain';
import { factsOf, type FactSources, type KnownFacts } from './facts';
import { findingsOf, runChecks, type Answer } from './run';

/** The facts, and the findings about them. */
export interface Diagnosis {
  readonly facts: KnownFacts;
  readonly report: Report;
}

/** Everything that the doctor reads, with findings and notes of its sources. */
export interface Evidence
  extends Omit<FactSources, 'contracts'>, Partial<Pick<Report, 'findings' | 'notes'>> {
  /** Services with known contracts. @default none */
  readonly services?: readonly Service[];
}

/** Runs every check on the evidence. */
export function diagnose(
  { findings = [], notes = [], services = [], ...sources }: Evidence,
  checks: readonly Check[] = everyCheck,
): Diagnosis {
  const facts = factsOf({ ...sources, contracts: (manifests) => catalogContracts(services, manifests) });
  const answers = runChecks(checks, facts);
  return {
    facts,
    report: {
      program: 'doctor',
      findings: [...findings, ...findingsOf(answers)],
      checks,
      unknown: answers.flatMap(unknownOf),
      notes: [...notes, ...assumptions(facts)],
    },
  };
}

const unknownOf = (answer: Answer) =>
  'missing' in answer ? [{ check: answer.check.id, missing: FACTS[answer.missing].from }] : [];

function assumptions(facts: KnownFacts): readonly string[] {
  const assumption = facts.prometheus?.assumption;
  return assumption === undefined ? [] : [`Assumption: ${assumption}.`];
}
