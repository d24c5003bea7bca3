import { check } from '../../../../src/doctor/checks/rejected/alert-receivers';
import { findingsFor } from '../../../support/doctor';

const config = (spec: string) =>
  `{ apiVersion: monitoring.coreos.com/v1alpha1, kind: AlertmanagerConfig, metadata: { name: c, namespace: shop }, spec: { ${spec} } }`;

test('a route names a receiver that is not there', () => {
  expect(findingsFor(check, config('route: { receiver: nope }, receivers: [{ name: team }]'))).toEqual([
    {
      code: 'alert-receivers',
      check: 'alert-receivers',
      severity: 'error',
      resource: 'AlertmanagerConfig shop/c',
      path: 'spec.route.receiver',
      message: 'the AlertmanagerConfig does not define this receiver',
      found: 'nope',
      expected: 'one of team',
      fix: 'define receiver nope in spec.receivers, or use team',
      at: { file: 'test.yaml', line: 1 },
    },
  ]);
});

test('a route below it names a receiver that is not there', () => {
  const nested =
    'route: { receiver: a, routes: [{ routes: [{ receiver: c }] }] }, receivers: [{ name: a }, { name: b }]';
  expect(findingsFor(check, config(nested))).toMatchObject([
    {
      path: 'spec.route.routes[0].routes[0].receiver',
      found: 'c',
      fix: 'define receiver c in spec.receivers, or use one of a, b',
    },
  ]);
});

test('the first route needs a receiver', () => {
  const nested = 'route: { routes: [{ receiver: a }] }, receivers: [{ name: a }]';
  expect(findingsFor(check, config(nested))).toMatchObject([
    {
      severity: 'error',
      path: 'spec.route.receiver',
      message: 'the first route has no receiver, so the operator rejects the AlertmanagerConfig',
      fix: 'receiver: a',
    },
  ]);
});

test('null without quotes is no text', () => {
  expect(
    findingsFor(check, config('route: { receiver: null }, receivers: [{ name: "null" }]')),
  ).toMatchObject([{ fix: 'receiver: "null"' }]);
});

test('without any receiver, it has to be defined', () => {
  expect(findingsFor(check, config('route: { receiver: a }'))).toMatchObject([
    { expected: 'a receiver; spec.receivers is empty', fix: 'define receiver a in spec.receivers' },
  ]);
});

test('a misspelt receiver is corrected', () => {
  expect(
    findingsFor(check, config('route: { receiver: teams }, receivers: [{ name: team }, { name: other }]')),
  ).toMatchObject([{ fix: 'receiver: team' }]);
});

test.each([
  [
    'receivers that are there',
    config('route: { receiver: a, routes: [{ receiver: b }] }, receivers: [{ name: a }, { name: b }]'),
  ],
  ['receivers without a route', config('receivers: [{ name: a }]')],
  ['a name that is filled in later', config('route: { receiver: "${TEAM}" }, receivers: [{ name: a }]')],
])('it finds nothing in %s', (_what, manifest) => {
  expect(findingsFor(check, manifest)).toEqual([]);
});
