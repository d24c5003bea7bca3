import type { Service } from '../catalog/service';
import { counted } from '../findings/coverage';
import type { Finding } from '../findings/finding';
import type { Report } from '../findings/report';
import type { Manifests } from '../kubernetes/manifests';
import { nameOf } from '../kubernetes/object';
import { byPrometheus } from './by-prometheus';
import { catalogContracts } from './catalog-contracts';
import type { Check } from './check';
import { checks as everyCheck } from './checks/index';
import { FACTS } from './explain';
import type { Part } from './expressions/parts';
import { factsOf, settledFacts, type FactSources, type KnownFacts } from './facts';
import { located, type FileTexts } from './located';
import { faultFinding, type Fault } from './isolate';
import { findingsOf, runChecks, type Answer } from './run';
import { syntaxCheck } from './syntax-finding';

export interface Diagnosis {
  readonly facts: KnownFacts;
  readonly report: Report;
}

/** Everything that the doctor reads, with findings and notes of its sources. */
export interface Evidence
  extends Omit<FactSources, 'contracts'>, Partial<Pick<Report, 'findings' | 'notes'>> {
  /** Services with known contracts. @default none */
  readonly services?: readonly Service[];
  /** Texts of the files, in which findings get their lines. @default findings keep the first line of their object */
  readonly texts?: FileTexts;
}

/** @param onPart called with all rules and panels, some at a time: reading them again takes as long as reading them here */
export function diagnose(
  { findings = [], notes = [], services = [], texts = new Map<string, string>(), ...sources }: Evidence,
  checks: readonly Check[] = everyCheck,
  onPart?: (part: Part) => void,
): Diagnosis {
  const given = { ...sources, contracts: (manifests: Manifests) => catalogContracts(services, manifests) };
  const { facts, faults } = settled(given);
  const answers = runChecks(checks, facts, onPart);
  return {
    facts,
    report: located(
      {
        program: 'doctor',
        findings: [
          ...findings,
          ...[...faults, ...(facts.parts?.expressions.faults ?? [])].map((fault) =>
            faultFinding(syntaxCheck.id, 'reading the input', fault),
          ),
          ...ofEach(findingsOf(answers), given, checks),
        ],
        checks,
        unknown: answers.flatMap(unknownOf),
        ...judged(facts),
        notes: [...notes, ...assumptions(facts)],
      },
      texts,
    ),
  };
}

/** Of several Prometheus without an operator, each judges its own rules; what they share was judged with all of them. */
function ofEach(
  together: readonly Finding[],
  given: FactSources,
  checks: readonly Check[],
): readonly Finding[] {
  const parts = byPrometheus(given.objects ?? []);
  if (parts.length === 0) return together;
  const own = new Set(parts.flatMap((part) => [...part.own]));
  const apart = parts.flatMap((part) =>
    findingsOf(runChecks(checks, settled({ ...given, objects: part.objects }).facts)).filter(({ resource }) =>
      part.own.has(resource),
    ),
  );
  // Two may load one file.
  const distinct = new Map(apart.map((finding) => [JSON.stringify(finding), finding]));
  return [...together.filter(({ resource }) => !own.has(resource)), ...distinct.values()];
}

/** The facts; without the values where they are at fault, and without any objects where nothing else helps. */
function settled(given: FactSources): { readonly facts: KnownFacts; readonly faults: readonly Fault[] } {
  const { value, faults } = settledFacts(given);
  if (value !== undefined) return { facts: value, faults };
  const { values: _faulty, objects: _objects, ...live } = given;
  const others = _faulty === undefined ? undefined : settledFacts({ ...live, objects: _objects ?? [] });
  return { facts: others?.value ?? factsOf(live), faults };
}

/** What was read, and the part of it that no check could judge. */
function judged({ objects, parts, tooWide = [] }: KnownFacts): Pick<Report, 'read' | 'unchecked'> {
  if (objects === undefined || parts === undefined) return {};
  const { count, unchecked } = parts.expressions;
  return {
    read: [counted(objects.length, 'object'), ...(count === 0 ? [] : [counted(count, 'expression')])].join(
      ' and ',
    ),
    unchecked: [
      ...tooWide.map((monitor) => ({
        what: 'monitor',
        reason: 'it selects too many Services and pods, which may be copies of each other',
        resource: nameOf(monitor),
        path: 'spec.selector',
        at: monitor.at,
      })),
      ...unchecked,
    ],
  };
}

const unknownOf = (answer: Answer) =>
  'missing' in answer ? [{ check: answer.check.id, missing: FACTS[answer.missing].from }] : [];

function assumptions(facts: KnownFacts): readonly string[] {
  const assumption = facts.prometheus?.assumption;
  return assumption === undefined ? [] : [`Assumption: ${assumption}.`];
}
