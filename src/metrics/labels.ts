import { RE2JS } from 're2js';
import { InvalidInput } from '../findings/invalid-input';

/** A label whose values are all known. */
export interface OneOf<V extends string = string> {
  readonly kind: 'one of';
  readonly values: readonly V[];
}

/** A label whose values have a known form and a known upper count. */
export interface Pattern {
  readonly kind: 'pattern';
  /** RE2, anchored at both ends as PromQL's matchers are. */
  readonly pattern: string;
  /** The most distinct values that one target ever emits. */
  readonly atMost: number;
}

/** A label that grows with use. Legitimate for exporters (one value per Kubernetes object), a trap elsewhere. */
export interface Unbounded {
  readonly kind: 'unbounded';
  /** Why the growth is acceptable. Read by reviewers, so it cannot be empty. */
  readonly because: string;
}

/** The set of values that a label may take. */
export type LabelValues = OneOf | Pattern | Unbounded;

/** Label name to the values it may take. */
export type LabelSchema = Readonly<Record<string, LabelValues>>;

/** The strings a label may hold, as far as the type can tell. */
export type ValueOf<T extends LabelValues> = T extends OneOf<infer V> ? V : string;

/**
 * Enumerates a label's values.
 * @throws InvalidInput without values, for a repeated one, or for "" (Prometheus reads an empty label as absent)
 * @example
 * const method = oneOf('GET', 'POST');
 */
export function oneOf<const V extends string>(...values: readonly V[]): OneOf<V> {
  if (values.length === 0) reject('oneOf', 'no values', values, 'list every value that the label can take');
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated !== undefined) reject('oneOf', 'duplicate value', repeated, 'list each value once');
  if (values.some((value) => value === ''))
    reject('oneOf', 'empty value', '', 'name it, e.g. "none": Prometheus treats an empty label as absent');
  return { kind: 'one of', values };
}

/**
 * Describes a label's values by form and number, for sets that are small but tedious to list (HTTP status codes). A
 * pattern that matches the empty text declares a label that only some series have.
 * @param pattern RE2 without flags; anchored at both ends
 * @param bound.atMost the most distinct values that one target ever emits
 * @throws InvalidInput when the pattern is not RE2 or has flags, or `atMost` is not a whole number above 0
 * @example
 * const code = pattern(/[1-5]\d\d/, { atMost: 20 });
 */
export function pattern(pattern: RegExp | string, { atMost }: { readonly atMost: number }): Pattern {
  if (typeof pattern !== 'string' && pattern.flags !== '')
    reject(
      'pattern',
      'PromQL takes the flags of a regular expression only inside it',
      pattern,
      'leave them out, or write e.g. (?i) at the start of a string',
    );
  const source = typeof pattern === 'string' ? pattern : pattern.source;
  const invalid = re2Error(source);
  if (invalid !== undefined)
    reject(
      'pattern',
      `invalid RE2 regular expression: ${invalid}`,
      source,
      'write it without lookaround and backreferences (syntax: github.com/google/re2/wiki/Syntax)',
    );
  if (!Number.isInteger(atMost) || atMost < 1)
    reject(
      'pattern atMost',
      'not a whole number above 0',
      atMost,
      'give the most distinct values that one target can emit',
    );
  return { kind: 'pattern', pattern: source, atMost };
}

/**
 * Admits a label without a bound. It makes the series bound of its metric infinite, so its service cannot have
 * `seriesBudget: 'contract'`.
 * @throws InvalidInput without a reason
 * @example
 * const pod = unbounded({ because: 'one value for each pod of the cluster' });
 */
export function unbounded({ because }: { readonly because: string }): Unbounded {
  if (because.trim() === '')
    reject(
      'unbounded because',
      'a reason is required',
      because,
      'say why the growth is acceptable, or use oneOf(...) or pattern(...)',
    );
  return { kind: 'unbounded', because };
}

/**
 * How many values a label can have on one target; Infinity when nothing bounds it.
 * @example
 * valueCount(oneOf('GET', 'POST')) // 2
 */
export function valueCount(values: LabelValues): number {
  switch (values.kind) {
    case 'one of':
      return values.values.length;
    case 'pattern':
      return values.atMost;
    case 'unbounded':
      return Infinity;
  }
}

/**
 * Whether a label may hold this value.
 * @example
 * admits(oneOf('GET', 'POST'), 'PUT') // false
 */
export function admits(values: LabelValues, value: string): boolean {
  switch (values.kind) {
    case 'one of':
      return values.values.includes(value);
    case 'pattern':
      return RE2JS.matches(values.pattern, value);
    case 'unbounded':
      return true;
  }
}

/** What is wrong with a regular expression in the eyes of RE2, the engine of Prometheus; undefined when nothing is. */
export function re2Error(source: string): string | undefined {
  if (!VERDICTS.has(source)) VERDICTS.set(source, compileError(source));
  return VERDICTS.get(source);
}

/** A stack has few expressions, each in many places. Compiling every one again makes rules a third slower to render. */
const VERDICTS = new Map<string, string | undefined>();

function compileError(source: string): string | undefined {
  try {
    RE2JS.compile(source);
    // As Prometheus 2 anchors it: an open \Q would quote the anchor too.
    RE2JS.compile(`^(?:${source})$`);
  } catch (error) {
    return String(error).replace(/^.*?error parsing regexp: /, '');
  }
  // Newer versions of RE2, RE2JS among them, take this form too; Prometheus 2 knows (?P<name>...) only.
  return withoutEscapesAndClasses(source).includes('(?<')
    ? 'invalid or unsupported Perl syntax: `(?<`'
    : undefined;
}

const withoutEscapesAndClasses = (source: string): string =>
  source.replace(/\\Q.*?(\\E|$)|\\.|\[\^?\]?(\[:\^?\w+:\]|\\.|[^\]\\])*\]/gs, '');

function reject(path: string, message: string, found: unknown, fix: string): never {
  throw new InvalidInput({ resource: 'label values', path, message, found, fix });
}
