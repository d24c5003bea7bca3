import { cronJob } from '../../../../src/catalog/workload/cron-job';
import { daemonSet } from '../../../../src/catalog/workload/daemon-set';
import { deployment } from '../../../../src/catalog/workload/deployment';
import { existing } from '../../../../src/catalog/existing';
import { statefulSet } from '../../../../src/catalog/workload/stateful-set';
import { contract } from '../../../../src/metrics/contract';
import { counter } from '../../../../src/metrics/metric';
import { defineService, type ServiceProps } from '../../../../src/catalog/service';
import { placeServices } from '../../../../src/catalog/placement';
import { renderStack } from '../../../../src/synth/synthesize';
import { renderManifests } from '../../../../src/outputs/kubernetes/manifests';
import { testEnvironment } from '../../../support/catalog';
import { manifestsOf, type Manifest } from '../../../support/manifests';

const image = 'shop:1.0.0';
const metrics = contract({ requests: counter('shop_requests_total', { help: 'Requests' }) });

const objectsOf = (fields: Partial<ServiceProps>): readonly Manifest[] =>
  renderManifests(
    placeServices(
      [defineService({ name: 'shop', team: 'shopping', workload: 'external', ...fields })],
      testEnvironment,
    ),
  ).flatMap(({ objects }) => objects);

const kindsOf = (fields: Partial<ServiceProps>) =>
  objectsOf(fields)
    .map(({ kind }) => kind as string)
    .filter((kind) => !['ConfigMap', 'PrometheusRule'].includes(kind));

test('a Deployment with everything that its container can have', () => {
  const workload = deployment({
    image,
    command: ['/bin/server'],
    args: ['--verbose'],
    cpuLimit: '2',
    envFrom: [{ configMap: 'settings' }, { secret: 'keys' }],
    mounts: {
      '/etc/shop/shop.yaml': { configMap: 'settings', key: 'shop.yaml' },
      '/etc/tls': { secret: 'tls' },
      '/etc/Tls': { secret: 'old-tls' },
      '/shared': { claim: 'shared' },
    },
    user: 65532,
    ports: { admin: 9901 },
    probes: {
      startup: { tcp: 'admin' },
      readiness: { grpc: 50051, service: 'shop' },
      liveness: { exec: ['/bin/check'], period: 30, failures: 5 },
    },
    preStop: 'none',
    annotations: { 'sidecar.istio.io/inject': 'false' },
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'spot', operator: 'Exists' }],
  });
  const objects = objectsOf({ workload, port: 8080, metrics });
  const { template } = objects.find(({ kind }) => kind === 'Deployment').spec;
  expect(template.metadata.annotations).toEqual({ 'sidecar.istio.io/inject': 'false' });
  expect(template.spec).toMatchObject({
    securityContext: { runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532 },
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'spot', operator: 'Exists' }],
  });
  expect(template.spec.volumes.slice(1)).toEqual([
    { name: 'etc-shop-shop-yaml', configMap: { name: 'settings' } },
    { name: 'etc-tls', secret: { secretName: 'tls' } },
    { name: 'etc-tls-2', secret: { secretName: 'old-tls' } },
    { name: 'shared', persistentVolumeClaim: { claimName: 'shared' } },
  ]);
  const [container] = template.spec.containers;
  expect(container).toMatchObject({
    command: ['/bin/server'],
    args: ['--verbose'],
    envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'keys' } }],
    ports: [
      { name: 'http', containerPort: 8080 },
      { name: 'admin', containerPort: 9901 },
    ],
    startupProbe: { tcpSocket: { port: 'admin' }, periodSeconds: 2 },
    readinessProbe: { grpc: { port: 50051, service: 'shop' }, timeoutSeconds: 2 },
    livenessProbe: { exec: { command: ['/bin/check'] }, periodSeconds: 30, failureThreshold: 5 },
  });
  expect(container.resources.limits.cpu).toBe('2');
  expect(container).not.toHaveProperty('lifecycle');
  expect(container.volumeMounts.slice(1)).toEqual([
    { name: 'etc-shop-shop-yaml', mountPath: '/etc/shop/shop.yaml', readOnly: true, subPath: 'shop.yaml' },
    { name: 'etc-tls', mountPath: '/etc/tls', readOnly: true },
    { name: 'etc-tls-2', mountPath: '/etc/Tls', readOnly: true },
    { name: 'shared', mountPath: '/shared' },
  ]);
  const policy = objects.find(({ kind }) => kind === 'NetworkPolicy').spec;
  expect(policy.ingress[1].ports.map(({ port }: { port: number }) => port)).toEqual([8080, 9901]);
});

test('settings alone are those of a Deployment', () => {
  const alone = objectsOf({ workload: { image }, port: 8080, metrics });
  expect(objectsOf({ workload: deployment({ image }), port: 8080, metrics })).toEqual(alone);
});

test('probes can be left out', () => {
  const [container] = manifestsOf({
    workload: { image, probes: { startup: 'none', readiness: 'none', liveness: 'none' } },
  })('Deployment').spec.template.spec.containers;
  expect(Object.keys(container).filter((key) => key.endsWith('Probe'))).toEqual([]);
});

test('an HTTP probe can use another port', () => {
  const probes = {
    startup: '/started',
    readiness: { http: '/ready', port: 9901, timeout: 5 },
    liveness: 'none',
  } as const;
  const [container] = manifestsOf({ workload: { image, probes } })('Deployment').spec.template.spec
    .containers;
  expect(container.readinessProbe).toMatchObject({
    httpGet: { path: '/ready', port: 9901, scheme: 'HTTP' },
    timeoutSeconds: 5,
  });
});

test('an autoscaler decides on the number of pods', () => {
  const workload = deployment({ image, autoscaling: { min: 3, max: 9, cpu: 80, memory: 70 } });
  const objects = objectsOf({ workload, port: 8080, metrics });
  const of = (wanted: string) => objects.find(({ kind }) => kind === wanted).spec;
  expect(of('Deployment')).not.toHaveProperty('replicas');
  expect(of('HorizontalPodAutoscaler')).toEqual({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' },
    minReplicas: 3,
    maxReplicas: 9,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
      },
      {
        type: 'Resource',
        resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 70 } },
      },
    ],
  });
  expect(of('PodDisruptionBudget')).toMatchObject({ maxUnavailable: 1 });
});

test('a StatefulSet has claims, and a Service that gives its pods names', () => {
  const workload = statefulSet({
    image,
    replicas: 3,
    claims: { '/data': { size: '20Gi', storageClass: 'fast' } },
    start: 'at once',
    clients: ['web'],
  });
  const objects = objectsOf({ workload, port: 8080, metrics });
  const of = (wanted: string, name = 'shop') =>
    objects.find(({ kind, metadata }) => kind === wanted && metadata.name === name);
  expect(of('StatefulSet').spec).toMatchObject({
    replicas: 3,
    serviceName: 'shop-pods',
    podManagementPolicy: 'Parallel',
    selector: { matchLabels: { app: 'shop' } },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'fast',
          resources: { requests: { storage: '20Gi' } },
        },
      },
    ],
  });
  expect(of('StatefulSet').spec.template.spec.containers[0].volumeMounts).toContainEqual({
    name: 'data',
    mountPath: '/data',
  });
  expect(of('Service', 'shop-pods').spec).toMatchObject({ clusterIP: 'None', selector: { app: 'shop' } });
  // A monitor that selects it too would scrape each pod twice.
  expect(of('Service', 'shop-pods').metadata.labels).not.toHaveProperty('app');
  expect(of('NetworkPolicy').spec.ingress).toContainEqual({
    from: [{ podSelector: { matchLabels: { app: 'shop' } } }],
  });
});

test('volumes are mounted at any depth, and each has a name of its own', () => {
  const workload = statefulSet({
    image,
    claims: { '/var/lib/postgresql/data': { size: '20Gi' } },
    writable: { '/var/run': '1Mi', '/var-run': '1Mi' },
    mounts: { '/VAR/run': { configMap: 'run' } },
  });
  const { spec } = objectsOf({ workload, port: 8080, metrics }).find(({ kind }) => kind === 'StatefulSet');
  const path = (name: string) =>
    (spec.template.spec.containers[0].volumeMounts as { name: string; mountPath: string }[]).find(
      (mount) => mount.name === name,
    )?.mountPath;
  expect(spec.volumeClaimTemplates[0].metadata.name).toBe('var-lib-postgresql-data');
  expect(['var-lib-postgresql-data', 'tmp', 'var-run', 'var-run-2', 'var-run-3'].map(path)).toEqual([
    '/var/lib/postgresql/data',
    '/tmp',
    '/var/run',
    '/var-run',
    '/VAR/run',
  ]);
});

test('a DaemonSet has no number of pods', () => {
  const workload = daemonSet({ image, tolerations: [{ operator: 'Exists' }] });
  expect(kindsOf({ workload, port: 8080, metrics })).toEqual([
    'ServiceAccount',
    'DaemonSet',
    'Service',
    'NetworkPolicy',
    'ServiceMonitor',
  ]);
  const { spec } = objectsOf({ workload, port: 8080, metrics }).find(({ kind }) => kind === 'DaemonSet');
  expect(spec).not.toHaveProperty('replicas');
  expect(spec.template.spec).not.toHaveProperty('topologySpreadConstraints');
});

test('a CronJob needs no port and no metrics, and admits nobody', () => {
  const workload = cronJob({
    image,
    schedule: '0 3 * * *',
    timeZone: 'Europe/Berlin',
    succeedsWithin: '26h',
    deadlineSeconds: 3600,
    secretEnv: { TOKEN: { name: 'shop', key: 'token', needed: 'by several replicas' } },
  });
  expect(kindsOf({ workload })).toEqual(['ServiceAccount', 'CronJob', 'NetworkPolicy']);
  const objects = objectsOf({ workload });
  expect(objects.find(({ kind }) => kind === 'CronJob').spec).toMatchObject({
    schedule: '0 3 * * *',
    timeZone: 'Europe/Berlin',
    concurrencyPolicy: 'Forbid',
    jobTemplate: {
      spec: {
        backoffLimit: 2,
        activeDeadlineSeconds: 3600,
        template: {
          metadata: { labels: { app: 'shop' } },
          spec: { restartPolicy: 'Never', containers: [{ env: [{ name: 'TOKEN' }] }] },
        },
      },
    },
  });
  expect(objects.find(({ kind }) => kind === 'NetworkPolicy').spec.ingress).toEqual([]);
});

test('what exists is not written, but its pods are watched', () => {
  const workload = existing({ kind: 'StatefulSet', name: 'shop-db' });
  expect(kindsOf({ workload, port: 8080, metrics })).toEqual(['ServiceMonitor']);
  const rules = JSON.stringify(objectsOf({ workload, port: 8080, metrics }));
  expect(rules).toContain('kube_statefulset_replicas{namespace=\\"default\\", statefulset=\\"shop-db\\"}');
});

test.each([
  [
    'StatefulSet',
    { workload: statefulSet({ image, claims: { '/data': { size: '1Gi' } } }), port: 8080, metrics },
  ],
  ['DaemonSet', { workload: daemonSet({ image }), port: 8080, metrics }],
  ['CronJob', { workload: cronJob({ image, schedule: '@daily', succeedsWithin: '26h' }) }],
  ['autoscaled', { workload: deployment({ image, autoscaling: { max: 4, cpu: 80 } }), port: 8080, metrics }],
] as const)('%s: synthesis finds nothing wrong with it', (_kind, fields) => {
  const service = defineService({ name: 'shop', team: 'shopping', ...fields });
  const { warnings } = renderStack([service], testEnvironment);
  expect(warnings.filter((warning) => !warning.startsWith('environment'))).toEqual([]);
});
