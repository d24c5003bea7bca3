import type { z } from 'zod';
import type { Problem } from './finding';
import { InvalidInput } from './invalid-input';

/**
 * Parses what a person wrote, or reports everything that is wrong with it at once.
 *
 * Messages in a schema have the form `<what is wrong>; <what to do>`, each half of which becomes its part of the
 * sentence. What a schema says by itself (a wrong type, an unknown or missing key) is put into words here.
 * @param resource what the input describes, e.g. `environment "dev"`
 * @throws InvalidInput with one problem per finding
 */
export function parseInput<S extends z.ZodType>(schema: S, resource: string, input: unknown): z.output<S> {
  // Compiling a schema costs more than it saves on the few inputs of one run.
  const result = schema.safeParse(input, { jitless: true });
  if (result.success) return result.data;
  throw new InvalidInput(
    result.error.issues
      .flatMap((issue) => findingsOf(issue, schema))
      .map(({ path, message: problem, fix }) => ({
        resource,
        path: fieldOf(path),
        found: valueAt(input, path),
        message:
          valueAt(input, path) === undefined && problem !== UNKNOWN_FIELD
            ? 'required field is missing'
            : problem,
        fix,
      })),
  );
}

/** What is wrong with a key that the schema does not have. */
export const UNKNOWN_FIELD = 'unknown field';

/** How messages call an input that may or may not have a name: `service "shop"`, `service without a name`. */
export function named(kind: string, input: unknown): string {
  const name = valueAt(input, ['name']);
  return typeof name === 'string' && name !== '' ? `${kind} "${name}"` : `${kind} without a name`;
}

type Issue = z.core.$ZodIssue;

interface Finding extends Pick<Problem, 'message' | 'fix'> {
  readonly path: readonly PropertyKey[];
}

/** What one issue of zod says, in words. */
function findingsOf(issue: Issue, schema: z.ZodType): readonly Finding[] {
  const { path } = issue;
  // A message of the schema's own says it better.
  if (issue.message.includes('; ')) return [{ path, ...halves(issue.message) }];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = keysAt(schema, path);
      const fix = allowed.length === 0 ? 'remove it' : `use one of ${allowed.join(', ')}`;
      return issue.keys.map((key) => ({ path: [...path, key], message: UNKNOWN_FIELD, fix }));
    }
    case 'invalid_type':
      return [{ path, message: `is not ${article(issue.expected)}`, fix: `give ${article(issue.expected)}` }];
    case 'invalid_value':
      return [{ path, ...notAllowed(issue.values) }];
    case 'invalid_key':
      return issue.issues.map((inner) => ({ path, ...halves(inner.message) }));
    case 'invalid_union':
      return unionFindings(issue, schema);
    case 'too_small':
      return [{ path, ...tooSmall(issue) }];
    default:
      return [{ path, ...halves(issue.message) }];
  }
}

function unionFindings(issue: z.core.$ZodIssueInvalidUnion, schema: z.ZodType): readonly Finding[] {
  const { path } = issue;
  if ('options' in issue && Array.isArray(issue.options)) return [{ path, ...notAllowed(issue.options) }];
  const branches = issue.errors.map((errors) =>
    errors.flatMap((inner) => findingsOf({ ...inner, path: [...path, ...inner.path] }, schema)),
  );
  // The branch that got furthest is the one that was meant: a wrong field in it beats "matches nothing".
  const depth = (findings: readonly Finding[]) =>
    Math.max(0, ...findings.map((finding) => finding.path.length));
  const furthest = Math.max(...branches.map(depth));
  const [meant, ...equals] = branches.filter((findings) => depth(findings) === furthest);
  if (meant === undefined) return [{ path, ...halves(issue.message) }];
  if (equals.length === 0 || furthest > path.length) return meant;
  // None got into the value, so every branch is an alternative to it.
  const fix = [meant, ...equals].flatMap((findings) => findings.map((finding) => finding.fix)).join(', or ');
  return [{ path, message: 'is none of what is allowed', fix }];
}

function tooSmall({ origin, minimum }: z.core.$ZodIssueTooSmall): Pick<Problem, 'message' | 'fix'> {
  const unit = origin === 'string' ? 'characters' : origin === 'array' ? 'items' : undefined;
  if (unit === undefined) return { message: `is below ${minimum}`, fix: `use ${minimum} or more` };
  if (minimum === 1) return { message: 'is empty', fix: 'give at least one' };
  return { message: `has fewer than ${minimum} ${unit}`, fix: `give ${minimum} or more` };
}

function notAllowed(values: readonly unknown[]): Pick<Problem, 'message' | 'fix'> {
  return { message: 'is not one of the allowed values', fix: `use one of ${values.join(', ')}` };
}

function halves(message: string): Pick<Problem, 'message' | 'fix'> {
  const at = message.indexOf('; ');
  // Without advice it is zod's own, which is no predicate.
  return at < 0
    ? { message: `is refused: ${message}`, fix: 'correct it' }
    : { message: message.slice(0, at), fix: message.slice(at + 2) };
}

/** `['a', 0, 'b']` → `a[0].b`; the whole input is called `value`. */
function fieldOf(path: readonly PropertyKey[]): string {
  const text = path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
  return text === '' ? 'value' : text;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

/** Keys of the object schema at a path, as far as objects and wrappers around them lead there. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let current: unknown = unwrap(schema);
  for (const key of path) current = unwrap(childOf(current, key));
  return isObjectSchema(current) ? Object.keys(current.shape) : [];
}

interface Wrapper {
  readonly def: {
    readonly innerType?: unknown;
    readonly in?: unknown;
    readonly element?: unknown;
    readonly valueType?: unknown;
  };
}

const isObjectSchema = (schema: unknown): schema is { readonly shape: Record<string, unknown> } =>
  typeof schema === 'object' && schema !== null && 'shape' in schema;

function unwrap(schema: unknown): unknown {
  // zod describes optional, default and refined schemas as wrappers around the schema inside.
  const inner = (schema as Wrapper | undefined)?.def.innerType ?? (schema as Wrapper | undefined)?.def.in;
  return inner === undefined ? schema : unwrap(inner);
}

function childOf(schema: unknown, key: PropertyKey): unknown {
  if (isObjectSchema(schema)) return schema.shape[String(key)];
  const { element, valueType } = (schema as Wrapper | undefined)?.def ?? {};
  return element ?? valueType;
}

function article(type: string): string {
  const noun = type === 'int' ? 'whole number' : type;
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
