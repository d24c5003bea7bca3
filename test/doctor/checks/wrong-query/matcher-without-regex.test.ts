import { check } from '../../../../src/doctor/checks/wrong-query/matcher-without-regex';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const config = (matcher: string) =>
  yaml('AlertmanagerConfig', '', `spec: { route: { receiver: a, routes: [{ matchers: [${matcher}] }] } }`);

test('alternatives are one text to an equality matcher', () => {
  expect(findingsFor(check, config('{ name: severity, value: page|ticket }'))).toEqual([
    {
      code: 'matcher-without-regex',
      check: 'matcher-without-regex',
      severity: 'warning',
      resource: 'AlertmanagerConfig monitoring/x',
      path: 'spec.route.routes[0].matchers[0].value',
      message: '= compares the whole text with "page|ticket", which is a pattern',
      found: 'severity="page|ticket"',
      expected: 'a regular expression, or one value',
      fix: 'write severity=~"page|ticket", which is matchType: "=~" in an AlertmanagerConfig and match_re in older configurations',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['any value', { match: { alertname: '*' } }, 'remove the matcher, which is meant for any value'],
  ['an exclusion', { matchers: ['team != "a.*"'] }, /^write team!~"a\.\*"/],
])('in values: %s', (_what, route, fix) => {
  const given = values({ alertmanager: { config: { route: { receiver: 'a', routes: [route] } } } });
  const [found] = findingsFor(check, '', given);
  expect(found?.fix).toMatch(fix);
});

test.each([
  ['one value', '{ name: instance, value: "10.0.0.1:9100" }'],
  ['a regular expression', '{ name: severity, matchType: "=~", value: page|ticket }'],
  ['no value', '{ name: team, value: "" }'],
  ['what a template fills', '{ name: team, value: "${A|B}" }'],
])('it finds nothing in a matcher for %s', (_what, matcher) => {
  expect(findingsFor(check, config(matcher))).toEqual([]);
});
