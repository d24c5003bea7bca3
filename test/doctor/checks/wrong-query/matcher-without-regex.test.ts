import { check } from '../../../../src/doctor/checks/wrong-query/matcher-without-regex';
import { inForeign, recording } from '../../expressions/shop';
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

describe('expressions', () => {
  const found = (...exprs: readonly string[]) =>
    inForeign(check, ...exprs.map((expr) => recording(expr))).map(({ severity, message, fix }) => [
      severity,
      message,
      fix,
    ]);

  it.each([
    ['requests_total{status="5.."}', 'write status=~"5.."'],
    ['requests_total{path!=".*health"}', 'write path!~".*health"'],
    ['requests_total{status="[45].."}', 'write status=~"[45].."'],
    ['kube_pod_status_phase{phase="Pending|Failed"}', 'write phase=~"Pending|Failed"'],
  ])('compare the whole text in %s', (expr, fix) => {
    expect(found(expr)).toEqual([
      ['warning', expect.stringMatching(/: !?= compares the whole text with .*, which is a pattern$/), fix],
    ]);
  });

  it('prove a pattern to each other', () => {
    expect(found('requests_total{status="5.."}', 'sum(requests_total{status=~"5.."})')).toEqual([
      [
        'error',
        'recording rule a:b:c: = compares the whole text with "5..", which is a pattern: another expression has status=~"5.."',
        'write status=~"5.."',
      ],
    ]);
    expect(found('requests_total{status="5.."}', 'sum(other_total{status=~"5.."})')[0]![0]).toBe('warning');
  });

  it.each([
    'requests_total{status=~"5.."}',
    'up{instance="[::1]:9100"}',
    'up{instance="10.0.0.1:9100"}',
    'requests_total{status="5xx", path="/a"}',
    'apiserver_request_total{resource="*"}',
    'requests_total{path="${A|B}"}',
  ])('are right: %s', (expr) => {
    expect(found(expr)).toEqual([]);
  });
});
