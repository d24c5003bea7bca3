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
      'thing "x": is not a string (name: 1). Give a string.',
      'thing "x": is not a number (list[1].size: "big"). Give a number.',
      'thing "x": is not a boolean (map.first.on: "true"). Give a boolean.',
    ].join('\n'),
  );
});

test('carries each problem apart from the sentence', () => {
  const parse = () => parseInput(z.strictObject({ name: z.string() }), 'thing "x"', { name: 1 });
  expect(parse).toThrow(InvalidInput);
  expect(parse).toThrow(
    expect.objectContaining({
      problems: [
        { resource: 'thing "x"', path: 'name', message: 'is not a string', found: 1, fix: 'give a string' },
      ],
    }),
  );
});

const inner = z.strictObject({ a: z.string().optional(), b: z.string().optional() });

test.each<[string, z.ZodType, unknown, string]>([
  ['at the top', inner, { c: 1 }, 'c is not a known field (got 1); use one of a, b'],
  ['without any allowed', z.strictObject({}), { c: 1 }, 'c is not a known field (got 1); remove it'],
  [
    'in an object',
    z.strictObject({ in: inner }),
    { in: { c: 1 } },
    'in.c is not a known field (got 1); use one of a, b',
  ],
  [
    'in an optional object',
    z.strictObject({ in: inner.optional() }),
    { in: { c: 1 } },
    'in.c is not a known field (got 1); use one of a, b',
  ],
  [
    'in an object with a default',
    z.strictObject({ in: inner.default({}) }),
    { in: { c: 1 } },
    'in.c is not a known field (got 1); use one of a, b',
  ],
  [
    'in a transformed object',
    z.strictObject({ in: inner.transform((value) => value) }),
    { in: { c: 1 } },
    'in.c is not a known field (got 1); use one of a, b',
  ],
  ['in a list', z.array(inner), [{}, { c: 1 }], '[1].c is not a known field (got 1); use one of a, b'],
  [
    'in a map',
    z.record(z.string(), inner),
    { key: { c: 1 } },
    'key.c is not a known field (got 1); use one of a, b',
  ],
  ['without a value', inner, { c: undefined }, 'c is not a known field (got nothing); use one of a, b'],
  [
    'deep inside one of several objects',
    z.strictObject({ u: z.union([z.string(), z.strictObject({ a: z.strictObject({ b: inner }) })]) }),
    { u: { a: { b: { c: 1 } } } },
    'u.a.b.c is not a known field (got 1); remove it',
  ],
  [
    'in one of several objects',
    z.union([z.string(), inner]),
    { c: 1 },
    'c is not a known field (got 1); remove it',
  ],
])('an unknown key %s is told with what to do', (_where, schema, input, message) => {
  expect(messageOf(schema, input)).toBe(`thing "x": ${message}`);
});

const nameField = z.string('is not a name; use letters');

test.each<[string, z.ZodType, unknown, string]>([
  ['a missing field', z.strictObject({ a: z.number() }), {}, 'a is missing (got nothing); give a number'],
  [
    'a missing field with advice',
    z.strictObject({ a: nameField }),
    {},
    'a is missing (got nothing); use letters',
  ],
  [
    'a missing choice',
    z.strictObject({ a: z.enum(['x', 'y']) }),
    {},
    'a is missing (got nothing); use one of x, y',
  ],
  [
    'a wrong type with advice',
    z.strictObject({ a: nameField }),
    { a: 1 },
    'a is not a name (got 1); use letters',
  ],
  ['null', z.strictObject({ a: z.string() }), { a: null }, 'a is not a string (got null); give a string'],
  ['a type with a vowel', z.array(z.string()), {}, 'value is not an array (got {}); give an array'],
  ['a broken number', z.number().int(), 1.5, 'value is not a whole number (got 1.5); give a whole number'],
  ['the whole input', z.strictObject({}), 'x', 'value is not an object (got "x"); give an object'],
  ['no input', z.strictObject({}), undefined, 'value is missing (got nothing); give an object'],
  [
    'a wrong choice',
    z.enum(['x', 'y']),
    'z',
    'value is not one of the allowed values (got "z"); use one of x, y',
  ],
  ['a short text', z.string().min(2), 'a', 'value has fewer than 2 characters (got "a"); give 2 or more'],
  ['an empty text', z.string().min(1), '', 'value is empty (got ""); give at least one'],
  ['an empty list', z.array(z.string()).min(1), [], 'value is empty (got []); give at least one'],
  [
    'a short list',
    z.array(z.string()).min(2),
    ['a'],
    'value has fewer than 2 items (got ["a"]); give 2 or more',
  ],
  ['a small number', z.number().min(2), 1, 'value is below 2 (got 1); use 2 or more'],
  [
    'a wrong key of a map',
    z.strictObject({ map: z.record(z.string().regex(/^a/, 'starts wrongly; start it with a'), z.number()) }),
    { map: { b: 1 } },
    'map.b starts wrongly (got 1); start it with a',
  ],
  [
    'advice with a semicolon in it',
    z.string().max(1, 'is long; cut it; or rename it'),
    'ab',
    'value is long (got "ab"); cut it; or rename it',
  ],
  [
    'a field that a check finds below something else',
    z.strictObject({ a: z.string() }).refine(() => false, { path: ['a', 'b'], error: 'is wrong; mend it' }),
    { a: 'x' },
    'a.b is missing (got nothing); mend it',
  ],
  [
    'a message without advice',
    z.string().max(1),
    'ab',
    'value is refused: big: expected string to have <=1 characters (Too: "ab"). Correct it.',
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
    'value is none of what is allowed (got "5Gi"); use one of none, or give an object',
  ],
  [
    'a missing value',
    z.strictObject({ a: sizeOrNothing }),
    {},
    'a is missing (got nothing); use one of none, or give an object',
  ],
  [
    'a wrong field of the object that is meant',
    sizeOrNothing,
    { size: 5 },
    'size is not a string (got 5); give a string',
  ],
  [
    'a missing field of the object that is meant',
    sizeOrNothing,
    {},
    'size is missing (got nothing); give a string',
  ],
  [
    'two objects, of which neither fits',
    z.union([z.strictObject({ a: z.string() }), z.strictObject({ a: z.number() })]),
    { a: true },
    'a is not a string (got true); give a string',
  ],
  [
    'a message of its own',
    z.union([z.string(), z.number()], 'is neither name nor number; give one'),
    true,
    'value is neither name nor number (got true); give one',
  ],
  [
    'an unknown kind',
    byKind,
    { kind: 'fax' },
    'kind is not one of the allowed values (got "fax"); use one of mail, hook',
  ],
  ['a missing kind', byKind, {}, 'kind is missing (got nothing); use one of mail, hook'],
  ['a field that the kind needs', byKind, { kind: 'mail' }, 'to is missing (got nothing); give a string'],
  [
    'a union of nothing',
    z.union([] as unknown as [z.ZodString]),
    1,
    'value is refused: input (Invalid: 1). Correct it.',
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
