import { findEnvironment } from '../../fixtures/stack/index';
import type { EnvironmentProps } from '../../../src/catalog/environment';
import { alertmanagerConfig } from '../../../src/outputs/kube-prometheus-stack/alertmanager-config';
import { kubePrometheusStackValues } from '../../../src/outputs/kube-prometheus-stack/kube-prometheus-stack';
import { messageTemplates } from '../../../src/outputs/kube-prometheus-stack/message-templates';
import { environmentWith, everyReceiver } from './environments';

const valuesOf = (changes: Partial<EnvironmentProps>) => kubePrometheusStackValues(environmentWith(changes));
const specOf = (changes: Partial<EnvironmentProps>) => valuesOf(changes).prometheus!.prometheusSpec!;

/** How Grafana finds the ConfigMaps with dashboards, in whatever namespace. */
const sidecar = {
  dashboards: {
    enabled: true,
    label: 'grafana_dashboard',
    labelValue: '1',
    folderAnnotation: 'grafana_folder',
    searchNamespace: 'ALL',
    provider: { foldersFromFilesStructure: true },
  },
};

test('dev: one Prometheus that finds every monitor and rule, and keeps nothing', () => {
  const dev = findEnvironment('dev');
  expect(kubePrometheusStackValues(dev)).toEqual({
    prometheus: {
      prometheusSpec: {
        scrapeInterval: '30s',
        evaluationInterval: '30s',
        retention: '31d',
        replicas: 1,
        shards: 1,
        externalLabels: { cluster: 'dev' },
        replicaExternalLabelNameClear: false,
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        probeSelectorNilUsesHelmValues: false,
        scrapeConfigSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
      },
    },
    alertmanager: {
      config: alertmanagerConfig({ receivers: [] }),
      tplConfig: false,
      templateFiles: { 'stack.tmpl': messageTemplates },
      alertmanagerSpec: { replicas: 1, secrets: [] },
    },
    grafana: {
      admin: { existingSecret: 'grafana-admin', userKey: 'admin-user', passwordKey: 'admin-password' },
      serviceMonitor: { scrapeTimeout: '10s' },
      sidecar,
    },
    prometheusOperator: { featureGates: { StatusForConfigurationResources: true } },
    kubeControllerManager: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeProxy: { enabled: false },
  });
});

test('prod: two of everything on different nodes, with disks', () => {
  const prod = findEnvironment('prod');
  expect(kubePrometheusStackValues(prod)).toEqual({
    prometheus: {
      prometheusSpec: {
        scrapeInterval: '30s',
        evaluationInterval: '30s',
        retention: '35d',
        retentionSize: '85GiB',
        storageSpec: {
          volumeClaimTemplate: {
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '100Gi' } } },
          },
        },
        replicas: 2,
        shards: 1,
        podAntiAffinity: 'hard',
        externalLabels: { cluster: 'prod' },
        replicaExternalLabelNameClear: false,
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        probeSelectorNilUsesHelmValues: false,
        scrapeConfigSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
      },
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
    },
    alertmanager: {
      config: alertmanagerConfig(prod),
      tplConfig: false,
      templateFiles: { 'stack.tmpl': messageTemplates },
      alertmanagerSpec: {
        replicas: 2,
        storage: {
          volumeClaimTemplate: {
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        },
        podAntiAffinity: 'hard',
        secrets: ['alertmanager-receivers'],
      },
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
    },
    grafana: {
      admin: { existingSecret: 'grafana-admin', userKey: 'admin-user', passwordKey: 'admin-password' },
      serviceMonitor: { scrapeTimeout: '10s' },
      sidecar,
    },
    prometheusOperator: { featureGates: { StatusForConfigurationResources: true } },
    kubeControllerManager: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeProxy: { enabled: false },
  });
});

test('mode release-label leaves the selectors to the chart', () => {
  expect(specOf({ discovery: 'release-label' })).toMatchObject({
    serviceMonitorSelectorNilUsesHelmValues: true,
    podMonitorSelectorNilUsesHelmValues: true,
    probeSelectorNilUsesHelmValues: true,
    scrapeConfigSelectorNilUsesHelmValues: true,
    ruleSelectorNilUsesHelmValues: true,
  });
});

const off = { enabled: false };

test.each<[EnvironmentProps['platform'], object]>([
  ['self-managed', {}],
  ['kind', { kubeControllerManager: off, kubeScheduler: off, kubeEtcd: off, kubeProxy: off }],
  ['eks', { kubeControllerManager: off, kubeScheduler: off, kubeEtcd: off, kubeProxy: off }],
  ['aks', { kubeControllerManager: off, kubeScheduler: off, kubeEtcd: off, kubeProxy: off }],
  ['gke', { kubeControllerManager: off, kubeScheduler: off, kubeEtcd: off, kubeProxy: off, coreDns: off }],
])('on %s, what Prometheus cannot reach is not watched', (platform, expected) => {
  const {
    prometheus: _,
    alertmanager: __,
    grafana: ___,
    prometheusOperator: ____,
    ...components
  } = valuesOf({ platform });
  expect(components).toEqual(expected);
});

test.each([
  ['100Gi', '85GiB'],
  ['50Gi', '43520MiB'],
  ['1Ti', '891289MiB'],
  ['100G', '81062MiB'],
  ['1.5Gi', '1305MiB'],
  ['107374182400', '85GiB'],
  ['1k', '1MiB'],
])('of a disk of %s, Prometheus fills %s', (size, retentionSize) => {
  expect(specOf({ storage: { size } }).retentionSize).toBe(retentionSize);
});

test('a storage class is for the disks of Prometheus and of Alertmanager', () => {
  const values = valuesOf({ storage: { size: '10Gi', storageClass: 'fast' } });
  expect(values.prometheus!.prometheusSpec!.storageSpec!.volumeClaimTemplate!.spec.storageClassName).toBe(
    'fast',
  );
  expect(values.alertmanager!.alertmanagerSpec!.storage!.volumeClaimTemplate!.spec.storageClassName).toBe(
    'fast',
  );
});

test('remote writes take their credentials from Secrets', () => {
  const mimir = {
    name: 'mimir',
    url: 'https://mimir.example.com/api/v1/push',
    basicAuth: { username: { name: 'mimir', key: 'user' }, password: { name: 'mimir', key: 'password' } },
  };
  const plain = { name: 'local', url: 'http://receiver.monitoring.svc/push' };
  expect(specOf({ remoteWrite: [mimir, plain] }).remoteWrite).toEqual([mimir, plain]);
});

test('braces in an address reach the receiver as they are, and are no template of Helm', () => {
  const remoteWrite = [{ name: 'a', url: 'https://example.com/{{tenant}}/push' }];
  expect(specOf({ remoteWrite }).remoteWrite![0]!.url).toBe('https://example.com/{{`{{`}}tenant}}/push');
});

test('shards share the targets, and may lose one pod at a time', () => {
  const remoteWrite = [{ name: 'a', url: 'https://example.com/push' }];
  const { prometheus, alertmanager } = valuesOf({ replicas: 2, shards: 3, remoteWrite });
  expect(prometheus).toMatchObject({
    prometheusSpec: { replicas: 2, shards: 3 },
    podDisruptionBudget: { enabled: true, minAvailable: 5 },
  });
  expect(alertmanager).toMatchObject({ podDisruptionBudget: { enabled: true, minAvailable: 1 } });
});

test('the Thanos sidecar uploads with the configuration in a Secret, and queriers find it', () => {
  expect(
    valuesOf({ thanos: { objectStorage: { name: 'thanos', key: 'objstore.yml' } } }).prometheus,
  ).toMatchObject({
    prometheusSpec: {
      thanos: { objectStorageConfig: { existingSecret: { name: 'thanos', key: 'objstore.yml' } } },
    },
    thanosService: { enabled: true },
    thanosServiceMonitor: { enabled: true },
  });
});

test('the Secret of every receiver is mounted, each once', () => {
  const twice = everyReceiver.map((receiver) => ({ ...receiver, name: `${receiver.name}-2` }));
  expect(
    valuesOf({ receivers: [...everyReceiver, ...twice] }).alertmanager!.alertmanagerSpec!.secrets,
  ).toEqual(['chat', 'pager', 'mail', 'hook']);
});

test('the Secret of the heartbeat is mounted too', () => {
  const heartbeat = { url: { name: 'heartbeat', key: 'url' } };
  expect(valuesOf({ heartbeat }).alertmanager!.alertmanagerSpec!.secrets).toEqual(['heartbeat']);
});

test('links in messages and in Grafana start with the addresses that people use', () => {
  const { prometheus, alertmanager, grafana } = valuesOf({
    externalUrls: { prometheus: 'https://p.example.com', alertmanager: 'https://a.example.com' },
    grafana: { adminSecret: 'admin', url: 'https://g.example.com' },
  });
  expect(prometheus!.prometheusSpec!.externalUrl).toBe('https://p.example.com');
  expect(alertmanager!.alertmanagerSpec!.externalUrl).toBe('https://a.example.com');
  expect(grafana!['grafana.ini']).toEqual({ server: { root_url: 'https://g.example.com' } });
});

test.each([
  ['15s', '10s'],
  ['10s', '10s'],
  ['5s', '5s'],
] as const)(
  'scraped every %s, Grafana is given %s, as the operator refuses a longer timeout',
  (scrapeInterval, expected) => {
    expect(valuesOf({ scrapeInterval }).grafana!.serviceMonitor!.scrapeTimeout).toBe(expected);
  },
);

test('Grafana looks for its administrator under the keys that the environment names', () => {
  const grafana = { adminSecret: 'admin', userKey: 'login', passwordKey: 'secret' };
  expect(valuesOf({ grafana }).grafana!.admin).toEqual({
    existingSecret: 'admin',
    userKey: 'login',
    passwordKey: 'secret',
  });
});

test('rules look back as far as the environment says, and at now otherwise', () => {
  expect(specOf({ ruleQueryOffset: '1m' }).ruleQueryOffset).toBe('1m');
  expect(specOf({})).not.toHaveProperty('ruleQueryOffset');
});
