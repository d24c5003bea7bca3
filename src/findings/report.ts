import { FINDING_SEVERITIES, type Finding, type FindingSeverity, type Place } from './finding';

/** What a program that looks for mistakes has to say, as data. */
export interface Report {
  /** The program, e.g. `doctor`. */
  readonly program: string;
  readonly findings: readonly Finding[];
  /** Checks that were asked, for readers that want to know more about one. */
  readonly checks: readonly CheckDescription[];
  /** Checks that could not be asked, by what was missing for them. @default none */
  readonly unknown?: readonly Unknown[];
  /** Input that could not be judged. @default none */
  readonly unchecked?: readonly Unchecked[];
  /** Accepted findings, which do not fail the program. @default none */
  readonly suppressed?: readonly Suppressed[];
  /** What a baseline says about the findings. @default no baseline was given */
  readonly baseline?: BaselineComparison;
  /** What was judged, e.g. `14 objects and 120 expressions`. @default not counted */
  readonly read?: string;
  /** What had to be assumed, and what was looked at: full sentences. @default none */
  readonly notes?: readonly string[];
}

export interface Suppressed {
  readonly finding: Finding;
  readonly reason: string;
  /** Last day, as YYYY-MM-DD. @default it always holds */
  readonly until?: string;
  readonly by: Place;
  /** Whether it is a comment beside what it covers, or in a file of its own. */
  readonly kind: 'comment' | 'file';
}

/** The findings compared with those of a file. */
export interface BaselineComparison {
  readonly file: string;
  /** Findings that the file has, which do not fail the program. */
  readonly known: readonly Finding[];
  /** What the file has, and the input no longer. */
  readonly gone: readonly Pick<Finding, 'check' | 'resource' | 'path'>[];
}

/** Input that was read and could not be judged. */
export interface Unchecked extends Pick<Finding, 'resource' | 'path' | 'at'> {
  /** E.g. `expression`. */
  readonly what: string;
  /** Why, as a clause that equal cases share. */
  readonly reason: string;
}

/** A check as its readers see it. */
export interface CheckDescription {
  readonly id: string;
  readonly question: string;
  /** Where its subject is documented. */
  readonly see: string;
}

export interface Unknown {
  readonly check: string;
  /** What was missing, with the way to provide it. */
  readonly missing: string;
}

/** Codes of findings about input that the program could not judge. */
export const NOT_ANSWERED = { internalError: 'internal-error', unreadable: 'unreadable' } as const;

/** Code of findings about suppressions, which no baseline accepts. */
export const SUPPRESSION = 'suppression';

/** Whether everything that was given was judged. */
export const isAnswered = (findings: readonly Finding[]): boolean =>
  !findings.some(({ code }) => (Object.values(NOT_ANSWERED) as string[]).includes(code));

/** From which severity on findings fail the program; `never` only tells. */
export const FAIL_ON = [...FINDING_SEVERITIES, 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** 0: clean; 1: findings at or above the severity that fails. 2: some or all of the input was not judged. */
export const EXIT = { clean: 0, findings: 1, couldNotRun: 2 } as const;

export function exitCode(findings: readonly Finding[], failOn: FailOn): number {
  if (!isAnswered(findings)) return EXIT.couldNotRun;
  if (failOn === 'never') return EXIT.clean;
  const fails = findings.some(({ severity }) => rank(severity) >= rank(failOn));
  return fails ? EXIT.findings : EXIT.clean;
}

const rank = (severity: FindingSeverity): number => FINDING_SEVERITIES.indexOf(severity);

/** The worst first; otherwise in the order in which they were found. */
export const worstFirst = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => rank(b.severity) - rank(a.severity));
