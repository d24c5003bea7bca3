import { check } from '../../../../src/doctor/checks/wrong-query/unreachable-route';
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
