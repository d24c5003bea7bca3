import type * as z from 'zod';
import { InvalidInput } from './invalid-input';
import { mistakeIn, type Mistake } from './mistake';

/** What is wrong with a field in kind; programs tell problems apart by it. */
export type InputCode = 'unknown-field' | 'required' | 'wrong-type' | 'not-allowed' | 'invalid-value';

/**
 * Parses input that a person wrote, or reports everything that is wrong with it at once.
 * Errors of a schema's own are written with {@link mistake}; what zod finds by itself gets its words here.
 * @param resource what the input describes, e.g. `environment "dev"`
 * @throws InvalidInput with one problem for each issue
 * @example
 * parseInput(z.strictObject({ port: z.number() }), 'service "shop"', { port: 8080 }).port // 8080
 */
export function parseInput<S extends z.ZodType>(schema: S, resource: string, input: unknown): z.output<S> {
  // Compiling a schema costs more than it saves on the few inputs of one run.
  const result = schema.safeParse(input, { jitless: true });
  if (result.success) return result.data;
  throw new InvalidInput(
    result.error.issues
      .flatMap((issue) => issuesOf(issue, schema))
      .map(({ path, ...issue }) => {
        const found = valueAt(input, path);
        const missing = found === undefined && issue.code !== 'unknown-field';
        return { resource, path: pathText(path), found, ...issue, ...(missing ? MISSING : {}) };
      }),
  );
}

const MISSING = { code: 'required', message: 'required field is missing' } as const;

/** How messages call an input that may or may not have a name: `service "shop"`, `service without a name`. */
export function named(kind: string, input: unknown): string {
  const name = valueAt(input, ['name']);
  return typeof name === 'string' && name !== '' ? `${kind} "${name}"` : `${kind} without a name`;
}

type Issue = z.core.$ZodIssue;

interface InputIssue extends Mistake {
  readonly code: string;
  readonly path: readonly PropertyKey[];
}

function issuesOf(issue: Issue, schema: z.ZodType): readonly InputIssue[] {
  const { path } = issue;
  // The schema's own words are more to the point.
  const own = mistakeIn(issue.message);
  if (own !== undefined) return [{ code: 'invalid-value', path, ...own }];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = keysAt(schema, path);
      const fix = allowed.length === 0 ? 'remove it' : `use one of ${allowed.join(', ')}`;
      return issue.keys.map((key) => ({
        code: 'unknown-field',
        path: [...path, key],
        message: 'unknown field',
        fix,
      }));
    }
    case 'invalid_type': {
      const expected = article(issue.expected);
      return [{ code: 'wrong-type', path, message: `not ${expected}`, fix: `give ${expected}` }];
    }
    case 'invalid_value':
      return [notAllowed(path, issue.values)];
    case 'invalid_key':
      return issue.issues.flatMap((inner) => issuesOf({ ...inner, path }, schema));
    case 'invalid_union':
      return unionIssues(issue, schema);
    case 'too_small':
      return [{ code: 'invalid-value', path, ...tooSmall(issue) }];
    default:
      return [{ code: 'invalid-value', path, message: `invalid: ${issue.message}`, fix: 'correct it' }];
  }
}

function unionIssues(issue: z.core.$ZodIssueInvalidUnion, schema: z.ZodType): readonly InputIssue[] {
  const { path } = issue;
  if ('options' in issue && Array.isArray(issue.options)) return [notAllowed(path, issue.options)];
  const branches = issue.errors.map((errors) =>
    errors.flatMap((inner) => issuesOf({ ...inner, path: [...path, ...inner.path] }, schema)),
  );
  // The branch that got furthest is the one that was meant: a wrong field in it beats "matches nothing".
  const depth = (issues: readonly InputIssue[]) => Math.max(0, ...issues.map((each) => each.path.length));
  const furthest = Math.max(...branches.map(depth));
  const [meant, ...equals] = branches.filter((issues) => depth(issues) === furthest);
  if (meant === undefined) return [notAllowed(path, [])];
  if (equals.length === 0 || furthest > path.length) return meant;
  // No branch got into the value, so every branch is an alternative to it.
  const fix = [meant, ...equals].flatMap((issues) => issues.map((each) => each.fix)).join(', or ');
  return [{ ...notAllowed(path, []), fix }];
}

function tooSmall({ origin, minimum }: z.core.$ZodIssueTooSmall): Mistake {
  const unit = origin === 'string' ? 'characters' : origin === 'array' ? 'items' : undefined;
  if (unit === undefined) return { message: `below ${minimum}`, fix: `use ${minimum} or more` };
  if (minimum === 1) return { message: 'empty', fix: 'give at least one' };
  return { message: `fewer than ${minimum} ${unit}`, fix: `give ${minimum} or more` };
}

const notAllowed = (path: readonly PropertyKey[], values: readonly unknown[]): InputIssue => ({
  code: 'not-allowed',
  path,
  message: 'not one of the allowed values',
  fix: `use one of ${values.join(', ')}`,
});

/** `['a', 0, 'b']` → `a[0].b`; the whole input is called `value`. */
function pathText(path: readonly PropertyKey[]): string {
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

/** Types whose names are words of the schema library. */
const NOUNS: Readonly<Record<string, string>> = { int: 'whole number', record: 'object' };

function article(type: string): string {
  const noun = NOUNS[type] ?? type;
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
