import type { Finding } from '../findings/finding';
import { nameOf } from '../kubernetes/object';
import type { Check, FactName, Facts, Found, Reported } from './check';
import type { Part } from './expressions/parts';
import type { KnownFacts } from './facts';
import { faultFinding, isolate } from './isolate';
import { pathInFile } from './sources/plain-files';

/** What one check found, or the fact that it lacks. */
export type Answer =
  | { readonly check: Check; readonly findings: readonly Finding[] }
  | { readonly check: Check; readonly missing: FactName };

/**
 * Runs every check that has its facts; the others are skipped.
 * @param onPart called with all rules and panels, some at a time, while they are in memory
 */
export function runChecks(
  checks: readonly Check[],
  facts: KnownFacts,
  onPart?: (part: Part) => void,
): readonly Answer[] {
  // Names first: reading a fact computes it.
  const missingFor = (check: Check) => check.needs.find((need) => !(need in facts));
  const reported = reportedInParts(
    checks.filter((check) => check.inParts === true && missingFor(check) === undefined),
    facts,
    onPart,
  );
  return checks.map((check) => {
    const missing = missingFor(check);
    if (missing !== undefined) return { check, missing };
    const inParts = reported.get(check);
    return { check, findings: inParts === undefined ? answer(check, facts) : findingsAbout(check, inParts) };
  });
}

/** What checks find in one part after the other. Those that fail on one are left out: `answer` finds the object at fault. */
function reportedInParts(
  checks: readonly Check[],
  facts: KnownFacts,
  onPart?: (part: Part) => void,
): ReadonlyMap<Check, readonly Reported[]> {
  const reported = new Map(checks.map((check) => [check, [] as Reported[]]));
  if (reported.size === 0 && onPart === undefined) return reported;
  for (const part of facts.parts ?? []) {
    onPart?.(part);
    for (const [check, found] of reported)
      try {
        collect(check.find({ ...declared(check, facts), ...part }), found);
      } catch {
        reported.delete(check);
      }
  }
  return reported;
}

function declared({ needs, wants = [] }: Check, facts: KnownFacts): Facts {
  const names = [...needs, ...wants].filter((name) => name in facts);
  // Without the others, which it cannot read.
  return Object.fromEntries(names.map((name) => [name, facts[name]])) as unknown as Facts;
}

/** A fault of the check is a finding too. */
function answer(check: Check, facts: KnownFacts): readonly Finding[] {
  const { objects = [] } = facts;
  const { value = [], faults } = isolate(objects, (some) =>
    findingsAbout(check, flat(check.find((some === objects ? facts : facts.from(some)) as Facts))),
  );
  return [...value, ...faults.map((fault) => faultFinding(check.id, `check ${check.id}`, fault))];
}

export const findingsOf = (answers: readonly Answer[]): readonly Finding[] =>
  answers.flatMap((answer) => ('findings' in answer ? answer.findings : []));

function flat(found: Found): readonly Reported[] {
  const all: Reported[] = [];
  collect(found, all);
  return all;
}

function collect(found: Found, all: Reported[]): void {
  if (found === undefined) return;
  if (isList(found)) for (const one of found) collect(one, all);
  else all.push(found);
}

const isList = (found: Found): found is readonly Found[] => Array.isArray(found);

const findingsAbout = (check: Check, reported: readonly Reported[]): readonly Finding[] =>
  once(reported).map((one) => finding(check, one));

/** Without duplicates: an expression can contain the same defect twice. */
function once(reported: readonly Reported[]): readonly Reported[] {
  const seen = new Set<string>();
  return reported.filter((one) => {
    const key = one.once ?? JSON.stringify([aboutOf(one), one.path, one.message, one.found]);
    return !seen.has(key) && seen.add(key);
  });
}

const finding = (check: Check, reported: Reported): Finding => {
  const { message, found, expected, fix, severity = check.severity } = reported;
  const { resource, at } = aboutOf(reported);
  const path = 'object' in reported ? pathInFile(reported.object, reported.path) : reported.path;
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
