import { check } from '../../../../src/doctor/checks/no-target/alertmanager-endpoints';
import { factsOf } from '../../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../../src/doctor/run';
import { besideOthers, plainObject } from '../../../../src/doctor/sources/plain-files';
import type { Fields } from '../../../../src/findings/fields';
import { readManifests } from '../../../../src/kubernetes/read';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const sending = (endpoint: string, metadata = '') =>
  yaml('Prometheus', metadata, `spec: { alerting: { alertmanagers: [{ ${endpoint} }] } }`);
const service = (ports: string, metadata = 'name: alerts') =>
  yaml('Service', metadata, `spec: { ports: [${ports}] }`);
const web = service('{ name: web, port: 9093 }');
const alertmanager = yaml('Alertmanager', 'name: main', 'spec: { replicas: 1 }');

test('a number in quotes is the name of a port', () => {
  expect(
    findingsFor(check, sending('name: alerts, namespace: monitoring, port: "9093"') + web),
  ).toMatchObject([
    {
      severity: 'error',
      resource: 'Prometheus monitoring/x',
      path: 'spec.alerting.alertmanagers[0].port',
      message: 'a number in quotes is the name of a port, which Service monitoring/alerts does not have',
      found: '9093',
      expected: 'one of web',
      fix: 'port: web',
    },
  ]);
});

test.each<[string, string, object]>([
  [
    'another name of the port',
    sending('name: alerts, port: http') + web,
    { severity: 'error', message: 'Service monitoring/alerts has no port of that name', fix: 'port: web' },
  ],
  [
    'one of several ports',
    sending('name: alerts, port: http-wob') +
      service('{ name: http-web, port: 9093 }, { name: reloader-web, port: 8080 }'),
    { fix: 'port: http-web' },
  ],
  [
    'several ports, none of which resembles it',
    sending('name: alerts, port: metrics') +
      service('{ name: web, port: 9093 }, { name: reloader-web, port: 8080 }'),
    { fix: 'write port as one of web, reloader-web' },
  ],
  [
    'a port without a name',
    sending('name: alerts, port: web') + service('{ port: 9093 }'),
    {
      message: 'the port of Service monitoring/alerts has no name',
      fix: 'in Service monitoring/alerts, add name: web to its port',
    },
  ],
  [
    'a number in quotes, and a port without a name',
    sending('name: alerts, port: "9093"') + service('{ port: 9093 }'),
    { fix: 'in Service monitoring/alerts, add name: web to its port, and write port: web here' },
  ],
  [
    'a port that the Service of the operator does not have',
    sending('name: alertmanager-operated, port: http-web') + alertmanager,
    { message: 'Service alertmanager-operated of the operator has no port of that name', fix: 'port: web' },
  ],
  [
    'the Service of another namespace',
    sending('name: alerts, namespace: default, port: web') + web,
    {
      severity: 'warning',
      path: 'spec.alerting.alertmanagers[0].namespace',
      message: 'no Service alerts was read in namespace default, but one in monitoring',
      fix: 'namespace: monitoring',
    },
  ],
  [
    'a name that no Service has, beside the Service of the operator',
    sending('name: alertmanager-main, port: web') + alertmanager + web,
    {
      severity: 'warning',
      message:
        'no Service of that name was read in namespace monitoring; the operator makes Service alertmanager-operated for Alertmanager monitoring/main',
      fix: 'name: alertmanager-operated',
    },
  ],
  [
    'an empty list',
    yaml('Prometheus', '', 'spec: { alerting: { alertmanagers: [] } }') +
      alertmanager +
      yaml(
        'PrometheusRule',
        'name: r',
        'spec: { groups: [{ name: g, rules: [{ alert: A, expr: up == 0 }] }] }',
      ),
    { severity: 'warning', path: 'spec.alerting' },
  ],
  [
    'no alerting at all',
    yaml('Prometheus', '', 'spec: { ruleSelector: {} }') +
      alertmanager +
      yaml(
        'PrometheusRule',
        'name: r',
        'spec: { groups: [{ name: g, rules: [{ alert: A, expr: up == 0 }] }] }',
      ),
    {
      severity: 'warning',
      path: 'spec.alerting',
      message:
        'without alerting, Prometheus sends alerts to no Alertmanager, although Alertmanager monitoring/main was read',
      fix: 'alerting: {"alertmanagers":[{"namespace":"monitoring","name":"alertmanager-operated","port":"web"}]}',
    },
  ],
])('%s', (_what, text, finding) => {
  expect(findingsFor(check, text)).toMatchObject([finding]);
});

test('alertingEndpoints of the values', () => {
  const given = values({
    prometheus: {
      prometheusSpec: { alertingEndpoints: [{ name: 'alerts', namespace: 'monitoring', port: '9093' }] },
    },
  });
  expect(findingsFor(check, web, given)).toMatchObject([
    { path: 'prometheus.prometheusSpec.alertingEndpoints[0].port', fix: 'port: web' },
  ]);
});

const alerting = yaml(
  'PrometheusRule',
  'name: r',
  'spec: { groups: [{ name: g, rules: [{ alert: A, expr: up == 0 }] }] }',
);

test.each([
  ['the name of the port', sending('name: alerts, port: web') + web],
  ['a number, which a container declares', sending('name: alerts, port: 9093') + web],
  ['a Service that was not read', sending('name: other, port: web')],
  ['a placeholder', sending('name: alerts, port: "${PORT}"') + web],
  [
    'a Service whose file states no namespace',
    sending('name: alerts, namespace: shop, port: web') +
      '---\n{ apiVersion: v1, kind: Service, metadata: { name: alerts }, spec: { ports: [{ name: web, port: 9093 }] } }',
  ],
  ['the Service of the operator', sending('name: alertmanager-operated, port: web') + alertmanager],
  [
    'another name of its port',
    sending('name: alertmanager-operated, port: http-web') +
      yaml('Alertmanager', 'name: main', 'spec: { portName: http-web }'),
  ],
  [
    'another Service than that of the operator, where no Service was read',
    sending('name: a, port: web') + alertmanager,
  ],
  [
    'a placeholder for all of them',
    yaml('Prometheus', '', 'spec: { alerting: "${ALERTING}" }') + alertmanager + alerting,
  ],
  ['no alerting without alerts', yaml('Prometheus', '', 'spec: {}') + alertmanager],
  ['no alerting without an Alertmanager', yaml('Prometheus', '', 'spec: {}') + alerting],
  [
    'another way to Alertmanager',
    yaml('Prometheus', '', 'spec: { additionalAlertManagerConfigs: { name: a, key: b } }') +
      alertmanager +
      alerting,
  ],
  [
    'a ThanosRuler that sends',
    yaml('Prometheus', '', 'spec: {}') +
      yaml('ThanosRuler', 'name: t', 'spec: { alertmanagersUrl: ["http://a"] }') +
      alertmanager +
      alerting,
  ],
])('it finds nothing with %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

describe('a prometheus.yml', () => {
  const RULES = { 'r.yml': { groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'up == 0' }] }] } };
  const ALERTMANAGER = { 'a.yml': { route: { receiver: 'x' }, receivers: [{ name: 'x' }] } };
  const found = (files: Readonly<Record<string, Fields>>, manifests = '') => {
    const plain = Object.entries(files).map(([name, value]) => plainObject(value, name)!);
    const others = manifests === '' ? [] : readManifests(manifests, 'test.yaml');
    const objects = [...others, ...besideOthers(plain, others, false)];
    return findingsOf(runChecks([check], factsOf({ objects })));
  };
  const withAlerting = (fields: Fields) => ({ 'p.yml': { rule_files: ['r.yml'], ...fields } });
  const FIX = 'alerting: {"alertmanagers":[{"static_configs":[{"targets":["alertmanager:9093"]}]}]}';

  test('that sends the alerts of its rules nowhere', () => {
    expect(found({ ...withAlerting({}), ...RULES, ...ALERTMANAGER })).toMatchObject([
      {
        severity: 'warning',
        resource: 'file p.yml',
        path: 'alerting',
        message: 'alerting is missing, so Prometheus sends alerts to no Alertmanager',
        expected: 'the address of an Alertmanager',
        fix: FIX,
      },
    ]);
  });

  test.each<[string, unknown, object]>([
    ['has no entries', {}, { message: expect.stringContaining('alerting lists no Alertmanager'), fix: FIX }],
    [
      'has the list of the example, whose address is a comment',
      { alertmanagers: [{ static_configs: [{ targets: null }] }] },
      {
        path: 'alerting.alertmanagers[0].static_configs[0].targets',
        message: 'the list of addresses is empty, so Prometheus sends alerts to no Alertmanager',
        fix: 'targets: ["alertmanager:9093"]',
      },
    ],
    [
      'relabels alerts, and keeps doing so',
      { alert_relabel_configs: [{ regex: 'pod', action: 'labeldrop' }] },
      { fix: FIX.replace('{', '{"alert_relabel_configs":[{"regex":"pod","action":"labeldrop"}],') },
    ],
  ])('whose alerting %s', (_what, alerting, finding) => {
    const files = { ...RULES, ...ALERTMANAGER };
    expect(found({ ...withAlerting({ alerting }), ...files })).toMatchObject([finding]);
    const fixed = { alerting: { alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }] } };
    expect(found({ ...withAlerting(fixed), ...files })).toEqual([]);
  });

  test('is a note where no Alertmanager was read, and takes the address of a Service', () => {
    const service =
      '{ apiVersion: v1, kind: Service, metadata: { name: am, namespace: shop }, spec: { ports: [{ port: 9093 }] } }';
    expect(found({ ...withAlerting({}), ...RULES }, service)).toMatchObject([
      { severity: 'info', fix: FIX.replace('alertmanager:9093', 'am.shop:9093') },
    ]);
  });

  test.each<[string, Fields]>([
    ['discovers Alertmanagers', { alertmanagers: [{ dns_sd_configs: [{ names: ['a.example.com'] }] }] }],
    ['has a placeholder for them', { alertmanagers: '{{ alertmanagers }}' }],
    [
      'has a placeholder for addresses',
      { alertmanagers: [{ static_configs: [{ targets: '((TARGETS))' }] }] },
    ],
    [
      'has a placeholder for how they are discovered',
      { alertmanagers: [{ consul_sd_configs: '${CONSUL}' }] },
    ],
  ])('%s', (_what, alerting) => {
    expect(found({ ...withAlerting({ alerting }), ...RULES, ...ALERTMANAGER })).toEqual([]);
  });

  test('has no rules that alert', () => {
    const records = { 'r.yml': { groups: [{ name: 'g', rules: [{ record: 'a:b', expr: 'up' }] }] } };
    expect(found({ ...withAlerting({}), ...records, ...ALERTMANAGER })).toEqual([]);
    expect(found({ ...withAlerting({ rule_files: ['s.yml'] }), ...RULES, ...ALERTMANAGER })).toEqual([]);
  });
});
