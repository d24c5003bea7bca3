import { check } from '../../../../src/doctor/checks/wrong-query/unused-receiver';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const RECEIVERS = 'receivers: [{ name: team }, { name: pager }]';
const config = (spec: string) => yaml('AlertmanagerConfig', '', `spec: { ${spec} }`);
const secret = (text: string) =>
  yaml('Secret', 'name: alertmanager-main', `stringData: { alertmanager.yaml: ${JSON.stringify(text)} }`);
const encoded = (text: string) =>
  yaml(
    'Secret',
    'name: alertmanager-main',
    `data: { alertmanager.yaml: ${Buffer.from(text).toString('base64')} }`,
  );

test('a receiver that no route names gets nothing', () => {
  expect(findingsFor(check, config(`${RECEIVERS}, route: { receiver: team }`))).toEqual([
    {
      code: 'unused-receiver',
      check: 'unused-receiver',
      severity: 'warning',
      resource: 'AlertmanagerConfig monitoring/x',
      path: 'spec.receivers[1].name',
      message: 'no route names this receiver, so it never gets an alert',
      found: 'pager',
      expected: 'one of team',
      fix: 'add a route with receiver: pager and its matchers to routes, or remove the receiver',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'a Secret',
    secret(`{ ${RECEIVERS}, route: { receiver: team } }`),
    'stringData["alertmanager.yaml"].receivers[1].name',
  ],
  [
    'an encoded Secret',
    encoded(`{ ${RECEIVERS}, route: { receiver: team } }`),
    'data["alertmanager.yaml"].receivers[1].name',
  ],
])('in %s', (_what, text, path) => {
  expect(findingsFor(check, text)).toMatchObject([{ resource: 'Secret monitoring/alertmanager-main', path }]);
});

test('receivers in values without a route: the route of the chart goes to "null"', () => {
  const given = (config: object) => values({ alertmanager: { config } });
  const receivers = [{ name: 'null' }, { name: 'team' }];
  expect(findingsFor(check, '', given({ receivers }))).toMatchObject([
    {
      resource: 'Helm values values.yml',
      path: 'alertmanager.config.receivers[1].name',
      expected: 'a route with this receiver',
      fix: 'in route: receiver: team',
    },
  ]);
  expect(findingsFor(check, '', given({ receivers, route: { receiver: 'team' } }))).toEqual([]);
});

test.each([
  [
    'a route below names it',
    config(`${RECEIVERS}, route: { receiver: team, routes: [{ routes: [{ receiver: pager }] }] }`),
  ],
  [
    'it has no integrations on purpose',
    config('receivers: [{ name: team }, { name: "null" }], route: { receiver: team }'),
  ],
  ['a template names it', config(`${RECEIVERS}, route: { receiver: "\${TEAM}" }`)],
  ['there is none', config('route: { receiver: team }')],
  ['the Secret is another one', yaml('Secret', '', 'stringData: { a: b }')],
  ['the Secret is not YAML', secret('{')],
])('it finds nothing where %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
