import { callsOf } from '../../src/findings/alternatives';

test.each([
  [['one'], 'one({ ... })'],
  [['one', 'two'], 'one({ ... }) or two({ ... })'],
  [['one', 'two', 'three'], 'one({ ... }), two({ ... }) or three({ ... })'],
])('calls of %j', (functions, expected) => {
  expect(callsOf(functions)).toBe(expected);
});
