import { check } from '../../../../src/doctor/checks/target-down/mounted-files';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const reading = (file: string) =>
  yaml(
    'ServiceMonitor',
    'name: etcd',
    `spec: { endpoints: [{ port: web, tlsConfig: { caFile: ${file} } }] }`,
  );
const CA = '/etc/prometheus/secrets/etcd-certs/ca.crt';
const prometheus = (spec: string) => yaml('Prometheus', 'name: k8s', `spec: { ${spec} }`);
const secret = (keys: string, name = 'etcd-certs') => yaml('Secret', `name: ${name}`, `data: { ${keys} }`);

test('a Secret that Prometheus does not mount', () => {
  expect(findingsFor(check, reading(CA) + prometheus('secrets: [a, b]'))).toMatchObject([
    {
      code: 'mounted-files',
      severity: 'error',
      resource: 'Prometheus monitoring/k8s',
      path: 'spec.secrets',
      message:
        'Prometheus monitoring/k8s does not mount Secret etcd-certs, so the file does not exist; spec.endpoints[0].tlsConfig.caFile reads it',
      found: ['a', 'b'],
      expected: `etcd-certs in the list, because of ${CA}`,
      fix: 'secrets: ["a","b","etcd-certs"]',
    },
  ]);
});

const mail = (file: string) => ({
  alertmanager: {
    config: { global: { smtp_auth_password_file: file } },
    alertmanagerSpec: { secrets: ['smtp'] },
  },
});

test.each<[string, string, object, object]>([
  [
    'a name that differs by a letter',
    reading(CA) + prometheus('secrets: [etcd-cert]'),
    {},
    {
      resource: 'ServiceMonitor monitoring/etcd',
      path: 'spec.endpoints[0].tlsConfig.caFile',
      fix: 'caFile: /etc/prometheus/secrets/etcd-cert/ca.crt',
    },
  ],
  [
    'a ConfigMap',
    reading('/etc/prometheus/configmaps/etcd/ca.crt') + prometheus('secrets: [etcd]'),
    {},
    { path: 'spec.configMaps', fix: 'configMaps: ["etcd"]' },
  ],
  [
    'a token',
    yaml(
      'PodMonitor',
      '',
      'spec: { podMetricsEndpoints: [{ bearerTokenFile: /etc/prometheus/secrets/t/token }] }',
    ) + prometheus('replicas: 1'),
    {},
    { fix: 'secrets: ["t"]' },
  ],
  [
    'a key that the Secret does not have',
    reading(CA) + prometheus('secrets: [etcd-certs]') + secret('ca.pem: YQ=='),
    {},
    {
      path: 'spec.endpoints[0].tlsConfig.caFile',
      message: 'Secret monitoring/etcd-certs has no key of that name, so the file does not exist',
      expected: 'one of ca.pem',
      fix: 'caFile: /etc/prometheus/secrets/etcd-certs/ca.pem',
    },
  ],
  [
    'a Secret whose key is missing in the path',
    reading('/etc/prometheus/secrets/t') + prometheus('secrets: [t]') + secret('ca.pem: YQ==', 't'),
    {},
    { fix: 'caFile: /etc/prometheus/secrets/t/ca.pem' },
  ],
  [
    'one of several other keys',
    reading(CA) + prometheus('secrets: [etcd-certs]') + secret('tls.key: YQ==, root.pem: YQ=='),
    {},
    { fix: 'end the path with one of tls.key, root.pem' },
  ],
  [
    'values of the chart',
    '',
    {
      kubeEtcd: { serviceMonitor: { caFile: CA, certFile: '/etc/prometheus/secrets/etcd-certs/tls.crt' } },
      prometheus: { prometheusSpec: {} },
    },
    {
      path: 'prometheus.prometheusSpec.secrets',
      message:
        'prometheus.prometheusSpec does not mount Secret etcd-certs, so the file does not exist; kubeEtcd.serviceMonitor.caFile reads it',
      fix: 'secrets: ["etcd-certs"]',
    },
  ],
  [
    'a password of Alertmanager in values',
    '',
    mail('/etc/alertmanager/secrets/mail/password'),
    {
      path: 'alertmanager.config.global.smtp_auth_password_file',
      expected: 'a file of smtp',
      fix: 'smtp_auth_password_file: /etc/alertmanager/secrets/smtp/password',
    },
  ],
  [
    'an address of Alertmanager in its Secret',
    yaml('Alertmanager', 'name: main', 'spec: { replicas: 1 }') +
      yaml(
        'Secret',
        'name: alertmanager-main',
        'stringData: { alertmanager.yaml: "{ global: { slack_api_url_file: /etc/alertmanager/secrets/slack/url }, route: { receiver: a }, receivers: [{ name: a }] }" }',
      ),
    {},
    { resource: 'Alertmanager monitoring/main', path: 'spec.secrets', fix: 'secrets: ["slack"]' },
  ],
])('%s', (_what, text, given, finding) => {
  const sources = Object.keys(given).length === 0 ? {} : values(given);
  expect(findingsFor(check, text, sources)).toMatchObject([finding]);
});

test('the place is where the configuration is', () => {
  const config =
    '{ global: { slack_api_url_file: /etc/alertmanager/secrets/slack/url }, route: { receiver: a } }';
  const text =
    yaml('Alertmanager', 'name: main', 'spec: { replicas: 1 }') +
    yaml('Secret', 'name: alertmanager-main', `data: { alertmanager.yaml: ${btoa(config)} }`);
  expect(findingsFor(check, text)).toMatchObject([
    { message: expect.stringContaining('data["alertmanager.yaml"].global.slack_api_url_file') },
  ]);
});

test.each<[string, string, object]>([
  ['a mounted Secret', reading(CA) + prometheus('secrets: [etcd-certs]'), {}],
  [
    'one of two Prometheus',
    reading(CA) + prometheus('secrets: [etcd-certs]') + yaml('Prometheus', 'name: b', 'spec: {}'),
    {},
  ],
  ['a key of the Secret', reading(CA) + prometheus('secrets: [etcd-certs]') + secret('ca.crt: YQ=='), {}],
  ['a Secret that a controller fills', reading(CA) + prometheus('secrets: [etcd-certs]') + secret(''), {}],
  [
    'a volume of its own',
    reading(CA) + prometheus('volumeMounts: [{ name: c, mountPath: /etc/prometheus/secrets/etcd-certs }]'),
    {},
  ],
  [
    'a container of its own',
    reading(CA) +
      prometheus('containers: [{ name: prometheus, volumeMounts: [{ name: c, mountPath: /x }] }]'),
    {},
  ],
  [
    'a file of the account',
    reading('/var/run/secrets/kubernetes.io/serviceaccount/ca.crt') + prometheus('replicas: 1'),
    {},
  ],
  ['no Prometheus', reading(CA), {}],
  ['a placeholder', reading('"/etc/prometheus/secrets/${NAME}/ca.crt"') + prometheus('replicas: 1'), {}],
  ['a mounted password', '', mail('/etc/alertmanager/secrets/smtp/password')],
])('it finds nothing with %s', (_what, text, given) => {
  const sources = Object.keys(given).length === 0 ? {} : values(given);
  expect(findingsFor(check, text, sources)).toEqual([]);
});
