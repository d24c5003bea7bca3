import { check } from '../../../../src/doctor/checks/rejected/alert-matchers';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const config = (route: string, spec = '') =>
  yaml(
    'AlertmanagerConfig',
    '',
    `spec: { receivers: [{ name: a }], route: { receiver: a, ${route} }${spec} }`,
  );

test('an invalid regular expression rejects the object', () => {
  expect(findingsFor(check, config('matchers: [{ name: job, matchType: "=~", value: "a(" }]'))).toEqual([
    {
      code: 'alert-matchers',
      check: 'alert-matchers',
      severity: 'error',
      resource: 'AlertmanagerConfig monitoring/x',
      path: 'spec.route.matchers[0].value',
      message: 'invalid RE2 regular expression: missing closing ): `a(`',
      found: 'a(',
      expected: 'RE2 syntax: no lookaround, no backreferences',
      fix: 'correct the expression; for this text itself: value: "a\\\\("',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'a whole matcher in the name',
    config(`routes: [{ matchers: [{ name: 'severity="page"' }] }]`),
    'spec.route.routes[0].matchers[0]',
    '- {"name":"severity","matchType":"=","value":"page"}',
  ],
  [
    'no name',
    config('matchers: [{ value: page }]'),
    'spec.route.matchers[0]',
    'set name to the label that the matcher compares',
  ],
  [
    'an inhibition',
    config('', ', inhibitRules: [{ sourceMatch: [{ name: a, value: "(", regex: true }] }]'),
    'spec.inhibitRules[0].sourceMatch[0].value',
    'correct the expression; for this text itself: value: "\\\\("',
  ],
  [
    'a time interval',
    config('muteTimeIntervals: [nights]', ', muteTimeIntervals: [{ name: weekends }]'),
    'spec.route.muteTimeIntervals[0]',
    'define nights in spec.muteTimeIntervals, or remove it from the route',
  ],
])('it finds %s', (_what, manifest, path, fix) => {
  expect(findingsFor(check, manifest)).toMatchObject([{ severity: 'error', path, fix }]);
});

test.each([
  [
    'every type of matcher',
    config('matchers: [{ name: a, value: b }, { name: a, matchType: "!~", value: "b|c" }]'),
  ],
  ['an expression that is no regular one', config('matchers: [{ name: a, matchType: "=", value: "(" }]')],
  ['a defined interval', config('muteTimeIntervals: [n]', ', muteTimeIntervals: [{ name: n }]')],
  ['a value that is filled in later', config('matchers: [{ name: a, matchType: "=~", value: "${TEAM}(" }]')],
  ['no route', yaml('AlertmanagerConfig', '', 'spec: { receivers: [{ name: a }] }')],
])('it finds nothing in %s', (_what, manifest) => {
  expect(findingsFor(check, manifest)).toEqual([]);
});
