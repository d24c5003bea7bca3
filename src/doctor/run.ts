import type { Finding } from '../findings/finding';
import { nameOf } from '../kubernetes/object';
import type { Check, FactName, Facts, Found, Reported } from './check';
import type { KnownFacts } from './facts';
import { faultFinding, isolate } from './isolate';

/** What one check found, or the fact that it lacks. */
export type Answer =
  | { readonly check: Check; readonly findings: readonly Finding[] }
  | { readonly check: Check; readonly missing: FactName };

/** Runs every check that has its facts; the others are skipped. */
export function runChecks(checks: readonly Check[], facts: KnownFacts): readonly Answer[] {
  return checks.map((check) => {
    // Names first: reading a fact computes it.
    const missing = check.needs.find((need) => !(need in facts));
    return missing === undefined ? { check, findings: answer(check, facts) } : { check, missing };
  });
}

/** A fault of the check is a finding too. */
function answer(check: Check, facts: KnownFacts): readonly Finding[] {
  const { objects = [] } = facts;
  const { value = [], faults } = isolate(objects, (some) =>
    once(flat(check.find((some === objects ? facts : facts.from(some)) as Facts))).map((one) =>
      finding(check, one),
    ),
  );
  return [...value, ...faults.map((fault) => faultFinding(check.id, `check ${check.id}`, fault))];
}

export const findingsOf = (answers: readonly Answer[]): readonly Finding[] =>
  answers.flatMap((answer) => ('findings' in answer ? answer.findings : []));

function flat(found: Found): readonly Reported[] {
  if (found === undefined) return [];
  return isList(found) ? found.flatMap(flat) : [found];
}

const isList = (found: Found): found is readonly Found[] => Array.isArray(found);

/** Without duplicates: an expression can contain the same defect twice. */
function once(reported: readonly Reported[]): readonly Reported[] {
  const seen = new Set<string>();
  return reported.filter((one) => {
    const key = JSON.stringify([aboutOf(one), one.path, one.message, one.found]);
    return !seen.has(key) && seen.add(key);
  });
}

const finding = (check: Check, reported: Reported): Finding => {
  const { path, message, found, expected, fix, severity = check.severity } = reported;
  const { resource, at } = aboutOf(reported);
  return {
    code: check.id,
    check: check.id,
    severity,
    resource,
    path,
    message,
    found,
    expected,
    fix,
    ...(at === undefined ? {} : { at }),
  };
};

const aboutOf = (reported: Reported): Pick<Finding, 'resource' | 'at'> =>
  'object' in reported ? { resource: nameOf(reported.object), at: reported.object.at } : reported;
