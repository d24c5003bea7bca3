import fc from '../support/fast-check';
import type { Problem } from '../../src/findings/finding';
import { InvalidInput, sentence } from '../../src/findings/invalid-input';

const problem: Problem = {
  resource: 'service "shop"',
  path: 'port',
  message: 'is above 65535',
  found: 70_000,
  fix: 'use a port from 1 to 65535',
};

test('the message says what is wrong where, what was found, and what to do', () => {
  const error = new InvalidInput(problem);
  expect(error.message).toBe('service "shop": is above 65535 (port: 70000). Use a port from 1 to 65535.');
  expect(error.name).toBe('InvalidInput');
  expect(error).toBeInstanceOf(Error);
  expect(error.problems).toEqual([problem]);
});

test('several problems are several lines', () => {
  const error = new InvalidInput([
    problem,
    { ...problem, path: 'name', message: 'is missing', found: undefined, fix: 'give one' },
  ]);
  expect(error.message).toBe(
    'service "shop": is above 65535 (port: 70000). Use a port from 1 to 65535.\n' +
      'service "shop": is missing (name). Give one.',
  );
  expect(error.problems.map(({ path: field }) => field)).toEqual(['port', 'name']);
});

const cycle: { self?: unknown } = {};
cycle.self = cycle;

test.each<[unknown, string]>([
  [null, 'null'],
  ['', '""'],
  ['say "hi"\nnow', String.raw`"say \"hi\"\nnow"`],
  [0, '0'],
  [0.1 + 0.2, '0.30000000000000004'],
  [NaN, 'NaN'],
  [-Infinity, '-Infinity'],
  [10n, '10'],
  [true, 'true'],
  [['a', 1, null], '["a",1,null]'],
  [{ a: { b: undefined, c: [] } }, '{"a":{"c":[]}}'],
  [[1, Infinity, NaN, 10n], '[1,"Infinity","NaN","10"]'],
  [/a\d/i, String.raw`"/a\\d/i"`],
  [{ pattern: /a/ }, '{"pattern":"/a/"}'],
  [() => 1, 'a function'],
  [Symbol('x'), 'a symbol'],
  [cycle, '[object Object]'],
  ['x'.repeat(78), `"${'x'.repeat(78)}"`],
  ['x'.repeat(79), `"${'x'.repeat(78)}…`],
])('%p is shown as %s', (got, shown) => {
  expect(sentence({ ...problem, found: got })).toBe(
    `service "shop": is above 65535 (port: ${shown}). Use a port from 1 to 65535.`,
  );
});

test('a sentence stays on its line, whatever the name or the value holds', () => {
  expect(sentence({ ...problem, resource: 'service "a\r\nb"' })).toBe(
    String.raw`service "a\nb": is above 65535 (port: 70000). Use a port from 1 to 65535.`,
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.anything(), (resource, got) => {
      expect(sentence({ ...problem, resource, found: got })).not.toMatch(/[\r\n]/);
    }),
  );
});
