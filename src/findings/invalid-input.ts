import type { Problem } from './finding';
import { oneLine } from './one-line';
import { redacted } from './redact';

/**
 * Input that a person can correct. Programs print its message alone, without a stack trace, and exit with 1;
 * every other error is a defect of this project and keeps its trace.
 * @example
 * const wrong = new InvalidInput({
 *   resource: 'service "shop"',
 *   path: 'port',
 *   message: 'not a port',
 *   found: 0,
 *   fix: 'use 8080',
 * });
 */
export class InvalidInput extends Error {
  readonly problems: readonly Problem[];

  /** By shape, as a configuration file may be loaded with its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): value is InvalidInput {
    return value instanceof Error && value.name === 'InvalidInput' && 'problems' in value;
  }

  constructor(problem: Problem | readonly Problem[]) {
    const problems = Array.isArray(problem) ? (problem as readonly Problem[]) : [problem as Problem];
    super(problems.map(sentence).join('\n'));
    this.name = 'InvalidInput';
    this.problems = problems;
  }
}

/**
 * `<resource>: <message> (<path>: <value>). <Fix>.`, on one line.
 * @example
 * sentence({ resource: 'service "shop"', path: 'port', message: 'not a port', found: 0, fix: 'use 8080' })
 * // service "shop": not a port (port: 0). Use 8080.
 */
export function sentence(problem: Problem): string {
  const { resource, path, message, found, fix } = redacted(problem);
  // A name in foreign input may hold anything, and a line break would end the sentence.
  return oneLine(`${resource}: ${message}${shownAt(path, found)}. ${capitalized(fix)}.`);
}

function shownAt(path: string, found: unknown): string {
  const parts = [...(path === '' ? [] : [path]), ...(found === undefined ? [] : [show(found)])];
  return parts.length === 0 ? '' : ` (${parts.join(': ')})`;
}

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

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
