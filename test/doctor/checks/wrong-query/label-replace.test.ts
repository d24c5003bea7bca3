import { check } from '../../../../src/doctor/checks/wrong-query/label-replace';
import { inForeign, problemsIn, recording } from '../../expressions/shop';

const replaced = (replacement: string, pattern: string) =>
  inForeign(check, recording(`label_replace(x, "host", ${replacement}, "instance", ${pattern})`));

it('finds a regular expression that only the evaluation reads', () => {
  expect(replaced('"$1"', '"(.*"')).toMatchObject([
    {
      code: 'label-replace',
      severity: 'error',
      message:
        'recording rule a:b:c: label_replace fails whenever the rule is evaluated: invalid regular expression: missing closing ): `(.*`',
      found: '(.*',
      fix: 'correct the regular expression, and try it on a value of the label',
    },
  ]);
});

it.each([
  ['"$1"', '".*:.*"', 'no group', 'write "(.*:.*)"'],
  ['"$2"', '"(.*):.*"', 'one group', 'add the group, or write $1 if that is meant'],
  ['"${3}-x"', '"(a)(b)"', '2 groups', 'add the group, or write $2 if that is meant'],
  ['"$1"', '"(?:a)[(]"', 'no group', 'write "((?:a)[(])"'],
])('warns of the replacement %s of %s', (replacement, pattern, has, fix) => {
  expect(replaced(replacement, pattern)).toMatchObject([
    { severity: 'warning', message: expect.stringContaining(`has ${has}`), fix },
  ]);
});

it('leaves alone groups that exist, named ones, and what is no group', () => {
  expect(
    problemsIn(
      check,
      'label_replace(x, "a", "$1", "b", "(.*)")',
      'label_replace(x, "a", "$2-$1", "b", "(.*):(.*)")',
      String.raw`label_replace(x, "a", "$1", "b", "[^\\.]+\\.([^\\.]+).*")`,
      'label_replace(x, "a", "$name", "b", "(?P<name>.*)")',
      'label_replace(x, "a", "$1", "b", "(?P<name>.*)")',
      'label_replace(x, "a", "$1x", "b", ".*")',
      'label_replace(x, "a", "$$1", "b", ".*")',
      'label_replace(x, "a", "", "b", ".*")',
      'label_join(x, "a", "$1", "b", ".*")',
    ),
  ).toEqual([]);
});
