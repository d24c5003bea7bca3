/** One thing wrong with what a person wrote, and how to put it right. */
export interface Problem {
  /** What it is about, e.g. `service "task-api"`. */
  readonly resource: string;
  /** Where in it, e.g. `port` or `labels.method`. */
  readonly field: string;
  /** What is wrong, as the rest of a sentence that starts with the field. */
  readonly problem: string;
  /** The value found. */
  readonly got: unknown;
  /** What to do about it, in the imperative. */
  readonly fix: string;
}

/**
 * Input that a person can correct. Programs print its message alone, without a stack trace, and exit with 1;
 * every other error is a defect of this project and keeps its trace.
 */
export class InvalidInput extends Error {
  readonly problems: readonly Problem[];

  constructor(problem: Problem | readonly Problem[]) {
    const problems = Array.isArray(problem) ? (problem as readonly Problem[]) : [problem as Problem];
    super(problems.map(sentence).join('\n'));
    this.name = 'InvalidInput';
    this.problems = problems;
  }
}

/** `<resource>: <field> <what is wrong> (got <value>); <what to do>`, on one line. */
export function sentence({ resource, field, problem, got, fix }: Problem): string {
  // A name that somebody wrote may hold anything, and a line break would end the sentence.
  return `${resource}: ${field} ${problem} (got ${show(got)}); ${fix}`.replace(/[\r\n]+/g, '\\n');
}

const LONGEST_VALUE = 80;

/** A value as a reader recognizes it: quoted strings, JSON for data, cut where it would drown the sentence. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  const text = toJson(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

/** JSON would write NaN and the infinities as null. */
const isNotFinite = (value: unknown): boolean => typeof value === 'number' && !Number.isFinite(value);

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'bigint' || inner instanceof RegExp || isNotFinite(inner) ? String(inner) : inner,
    );
  } catch {
    // A cycle: its outline says enough.
    return Object.prototype.toString.call(value);
  }
}
