import { check } from '../../../../src/doctor/checks/wrong-query/route-without-alert';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const rule = (expr = 'up == 0', labels = 'severity: critical') =>
  yaml(
    'PrometheusRule',
    '',
    `spec: { groups: [{ name: g, rules: [{ alert: CartDown, expr: '${expr}', labels: { ${labels} } }] }] }`,
  );
const config = (matcher: string) =>
  yaml('AlertmanagerConfig', '', `spec: { route: { receiver: r, routes: [{ matchers: [${matcher}] }] } }`);
const MISSPELT = '{ name: severity, value: critcal }';
const cluster = { cluster: { context: 'c', missingKinds: [], denied: [] } };

test('a value that is one letter away from that of the alerts', () => {
  expect(findingsFor(check, rule() + config(MISSPELT))).toEqual([
    {
      code: 'route-without-alert',
      check: 'route-without-alert',
      severity: 'warning',
      resource: 'AlertmanagerConfig monitoring/x',
      path: 'spec.route.routes[0].matchers[0].value',
      message: 'no alert that was read matches severity="critcal"',
      found: 'critcal',
      expected: 'one of critical',
      fix: 'value: critical',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

test.each([
  ['a text', { matchers: ['severity = "critcal"'] }, 'matchers[0]', '- "severity=\\"critical\\""'],
  ['the older field', { match: { severity: 'critcal' } }, 'match.severity', 'severity: critical'],
  ['a name of an alert', { match: { alertname: 'CardDown' } }, 'match.alertname', 'alertname: CartDown'],
])('in values, as %s', (_what, route, path, fix) => {
  const given = values({ alertmanager: { config: { route: { receiver: 'r', routes: [route] } } } });
  expect(findingsFor(check, rule(), given)).toMatchObject([
    { path: `alertmanager.config.route.routes[0].${path}`, fix },
  ]);
});

test.each([
  ['another value', '{ name: severity, value: page }', 'one of critical'],
  ['a regular expression', '{ name: severity, matchType: "=~", value: "page|ticket" }', 'one of critical'],
  ['a label that no rule sets', '{ name: team, value: shop }', 'an alert with the label team'],
])('of a cluster, all rules were read: %s', (_what, matcher, expected) => {
  const text = rule('absent(up{job="cart"})') + config(matcher);
  expect(findingsFor(check, text)).toEqual([]);
  expect(findingsFor(check, text, cluster)).toMatchObject([{ expected }]);
});

const relabeled = (spec: string) => yaml('Prometheus', 'name: k8s', `spec: { ${spec} }`);

test.each([
  ['the value of an alert', rule() + config('{ name: severity, value: critical }')],
  ['a value of several', rule() + config('{ name: severity, matchType: "=~", value: "crit.*|page" }')],
  ['no value of another', rule() + config('{ name: severity, matchType: "!=", value: info }')],
  ['a label of the series', rule() + config('{ name: instance, value: a }')],
  ['a label of a template', rule('up == 0', 'severity: "{{ $labels.severity }}"') + config(MISSPELT)],
  [
    'an external label',
    relabeled('externalLabels: { cluster: prod }') +
      rule('absent(up)') +
      config('{ name: cluster, value: x }'),
  ],
  ['the label of the operator', rule('absent(up)') + config('{ name: prometheus, value: monitoring/k8s }')],
  [
    'the namespace, which has a check of its own',
    rule('absent(up)') + config('{ name: namespace, value: x }'),
  ],
  ['what a template fills', rule() + config('{ name: severity, value: "${SEVERITY}" }')],
  ['an invalid expression', rule() + config('{ name: severity, matchType: "=~", value: "(" }')],
  ['anything, where no alert was read', config(MISSPELT)],
  [
    'what relabeling sets',
    relabeled('additionalAlertRelabelConfigs: { name: a, key: b }') + rule() + config(MISSPELT),
  ],
  [
    'what relabeling for one Alertmanager sets',
    relabeled('alerting: { alertmanagers: [{ name: a, alertRelabelings: [] }] }') + rule() + config(MISSPELT),
  ],
])('it finds nothing in a route for %s', (_what, text) => {
  expect(findingsFor(check, text, cluster)).toEqual([]);
});
