import { check } from '../../../../src/doctor/checks/no-target/alertmanager-endpoints';
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
