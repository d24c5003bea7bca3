import { check } from '../../../../src/doctor/checks/wrong-query/route-without-alert';
import { findingsFor } from '../../../support/doctor';
import { assumedPrometheus, plainObject } from '../../../../src/doctor/sources/plain-files';
import { factsOf } from '../../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../../src/doctor/run';
import type { Fields, KubernetesObject } from '../../../../src/kubernetes/object';
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

const lost = 'absent(up{job="cart"})';
const PLAIN = 'name: alertname\nvalue: CartDown';

describe('a value that names an alert', () => {
  test.each([
    ['its name', '{ name: proxy, value: CartDown }'],
    ['its name in another spelling', '{ name: proxy, value: cart-down }'],
    ['the name of its resource', '{ name: proxy, value: cart-alerts }'],
    ['its name, where series could have the label', '{ name: alert, value: CartDown }', 'up == 0'],
  ])('is meant for alertname: %s', (_what, matcher, expr = lost) => {
    const text = rule(expr).replace('name: x', 'name: cart') + config(matcher);
    expect(findingsFor(check, text)).toMatchObject([{ expected: 'the label alertname', fix: PLAIN }]);
  });

  test.each([
    ['a label that the series may have', rule() + config('{ name: proxy, value: CartDown }')],
    ['another name', rule(lost) + config('{ name: proxy, value: ShopDown }')],
    ['a short name', rule(lost) + config('{ name: proxy, value: g }')],
    ['a regular expression', rule(lost) + config('{ name: proxy, matchType: "=~", value: CartDown }')],
    ['all other values', rule() + config('{ name: alert, matchType: "!=", value: CartDown }')],
  ])('is not %s', (_what, text) => {
    expect(findingsFor(check, text)).toEqual([]);
  });

  test('matches all alerts of a group', () => {
    const two = rule(lost).replace(
      'rules: [',
      'rules: [{ alert: CartSlow, expr: \'absent(up{job="cart"})\' }, ',
    );
    const text = two.replace('name: g', 'name: cart.rules') + config('{ name: proxy, value: cart }');
    expect(findingsFor(check, text)).toMatchObject([{ fix: 'match alertname=~"CartSlow|CartDown" instead' }]);
  });

  test.each([
    ['source_match', { source_match: { alert: 'CartDown' } }, 'alertname: CartDown instead of alert'],
    ['target_matchers', { target_matchers: ['alert = CartDown'] }, String.raw`- "alertname=\"CartDown\""`],
  ])('of an inhibition: %s', (field, inhibition, fix) => {
    const given = values({ alertmanager: { config: { inhibit_rules: [inhibition] } } });
    expect(findingsFor(check, rule(lost), given)).toMatchObject([
      {
        path: expect.stringContaining(`alertmanager.config.inhibit_rules[0].${field}`) as string,
        message: expect.stringContaining('no alert that was read matches alert="CartDown"') as string,
        fix,
      },
    ]);
  });
});

test('a label of a rule that is one letter away from one that routes match', () => {
  const misspelt = rule('up == 0', 'serverity: warning');
  expect(findingsFor(check, misspelt)).toMatchObject([
    {
      severity: 'warning',
      path: 'spec.groups[0].rules[0].labels.serverity',
      message:
        'alert CartDown: the label serverity is one letter away from severity, so routes for severity do not match it',
      fix: 'severity: "warning" instead of serverity',
    },
  ]);
  expect(findingsFor(check, rule('up == 0', 'severity: a, serverity: b'))).toEqual([]);
  expect(
    findingsFor(check, rule('up == 0', 'channel: a') + config('{ name: chanel, value: a }')),
  ).toHaveLength(1);
});

describe('the name of an alert that no rule has', () => {
  const inhibiting = (source: string, target = 'CartDown') =>
    values({
      alertmanager: {
        config: {
          inhibit_rules: [
            { source_matchers: [`alertname="${source}"`], target_matchers: [`alertname="${target}"`] },
          ],
        },
      },
    });

  test('in an inhibition is an info, as other rules may define it', () => {
    expect(findingsFor(check, rule(), inhibiting('ShopDown'))).toMatchObject([
      {
        severity: 'info',
        path: 'alertmanager.config.inhibit_rules[0].source_matchers[0]',
        message:
          'no alert that was read has alertname="ShopDown", so this mutes nothing, unless rules that were not read define it',
        fix: 'add the rule of the alert, or remove what matches its name',
      },
    ]);
  });

  test('is a name that an alert nearly has', () => {
    expect(findingsFor(check, rule(), inhibiting('CartDown', 'CartDwnn'))).toMatchObject([
      { fix: '- "alertname=\\"CartDown\\""' },
    ]);
  });

  test.each([
    ['an alert of the chart', inhibiting('KubeNodeNotReady')],
    ['alerts of which none was read', inhibiting('ShopDown', 'ShopSlow')],
    ['a template', inhibiting('${NAME}')],
    ['an alert beside one of the chart', inhibiting('ShopDown', 'Watchdog')],
  ])('silent: %s', (_what, given) => {
    expect(findingsFor(check, rule() + rule().replace('CartDown', 'Watchdog'), given)).toEqual([]);
  });

  const plain = (files: Readonly<Record<string, Fields>>, ...more: readonly KubernetesObject[]) => {
    const objects = [...Object.entries(files).map(([name, value]) => plainObject(value, name)!), ...more];
    return findingsOf(runChecks([check], factsOf({ objects })));
  };
  const alone = (files: Readonly<Record<string, Fields>>) => plain(files, assumedPrometheus());
  const rules = { groups: [{ name: 'g', rules: [{ alert: 'CartDown', expr: 'up == 0' }] }] };
  const routed = (match: Fields, inhibition: Fields = {}) => ({
    route: { receiver: 'a', routes: [{ match }] },
    receivers: [{ name: 'a' }],
    inhibit_rules: [inhibition],
  });

  test('is a warning where a prometheus.yml lists the rules that were read, in routes too', () => {
    const files = { 'r.yml': rules, 'alertmanager.yml': routed({ alertname: 'ShopDown' }) };
    expect(plain({ ...files, 'prometheus.yml': { rule_files: ['r.yml'] } })).toMatchObject([
      {
        severity: 'warning',
        path: 'route.routes[0].match.alertname',
        message: 'no alert that was read has alertname="ShopDown", so this takes no alert',
      },
    ]);
    expect(plain({ ...files, 'prometheus.yml': { rule_files: ['r.yml', 's.yml'] } })).toEqual([]);
  });

  test.each([
    [
      'an alert that was read',
      routed({ alertname: 'CartDown' }, { source_match_re: { alertname: 'Cart.*' } }),
    ],
    ['a pattern', routed({ alertname: '*' })],
    ['an invalid pattern', routed({}, { source_match_re: { alertname: '(' } })],
    ['all others', routed({}, { source_matchers: ['alertname!="ShopDown"'] })],
    ['no name', routed({}, { source_matchers: ['alertname=""'] })],
  ])('silent in files: %s', (_what, config) => {
    const files = { 'r.yml': rules, 'alertmanager.yml': config };
    expect(plain({ ...files, 'prometheus.yml': { rule_files: ['r.yml'] } })).toEqual([]);
  });

  test('is an info beside rule files without a configuration', () => {
    const config = routed({}, { source_match: { alertname: 'NodeDown' } });
    expect(alone({ 'r.yml': rules, 'alertmanager.yml': config })).toMatchObject([
      { severity: 'info', path: 'inhibit_rules[0].source_match.alertname' },
    ]);
  });

  test.each(['title', 'rule_name', 'alert'])('is no label %s', (label) => {
    const config = routed({ [label]: 'CartDown' });
    expect(plain({ 'r.yml': rules, 'alertmanager.yml': config })).toMatchObject([
      { severity: 'warning', fix: `alertname: CartDown instead of ${label}` },
    ]);
  });
});
