import { Yaml } from 'cdk8s';
import fc from '../../support/fast-check';
import { parse } from 'yaml';
import type { Environment } from '../../../src/catalog/environment';
import { findEnvironment } from '../../fixtures/stack/index';
import { kubePrometheusStackValues } from '../../../src/outputs/kube-prometheus-stack/kube-prometheus-stack';
import { parseValues } from '../../../src/helm-values/parse-values';
import * as helm from '../../../src/outputs/kube-prometheus-stack/values-file';
import { environmentWith, everyReceiver } from './environments';

const prod = findEnvironment('prod');
const valuesFile = (environment: Environment) =>
  helm.valuesFile(environment, kubePrometheusStackValues(environment), (values) => Yaml.stringify(values));

test('neither kubectl nor cdk8s takes the file for a manifest', () => {
  expect(helm.VALUES_PATH).toBe('helm/kube-prometheus-stack.values.yml');
});

test('the file starts with the Secrets to create and the command to run', () => {
  expect(valuesFile(prod).split('\n\n')[0]).toBe(`\
# kube-prometheus-stack 88.5.3 for environment prod. Generated: edit the environment in the stack, not this file.
#
# 1. Create these Secrets in namespace monitoring:
#   alertmanager-receivers with heartbeat-url, pagerduty-routing-key, slack-webhook-url: receiver on-call, receiver team-channel, heartbeat
#   grafana-admin with admin-password, admin-user: Grafana's administrator
# 2. In the folder of this file, run:
#   helm upgrade --install prometheus kube-prometheus-stack \\
#     --repo https://prometheus-community.github.io/helm-charts \\
#     --version 88.5.3 \\
#     --namespace monitoring --create-namespace \\
#     --values kube-prometheus-stack.values.yml`);
});

test('then come the values, the most read ones first', () => {
  expect(valuesFile(findEnvironment('dev')).split('\n\n')[1]).toContain(
    `\
prometheus:
  prometheusSpec:
    scrapeInterval: 30s
    evaluationInterval: 30s
    retention: 31d
    replicas: 1
    shards: 1
    externalLabels:
      cluster: dev
    replicaExternalLabelNameClear: false
    serviceMonitorSelectorNilUsesHelmValues: false
    podMonitorSelectorNilUsesHelmValues: false
    probeSelectorNilUsesHelmValues: false
    scrapeConfigSelectorNilUsesHelmValues: false
    ruleSelectorNilUsesHelmValues: false
alertmanager:
  config:
    global:
      resolve_timeout: 5m
`,
  );
});

test('it is the same file every time', () => {
  expect(valuesFile(findEnvironment('prod'))).toBe(valuesFile(findEnvironment('prod')));
});

// Helm reads YAML 1.1.
test.each(['on', 'y', '1.10', '1_000', 'null', '012'])(
  'a cluster named %s is still called that',
  (cluster) => {
    const values = parse(valuesFile(environmentWith({ cluster })), { version: '1.1' }) as {
      prometheus: { prometheusSpec: { externalLabels: object } };
    };
    expect(values.prometheus.prometheusSpec.externalLabels).toEqual({ cluster });
  },
);

const secret = fc.record({ name: fc.constantFrom('a', 'b'), key: fc.constantFrom('x', 'y') });

const environments = fc
  .record({
    platform: fc.constantFrom(
      'kind' as const,
      'eks' as const,
      'gke' as const,
      'aks' as const,
      'self-managed' as const,
    ),
    release: fc.constantFrom('prometheus', 'kps', 'kube-prometheus-stack'),
    cluster: fc.stringMatching(/^[a-zA-Z0-9]{1,12}$/),
    discovery: fc.constantFrom('all' as const, 'release-label' as const),
    scrapeInterval: fc.constantFrom('5s' as const, '30s' as const, '1m' as const),
    storage: fc.constantFrom('ephemeral' as const, { size: '10Gi' }, { size: '1T', storageClass: 'fast' }),
    replicas: fc.integer({ min: 1, max: 3 }),
    receivers: fc.subarray([...everyReceiver]),
    heartbeat: fc.option(fc.record({ url: secret }), { nil: undefined }),
    remoteWrite: fc.array(
      fc.record(
        {
          name: fc.constantFrom('a', 'b'),
          url: fc.constantFrom('http://a/push', 'https://b/{{x}}?a=1#b', "https://c/'{{`"),
          basicAuth: fc.record({ username: secret, password: secret }),
        },
        { requiredKeys: ['name', 'url'] },
      ),
      { maxLength: 2 },
    ),
    thanos: fc.option(fc.record({ objectStorage: secret }), { nil: undefined }),
  })
  .map(environmentWith);

test('whatever the environment, its file is read back as the values it was written from', () => {
  fc.assert(
    fc.property(environments, (environment) => {
      const read: unknown = parse(valuesFile(environment), { version: '1.1' });
      expect(parseValues(read, environment.release)).toEqual(kubePrometheusStackValues(environment));
    }),
    { numRuns: 100 },
  );
});
