import { check } from '../../../../src/doctor/checks/wrong-query/unreachable-route';
import { parse, stringify } from 'yaml';
import { factsOf } from '../../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../../src/doctor/run';
import { plainObject } from '../../../../src/doctor/sources/plain-files';
import { applyFix } from '../../../support/apply-fix';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const config = (routes: string) =>
  yaml('AlertmanagerConfig', '', `spec: { route: { receiver: a, routes: [${routes}] } }`);
const TEAM = '{ receiver: b, matchers: [{ name: team, value: b }] }';

test('a route without matchers takes the alerts of those below it', () => {
  expect(findingsFor(check, config(`{ receiver: a }, ${TEAM}`))).toEqual([
    {
      code: 'unreachable-route',
      check: 'unreachable-route',
      severity: 'error',
      resource: 'AlertmanagerConfig monitoring/x',
      path: 'spec.route.routes[0]',
      message: 'the route has no matchers, so it takes every alert, and none reaches spec.route.routes[1]',
      found: 'a',
      expected: 'matchers, or continue: true',
      fix: 'add matchers to the route, or continue: true, or remove it',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('in values, with empty matchers', () => {
  const routes = [
    { receiver: 'a', match: {}, matchers: [] },
    { receiver: 'b', match: { team: 'b' } },
  ];
  const given = values({ alertmanager: { config: { route: { receiver: 'a', routes } } } });
  expect(findingsFor(check, '', given)).toMatchObject([{ path: 'alertmanager.config.route.routes[0]' }]);
});

test.each([
  ['a last route for the rest', config(`${TEAM}, { receiver: a }`)],
  ['a route that continues', config(`{ receiver: a, continue: true }, ${TEAM}`)],
  ['matchers of the wrong type', config(`{ receiver: a, matchers: { name: team } }, ${TEAM}`)],
  ['an empty item', config(`{}, ${TEAM}`)],
  ['the first route', config('')],
])('it finds nothing for %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

const named = (...names: readonly string[]) =>
  names.map((name) => `{ name: alertname, value: ${name} }`).join(', ');

test('two values of one label', () => {
  expect(findingsFor(check, config(`{ receiver: b, matchers: [${named('A', 'B')}] }`))).toMatchObject([
    {
      severity: 'error',
      path: 'spec.route.routes[0].matchers[1].value',
      message:
        'no alert matches both alertname="A" (spec.route.routes[0].matchers[0].value) and alertname="B"',
      fix: 'write one matcher instead of both: alertname=~"A|B"',
    },
  ]);
});

test.each([
  [
    'a route below one for another value',
    config(`{ receiver: b, matchers: [${named('A')}], routes: [{ matchers: [${named('B')}] }] }`),
    'remove one of both matchers of alertname',
  ],
  [
    'a pattern that the value does not match',
    config('{ receiver: b, matchers: [{ name: a, value: x }, { name: a, value: y.*, matchType: =~ }] }'),
    'remove one of both matchers of a',
  ],
  [
    'a side of an inhibition',
    yaml('AlertmanagerConfig', '', `spec: { inhibitRules: [{ targetMatch: [${named('A', 'B')}] }] }`),
    'write one matcher instead of both: alertname=~"A|B"',
  ],
])('%s', (_what, text, fix) => {
  expect(findingsFor(check, text)).toMatchObject([{ severity: 'error', fix }]);
});

test('both sides of an inhibition in the Secret', () => {
  const rule = { source_matchers: ['a="b"'], target_matchers: ['a="c"'], equal: ['d'] };
  const secret = (one: object) =>
    yaml(
      'Secret',
      '',
      `stringData: { alertmanager.yaml: ${JSON.stringify(JSON.stringify({ inhibit_rules: [one] }))} }`,
    );
  expect(findingsFor(check, secret(rule))).toEqual([]);
  expect(findingsFor(check, secret({ ...rule, source_matchers: ['a="b"', 'a!="b"'] }))).toHaveLength(1);
});

test.each([
  ['alternatives', '[{ name: a, value: x|y, matchType: =~ }, { name: a, value: x }]'],
  ['other labels', '[{ name: a, value: x }, { name: b, value: y }]'],
  ['a placeholder', '[{ name: a, value: "${A}" }, { name: a, value: y }]'],
  ['an invalid pattern', '[{ name: a, value: "(", matchType: =~ }, { name: a, value: y }]'],
])('alerts can match %s', (_what, matchers) => {
  expect(findingsFor(check, config(`{ receiver: b, matchers: ${matchers} }`))).toEqual([]);
});

describe('a route that a dash cuts in two', () => {
  test.each([
    [
      'settings behind it',
      '{ receiver: a, matchers: [{ name: team, value: a }] }, { continue: true }',
      'spec.route.routes[1]',
      'the route has neither matchers nor a receiver, as a dash before continue cuts it in two',
      'remove the dash before continue, so that routes[1] becomes part of routes[0]',
    ],
    [
      'a receiver behind its matchers',
      '{ matchers: [{ name: team, value: a }] }, { receiver: a, groupWait: 1s }',
      'spec.route.routes[0]',
      'a dash before receiver starts another route, so this one has no receiver, and the other one takes every alert',
      'remove the dash before receiver, so that routes[1] becomes part of routes[0]',
    ],
  ])('%s', (_what, routes, path, message, fix) => {
    const text = config(routes);
    const found = findingsFor(check, text);
    expect(found).toMatchObject([
      { severity: path.endsWith('[1]') ? 'error' : 'warning', path, message, fix },
    ]);
    const [cured] = applyFix([parse(text)], found[0]!)!;
    expect(findingsFor(check, stringify(cured))).toEqual([]);
  });

  test.each([
    ['a matcher for the receiver above', `{ matchers: [{ name: team, value: a }] }, ${TEAM}`],
    [
      'matchers before a route with routes',
      `{ matchers: [{ name: team, value: a }] }, { receiver: a, routes: [] }`,
    ],
    ['settings alone', '{ groupWait: 1s }'],
  ])('is not %s', (_what, routes) => {
    expect(findingsFor(check, config(routes))).toEqual([]);
  });
});

test('paths of a file are those in the file', () => {
  const file = plainObject(
    {
      route: { receiver: 'a', routes: [{ receiver: 'a' }, { receiver: 'b', match: { team: 'b' } }] },
      receivers: [],
    },
    'alertmanager.yml',
  )!;
  expect(findingsOf(runChecks([check], factsOf({ objects: [file] })))).toMatchObject([
    { message: 'the route has no matchers, so it takes every alert, and none reaches route.routes[1]' },
  ]);
});
