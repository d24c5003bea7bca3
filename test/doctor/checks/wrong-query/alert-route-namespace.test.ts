import { check } from '../../../../src/doctor/checks/wrong-query/alert-route-namespace';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const config = (route = '', metadata = 'name: shop, namespace: shop') =>
  yaml('AlertmanagerConfig', metadata, `spec: { route: { receiver: r, ${route} } }`).replace(
    'apiVersion: v1',
    'apiVersion: monitoring.coreos.com/v1alpha1',
  );
const alert = (expr: string, more = '') =>
  yaml(
    'PrometheusRule',
    'name: cart, namespace: shop',
    `spec: { groups: [{ name: cart, rules: [{ alert: CartDown, expr: '${expr}'${more} }] }] }`,
  );
const strategy = (type: string) =>
  yaml('Prometheus', 'name: k8s', 'spec: {}') +
  yaml('Alertmanager', 'name: main', `spec: { alertmanagerConfigMatcherStrategy: { type: ${type} } }`);

const LOST = 'sum by (job) (up) == 0';

test('an alert that lost its namespace reaches no AlertmanagerConfig', () => {
  expect(findingsFor(check, config() + alert(LOST))).toEqual([
    {
      code: 'alert-route-namespace',
      check: 'alert-route-namespace',
      severity: 'warning',
      resource: 'PrometheusRule shop/cart',
      path: 'spec.groups[0].rules[0].expr',
      message: 'alert CartDown has no namespace label, so it never matches AlertmanagerConfig shop/shop',
      found: LOST,
      expected: 'namespace="shop" on the alert',
      fix: 'labels: {"namespace":"shop"}',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

test('a route cannot ask for another namespace than its own', () => {
  const other = config('matchers: [{ name: namespace, value: web }]');
  expect(findingsFor(check, other)).toMatchObject([
    {
      severity: 'error',
      resource: 'AlertmanagerConfig shop/shop',
      path: 'spec.route.matchers[0].value',
      message: 'the matcher contradicts namespace="shop", which the operator adds to the route',
      found: 'web',
      expected: 'shop',
      fix: 'in metadata: namespace: web',
    },
  ]);
});

test.each([
  [
    'a regular expression',
    'matchers: [{ name: namespace, value: web.*, regex: true }]',
    'spec.route.matchers[0].value',
    'the route',
  ],
  [
    'an exclusion',
    'matchers: [{ name: namespace, matchType: "!=", value: shop }]',
    'spec.route.matchers[0].value',
    'the route',
  ],
  [
    'a route below',
    'routes: [{ routes: [{ matchers: [{ name: namespace, value: web }] }] }]',
    'spec.route.routes[0].routes[0].matchers[0].value',
    'the route',
  ],
  [
    'an inhibition',
    '}, inhibitRules: [{ sourceMatch: [{ name: a, value: b }], targetMatch: [{ name: namespace, value: web }] }], x: { ',
    'spec.inhibitRules[0].targetMatch[0].value',
    'both sides of the inhibition',
  ],
])('neither can %s', (_what, route, path, what) => {
  expect(findingsFor(check, config(route))).toMatchObject([
    {
      severity: 'error',
      path,
      message: `the matcher contradicts namespace="shop", which the operator adds to ${what}`,
      fix: 'move this part into an AlertmanagerConfig of that namespace, or set alertmanagerConfigMatcherStrategy: {type: None} in the Alertmanager',
    },
  ]);
  expect(findingsFor(check, strategy('None') + config(route))).toEqual([]);
});

test.each([
  ['an alert that keeps its namespace', config() + alert('sum by (namespace, job) (up) == 0')],
  ['an alert about plain series', config() + alert('up == 0')],
  ['an alert that says its namespace', config() + alert(LOST, ', labels: { namespace: shop }')],
  ['alerts without any AlertmanagerConfig', alert(LOST)],
  [
    'a route for other alerts',
    config('matchers: [{ name: severity, value: page }]') + alert(LOST, ', labels: { severity: info }'),
  ],
  [
    'a route for an alert of another name',
    config('matchers: [{ name: alertname, value: DeadMan }]') + alert(LOST),
  ],
  [
    'a route for a label that the alert never has',
    config('matchers: [{ name: proxy, value: a }]') + alert(LOST),
  ],
  [
    'a route for other severities',
    config('matchers: [{ name: severity, matchType: "=~", value: "page|ticket" }]') +
      alert(LOST, ', labels: { severity: info }'),
  ],
  ['a route for its own namespace', config('matchers: [{ name: namespace, value: shop }]')],
  ['a route by regular expression', config('matchers: [{ name: namespace, value: sh.*, regex: true }]')],
  ['a route by an invalid expression', config('matchers: [{ name: namespace, value: "(", regex: true }]')],
  ['a route that a template fills', config('matchers: [{ name: namespace, value: "${NAMESPACE}" }]')],
  [
    'an inhibition in its own namespace',
    config('}, inhibitRules: [{ sourceMatch: [{ name: namespace, value: shop }] }], x: { '),
  ],
  ['a rule that syntax error', config() + alert('sum by (')],
  ['the strategy None', strategy('None') + config() + alert(LOST)],
  [
    'the strategy with an exception',
    strategy('OnNamespaceExceptForAlertmanagerNamespace') + config() + alert(LOST),
  ],
])('it finds nothing in %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

const alertmanager = (spec: string, metadata = 'name: main') =>
  yaml('Alertmanager', metadata, `spec: { ${spec} }`);
const LABELLED = 'name: shop, namespace: shop, labels: { am: b }';
const EVERYWHERE = 'alertmanagerConfigSelector: {}, alertmanagerConfigNamespaceSelector: {}';
const NONE = 'alertmanagerConfigMatcherStrategy: { type: None }';
const EXCEPT = 'alertmanagerConfigMatcherStrategy: { type: OnNamespaceExceptForAlertmanagerNamespace }';

test.each([
  ['takes it and limits it', alertmanager(EVERYWHERE), 1],
  [
    'may take it and limits it',
    alertmanager(
      'alertmanagerConfigSelector: {}, alertmanagerConfigNamespaceSelector: { matchLabels: { team: shop } }',
    ),
    1,
  ],
  ['takes it as it stands', alertmanager(`${EVERYWHERE}, ${NONE}`), 0],
  [
    'takes it by its labels, beside one that takes nothing',
    alertmanager('') +
      alertmanager(`${EVERYWHERE.replace('{}', '{ matchLabels: { am: b } }')}, ${NONE}`, 'name: b'),
    0,
  ],
  ['takes another one', alertmanager(`alertmanagerConfigSelector: { matchLabels: { am: c } }`), 0],
  ['looks in its own namespace only', alertmanager('alertmanagerConfigSelector: {}'), 0],
  ['limits those of other namespaces', alertmanager(`${EVERYWHERE}, ${EXCEPT}`), 1],
  [
    'leaves its own namespace alone',
    alertmanager(`${EVERYWHERE}, ${EXCEPT}`, 'name: main, namespace: shop'),
    0,
  ],
  [
    'has it as its global configuration',
    alertmanager(`${EVERYWHERE}, alertmanagerConfiguration: { name: shop }`, 'name: main, namespace: shop'),
    0,
  ],
])('an Alertmanager that %s', (_what, resource, count) => {
  const other = config('matchers: [{ name: namespace, value: web }]', LABELLED);
  expect(findingsFor(check, resource + other)).toHaveLength(count);
  expect(findingsFor(check, resource + config('', LABELLED) + alert(LOST))).toHaveLength(count);
});

test('an alert that the global configuration gets is not lost', () => {
  const main = alertmanager(`${EVERYWHERE}, alertmanagerConfiguration: { name: global }`);
  const text = main + config() + config('', 'name: global, namespace: monitoring') + alert(LOST);
  expect(findingsFor(check, text)).toEqual([]);
});

test('a matcher without a name, or that fits, leaves the route to the alert', () => {
  const route = 'matchers: [{ value: x }, { name: severity, value: page, matchType: "=" }]';
  expect(findingsFor(check, config(route) + alert(LOST, ', labels: { severity: page }'))).toHaveLength(1);
});

describe('an alert of another namespace than the AlertmanagerConfig beside it', () => {
  const OTHER = 'sum by (namespace) (up{namespace="web"}) == 0';

  it('never matches', () => {
    expect(findingsFor(check, config() + alert(OTHER))).toMatchObject([
      {
        severity: 'warning',
        message:
          'alert CartDown has namespace web, so it never matches AlertmanagerConfig shop/shop, which takes alerts of namespace shop only',
        fix: expect.stringMatching(/^create the AlertmanagerConfig in namespace web, or /) as string,
      },
    ]);
  });

  it.each([
    ['its name', 'routes: [{ matchers: [{ name: alertname, value: CartDown }] }]'],
    ['a label of its own', 'routes: [{ matchers: [{ name: notify, value: cart }] }]'],
  ])('never matches one elsewhere that names it by %s', (_what, route) => {
    const rule = alert(OTHER, ', labels: { notify: cart, severity: page }');
    expect(findingsFor(check, config(route, 'name: a, namespace: b') + rule)).toMatchObject([
      { message: expect.stringContaining('takes alerts of namespace b only') as string },
    ]);
  });

  it.each([
    [
      'a route by severity elsewhere',
      config('routes: [{ matchers: [{ name: severity, value: page }] }]', 'name: a, namespace: b') +
        alert(OTHER, ', labels: { severity: page }'),
    ],
    ['its own namespace', config() + alert(OTHER.replace('"web"', '"shop"'))],
    ['any namespace', config() + alert(OTHER.replace('="web"', '=~".+"'))],
    ['the namespace as a label of the alert', config() + alert(OTHER, ', labels: { namespace: shop }')],
    ['an AlertmanagerConfig there', config() + config('', 'name: web, namespace: web') + alert(OTHER)],
    ['a rule that is elsewhere', config('', 'name: a, namespace: b') + alert(OTHER)],
    ['an Alertmanager without limits', strategy('None') + config() + alert(OTHER)],
  ])('nothing is found with %s', (_what, text) => {
    expect(findingsFor(check, text)).toEqual([]);
  });
});
