import { z } from 'zod';
import { InvalidInput } from '../../src/findings/invalid-input';
import { named, parseInput } from '../../src/findings/parse-input';

/** The message of an input that is refused. */
function messageOf(schema: z.ZodType, input: unknown): string {
  try {
    parseInput(schema, 'thing "x"', input);
  } catch (error) {
    if (error instanceof InvalidInput) return error.message;
    throw error;
  }
  throw new Error('nothing was wrong with the input');
}

test('returns what it parsed, with defaults', () => {
  const schema = z.strictObject({ name: z.string(), count: z.number().default(1) });
  expect(parseInput(schema, 'thing "x"', { name: 'a' })).toEqual({ name: 'a', count: 1 });
});

test('reports everything that is wrong, each with its path', () => {
  const schema = z.strictObject({
    name: z.string(),
    list: z.array(z.strictObject({ size: z.number() })),
    map: z.record(z.string(), z.strictObject({ on: z.boolean() })),
  });
  const input = { name: 1, list: [{ size: 1 }, { size: 'big' }], map: { first: { on: 'true' } } };
  expect(messageOf(schema, input)).toBe(
    [
      'thing "x": not a string (name: 1). Give a string.',
      'thing "x": not a number (list[1].size: "big"). Give a number.',
      'thing "x": not a boolean (map.first.on: "true"). Give a boolean.',
    ].join('\n'),
  );
});

test('carries each problem apart from the sentence', () => {
  const parse = () => parseInput(z.strictObject({ name: z.string() }), 'thing "x"', { name: 1 });
  expect(parse).toThrow(InvalidInput);
  expect(parse).toThrow(
    expect.objectContaining({
      problems: [
        {
          code: 'wrong-type',
          resource: 'thing "x"',
          path: 'name',
          message: 'not a string',
          found: 1,
          fix: 'give a string',
        },
      ],
    }),
  );
});

const inner = z.strictObject({ a: z.string().optional(), b: z.string().optional() });

test.each<[string, z.ZodType, unknown, string]>([
  ['at the top', inner, { c: 1 }, 'unknown field (c: 1). Use one of a, b.'],
  ['without any allowed', z.strictObject({}), { c: 1 }, 'unknown field (c: 1). Remove it.'],
  [
    'in an object',
    z.strictObject({ in: inner }),
    { in: { c: 1 } },
    'unknown field (in.c: 1). Use one of a, b.',
  ],
  [
    'in an optional object',
    z.strictObject({ in: inner.optional() }),
    { in: { c: 1 } },
    'unknown field (in.c: 1). Use one of a, b.',
  ],
  [
    'in an object with a default',
    z.strictObject({ in: inner.default({}) }),
    { in: { c: 1 } },
    'unknown field (in.c: 1). Use one of a, b.',
  ],
  [
    'in a transformed object',
    z.strictObject({ in: inner.transform((value) => value) }),
    { in: { c: 1 } },
    'unknown field (in.c: 1). Use one of a, b.',
  ],
  ['in a list', z.array(inner), [{}, { c: 1 }], 'unknown field ([1].c: 1). Use one of a, b.'],
  ['in a map', z.record(z.string(), inner), { key: { c: 1 } }, 'unknown field (key.c: 1). Use one of a, b.'],
  ['without a value', inner, { c: undefined }, 'unknown field (c). Use one of a, b.'],
  [
    'deep inside one of several objects',
    z.strictObject({ u: z.union([z.string(), z.strictObject({ a: z.strictObject({ b: inner }) })]) }),
    { u: { a: { b: { c: 1 } } } },
    'unknown field (u.a.b.c: 1). Remove it.',
  ],
  ['in one of several objects', z.union([z.string(), inner]), { c: 1 }, 'unknown field (c: 1). Remove it.'],
])('an unknown key %s is told with what to do', (_where, schema, input, message) => {
  expect(messageOf(schema, input)).toBe(`thing "x": ${message}`);
});

const nameField = z.string('is not a name; use letters');

test.each<[string, z.ZodType, unknown, string]>([
  ['a missing field', z.strictObject({ a: z.number() }), {}, 'required field is missing (a). Give a number.'],
  [
    'a missing field with advice',
    z.strictObject({ a: nameField }),
    {},
    'required field is missing (a). Give a string.',
  ],
  [
    'a missing choice',
    z.strictObject({ a: z.enum(['x', 'y']) }),
    {},
    'required field is missing (a). Use one of x, y.',
  ],
  [
    'a wrong type with advice',
    z.strictObject({ a: nameField }),
    { a: 1 },
    'not a string (a: 1). Give a string.',
  ],
  ['null', z.strictObject({ a: z.string() }), { a: null }, 'not a string (a: null). Give a string.'],
  ['a type with a vowel', z.array(z.string()), {}, 'not an array (value: {}). Give an array.'],
  ['a broken number', z.number().int(), 1.5, 'not a whole number (value: 1.5). Give a whole number.'],
  ['the whole input', z.strictObject({}), 'x', 'not an object (value: "x"). Give an object.'],
  ['no input', z.strictObject({}), undefined, 'required field is missing (value). Give an object.'],
  ['a wrong choice', z.enum(['x', 'y']), 'z', 'not one of the allowed values (value: "z"). Use one of x, y.'],
  ['a short text', z.string().min(2), 'a', 'fewer than 2 characters (value: "a"). Give 2 or more.'],
  ['an empty text', z.string().min(1), '', 'empty (value: ""). Give at least one.'],
  ['an empty list', z.array(z.string()).min(1), [], 'empty (value: []). Give at least one.'],
  ['a short list', z.array(z.string()).min(2), ['a'], 'fewer than 2 items (value: ["a"]). Give 2 or more.'],
  ['a small number', z.number().min(2), 1, 'below 2 (value: 1). Use 2 or more.'],
  [
    'a wrong key of a map',
    z.strictObject({ map: z.record(z.string().regex(/^a/, 'starts wrongly; start it with a'), z.number()) }),
    { map: { b: 1 } },
    'invalid: starts wrongly; start it with a (map.b: 1). Correct it.',
  ],
  [
    'advice with a semicolon in it',
    z.string().max(1, 'is long; cut it; or rename it'),
    'ab',
    'invalid: is long; cut it; or rename it (value: "ab"). Correct it.',
  ],
  [
    'a field that a check finds below something else',
    z.strictObject({ a: z.string() }).refine(() => false, { path: ['a', 'b'], error: 'is wrong; mend it' }),
    { a: 'x' },
    'required field is missing (a.b). Correct it.',
  ],
  [
    'a message without advice',
    z.string().max(1),
    'ab',
    'invalid: Too big: expected string to have <=1 characters (value: "ab"). Correct it.',
  ],
])('%s is told in words', (_what, schema, input, message) => {
  expect(messageOf(schema, input)).toBe(`thing "x": ${message}`);
});

const sizeOrNothing = z.union([
  z.literal('none'),
  z.strictObject({ size: z.string(), kind: z.string().optional() }),
]);
const byKind = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mail'), to: z.string() }),
  z.strictObject({ kind: z.literal('hook'), url: z.string() }),
]);

test.each<[string, z.ZodType, unknown, string]>([
  [
    'a value that fits none',
    sizeOrNothing,
    '5Gi',
    'not one of the allowed values (value: "5Gi"). Use one of none, or give an object.',
  ],
  [
    'a missing value',
    z.strictObject({ a: sizeOrNothing }),
    {},
    'required field is missing (a). Use one of none, or give an object.',
  ],
  [
    'a wrong field of the object that is meant',
    sizeOrNothing,
    { size: 5 },
    'not a string (size: 5). Give a string.',
  ],
  [
    'a missing field of the object that is meant',
    sizeOrNothing,
    {},
    'required field is missing (size). Give a string.',
  ],
  [
    'two objects, of which neither fits',
    z.union([z.strictObject({ a: z.string() }), z.strictObject({ a: z.number() })]),
    { a: true },
    'not a string (a: true). Give a string.',
  ],
  [
    'a message of its own',
    z.union([z.string(), z.number()], 'is neither name nor number; give one'),
    true,
    'not one of the allowed values (value: true). Give a string, or give a number.',
  ],
  [
    'an unknown kind',
    byKind,
    { kind: 'fax' },
    'not one of the allowed values (kind: "fax"). Use one of mail, hook.',
  ],
  ['a missing kind', byKind, {}, 'required field is missing (kind). Use one of mail, hook.'],
  ['a field that the kind needs', byKind, { kind: 'mail' }, 'required field is missing (to). Give a string.'],
  [
    'a union of nothing',
    z.union([] as unknown as [z.ZodString]),
    1,
    'not one of the allowed values (value: 1). Use one of .',
  ],
])('of alternatives, %s gets one sentence', (_what, schema, input, message) => {
  expect(messageOf(schema, input)).toBe(`thing "x": ${message}`);
});

test.each<[unknown, string]>([
  [{ name: 'shop' }, 'service "shop"'],
  [{ name: '' }, 'service without a name'],
  [{ name: 5 }, 'service without a name'],
  [{}, 'service without a name'],
  [undefined, 'service without a name'],
  ['shop', 'service without a name'],
])('%j is called %s', (input, name) => {
  expect(named('service', input)).toBe(name);
});
