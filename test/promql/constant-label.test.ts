import { constantLabel } from '../../src/promql/constant-label';
import type { Call } from '../../src/promql/expr';
import { parse } from '../../src/promql/parse';

const read = (text: string) => constantLabel(parse(text) as Call);

test('a call that sets a label whatever each series had is read', () => {
  expect(read('label_replace(up, "part", "left", "", "")')).toEqual({
    vector: parse('up'),
    label: 'part',
    value: 'left',
  });
});

test.each([
  ['another function', 'abs(up)'],
  ['a value from a label', 'label_replace(up, "part", "$1", "pod", "(.*)")'],
  ['a constant that depends on a label', 'label_replace(up, "part", "left", "pod", "a.*")'],
  ['a value with a group', 'label_replace(up, "part", "a$1", "", "(.*)")'],
  ['an empty value, which removes the label', 'label_replace(up, "part", "", "", "")'],
])('%s is not', (_what, text) => {
  expect(read(text)).toBeUndefined();
});

test.each([0, 1, 2, 3])('a call without its argument %i is not, as it is not valid', (missing) => {
  const { args, ...call } = parse('label_replace(up, "part", "left", "", "")') as Call;
  expect(constantLabel({ ...call, args: args.slice(0, missing) })).toBeUndefined();
});
