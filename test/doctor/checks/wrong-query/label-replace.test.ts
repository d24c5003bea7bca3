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

it.each([
  [
    'label_replace(sum by (pod) (x), "host", "$1", "instance", "(.*):.*")',
    'the series have no label instance: sum by (pod) keeps pod, so label_replace changes nothing',
    'keep instance in the inner expression, or remove label_replace',
  ],
  [
    'label_replace(container_memory_usage_bytes, "pod", "$1", "pod_name", "(.*)")',
    'the series have no label pod_name, which Kubernetes 1.16 renamed, so label_replace removes pod',
    'write container_memory_usage_bytes',
  ],
  [
    'label_replace(container_memory_usage_bytes, "p", "$1", "pod_name", "(.+)")',
    'the series have no label pod_name, which Kubernetes 1.16 renamed, so label_replace changes nothing',
    'write label_replace(container_memory_usage_bytes, "p", "$1", "pod", "(.+)")',
  ],
])('finds a label that is computed from none: %s', (expr, message, fix) => {
  expect(inForeign(check, recording(expr))).toMatchObject([
    { severity: 'warning', message: `recording rule a:b:c: ${message}`, fix },
  ]);
});

it('leaves alone constants, and labels that may be there', () => {
  expect(
    problemsIn(
      check,
      'label_replace(sum by (pod) (x), "kind", "pod", "instance", ".*")',
      'label_replace(vector(1), "kind", "$1", "", "()")',
      'label_replace(sum by (pod) (x), "host", "$1", "pod", "(.*)")',
      'label_replace(x, "pod", "$1", "pod_name", "(.*)")',
    ),
  ).toEqual([]);
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
