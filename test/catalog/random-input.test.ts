import fc from '../support/fast-check';
import { defineEnvironment, type EnvironmentProps } from '../../src/catalog/environment';
import { defineService, type ServiceProps } from '../../src/catalog/service';
import { InvalidInput } from '../../src/findings/invalid-input';
import { renderStack } from '../../src/synth/synthesize';
import { anEnvironment, anSlo, aService, aSignalledContract } from '../support/catalog';
import { objectsIn } from '../support/manifests';

/** Things that people and programs put where they do not belong. */
const junk = fc.oneof(
  fc.jsonValue(),
  fc.string(),
  fc.constantFrom(
    undefined,
    null,
    NaN,
    Infinity,
    -1,
    0,
    1.5,
    '',
    ' ',
    '{{ x }}',
    '../..',
    'a\nb',
    [],
    {},
    '__proto__',
  ),
);

/** Mostly something plausible, now and then junk. */
const or = (...values: readonly unknown[]) =>
  fc.oneof({ arbitrary: fc.constantFrom(...values), weight: 40 }, { arbitrary: junk, weight: 1 });

const service = fc.record({
  name: or('shop', 'a', 'order-api', 'shop-monitoring', 'x'.repeat(63)),
  namespace: or('default', 'shops', 'monitoring', undefined),
  team: or('shopping', 'Team.1'),
  port: or(8080, 1024, 65535),
  metricsPath: or('/metrics', '/', undefined),
  metrics: or(aSignalledContract.metrics),
  signals: or(aSignalledContract.signals, undefined),
  slos: or([], [anSlo], undefined),
  workload: fc.oneof(
    { arbitrary: or('external'), weight: 1 },
    {
      arbitrary: fc.record({
        image: or('shop:1.0.0', 'r.example.com:5000/a/b@sha256:' + '0'.repeat(64)),
        replicas: or(1, 2, 7, undefined),
        memory: or('256Mi', '1.5Gi', undefined),
        clients: or('any', [], ['web'], undefined),
        env: or({}, { LOG_LEVEL: 'debug' }, undefined),
      }),
      weight: 3,
    },
  ),
  seriesBudget: or(undefined, 500, 'contract'),
});

const environment = fc.record({
  name: or('test'),
  cluster: or('test', 'eu-west-1.prod'),
  platform: or('kind', 'eks', 'gke', 'aks', 'self-managed'),
  release: or('prometheus', 'kube-prometheus-stack', 'a-very-long-release-name-for-a-chart'),
  namespaces: fc.record({ services: or('default', 'shops'), monitoring: or('monitoring', 'default') }),
  discovery: or('all', 'release-label'),
  scrapeInterval: or('30s', '1m', '5s'),
  retention: or('31d', '1y'),
  storage: or('ephemeral', { size: '50Gi' }, { size: '1Ti', storageClass: 'gp3' }),
  replicas: or(1, 2),
  shards: or(1, undefined),
  ruler: or('prometheus', 'central', undefined),
  remoteWrite: or(undefined, [], [{ name: 'mimir', url: 'https://mimir.example.com/api/v1/push' }]),
  thanos: or(undefined, { objectStorage: { name: 'thanos', key: 'objstore.yml' } }),
  receivers: or(
    undefined,
    [],
    [{ name: 'hook', severities: ['critical'], via: { kind: 'webhook', url: { name: 'hook', key: 'url' } } }],
  ),
  grafana: or({ adminSecret: 'grafana-admin' }),
  runbooks: or('https://example.com/runbooks'),
  serviceRunbooks: or('https://example.com/runbooks/test'),
});

const SENTENCE = /^(service|environment|manifest|SLO) .+: \S.* \(.+\)\. \S.*\.$/;

describe('random services and environments', () => {
  it('give a stack of Kubernetes objects or clear sentences, and nothing else', () => {
    let stacks = 0;
    fc.assert(
      fc.property(service, environment, (serviceFields, environmentFields) => {
        try {
          const { files } = renderStack(
            [defineService({ ...aService, ...serviceFields } as ServiceProps)],
            defineEnvironment({ ...anEnvironment, ...environmentFields } as EnvironmentProps),
          );
          stacks += 1;
          for (const { path, content } of files.filter(({ path: name }) => name.endsWith('.yaml')))
            for (const object of objectsIn(content))
              expect([path, object.apiVersion, object.kind]).toEqual([
                path,
                expect.any(String),
                expect.any(String),
              ]);
        } catch (error) {
          if (!(error instanceof InvalidInput)) throw error;
          for (const line of error.message.split('\n')) expect(line).toMatch(SENTENCE);
        }
      }),
      { numRuns: 125 },
    );
    // Else the property would hold for sentences alone.
    expect(stacks).toBeGreaterThan(12);
  });
});
