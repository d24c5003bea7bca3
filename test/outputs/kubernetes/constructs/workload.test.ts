import { Chart, Testing } from 'cdk8s';
import { Workload } from '../../../../src/outputs/kubernetes/index';
import { findEnvironment } from '../../../fixtures/stack/index';
import { placeServices } from '../../../../src/catalog/placement';
import { orderApi } from '../../../fixtures/stack/order-api';
import { renderManifests } from '../../../../src/outputs/kubernetes/manifests';
import { manifestsOf, objectsIn as parseManifests, type Manifest } from '../../../support/manifests';
import { yamlOf } from './yaml-of';

const image = 'shop:1.0.0';

describe('a Workload in any chart', () => {
  it('needs an image and a port', () => {
    const chart = new Chart(Testing.app(), 'chart', { namespace: 'shops' });
    const workload = new Workload(chart, 'shop', { image, port: 8080 });
    expect(workload).toMatchObject({
      name: 'shop',
      selector: { app: 'shop' },
      port: { name: 'http', port: 8080 },
      metricsPort: { name: 'http', port: 8080 },
    });
    const { deployment, service, serviceAccount, networkPolicy, disruptionBudget } = workload;
    expect(
      [deployment, service, serviceAccount, networkPolicy, disruptionBudget].map((object) => object?.kind),
    ).toEqual(['Deployment', 'Service', 'ServiceAccount', 'NetworkPolicy', 'PodDisruptionBudget']);
    expect(yamlOf(chart)).toMatchSnapshot();
  });

  it('takes a name, labels, a port of metrics and a Prometheus', () => {
    const chart = Testing.chart();
    const workload = new Workload(chart, 'workload', {
      name: 'shop',
      namespace: 'shops',
      labels: { team: 'shopping' },
      image,
      port: 8080,
      metricsPort: 9090,
      replicas: 1,
      prometheus: { release: 'kps', namespace: 'observability' },
    });
    expect(workload.metricsPort).toEqual({ name: 'metrics', port: 9090 });
    expect(workload.disruptionBudget).toBeUndefined();
    const objects = Testing.synth(chart) as readonly Manifest[];
    for (const { metadata } of objects)
      expect(metadata).toEqual({
        name: 'shop',
        namespace: 'shops',
        labels: expect.objectContaining({ app: 'shop', team: 'shopping' }),
      });
    const { from } = objects.find(({ kind }) => kind === 'NetworkPolicy').spec.ingress[0];
    expect(from[0].namespaceSelector.matchLabels).toEqual({ 'kubernetes.io/metadata.name': 'observability' });
    expect(from[0].podSelector.matchLabels['operator.prometheus.io/name']).toBe(
      'kps-kube-prometheus-stack-prometheus',
    );
  });

  it('rejects invalid settings with one sentence for each', () => {
    expect(() => new Workload(Testing.chart(), 'shop', { image, port: 8080, replicas: 0 })).toThrow(
      /^workload "shop": .* \(replicas: 0\)\. /,
    );
  });
});

describe('the Deployment', () => {
  const deployment = manifestsOf()('Deployment');
  const pod = deployment.spec.template.spec;
  const [container] = pod.containers;

  it('has a name and a selector that no refactoring changes', () => {
    expect(deployment.metadata).toEqual({
      name: 'shop',
      namespace: 'default',
      labels: {
        app: 'shop',
        'app.kubernetes.io/name': 'shop',
        'app.kubernetes.io/part-of': 'shop',
        'app.kubernetes.io/managed-by': 'cdk8s',
        team: 'shopping',
      },
    });
    expect(deployment.spec.selector).toEqual({ matchLabels: { app: 'shop' } });
    expect(deployment.spec.template.metadata.labels).toMatchObject({ app: 'shop' });
  });

  it('replaces pods only once a new one is ready', () => {
    expect(deployment.spec.replicas).toBe(2);
    expect(deployment.spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  });

  it('passes the Pod Security Standard "restricted", with a numeric user above 10000', () => {
    expect(pod.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod).not.toHaveProperty('hostNetwork');
    expect(pod.volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '128Mi' } }]);
  });

  it('mounts no service account token', () => {
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.serviceAccountName).toBe('shop');
    expect(manifestsOf()('ServiceAccount').automountServiceAccountToken).toBe(false);
  });

  it('names its port http, and has a different probe path for each question', () => {
    expect(container.ports).toEqual([{ name: 'http', containerPort: 8080, protocol: 'TCP' }]);
    const paths = ['startupProbe', 'readinessProbe', 'livenessProbe'].map((name) => container[name].httpGet);
    expect(paths).toEqual([
      { path: '/healthz', port: 'http', scheme: 'HTTP' },
      { path: '/readyz', port: 'http', scheme: 'HTTP' },
      { path: '/healthz', port: 'http', scheme: 'HTTP' },
    ]);
    expect(container.startupProbe.periodSeconds * container.startupProbe.failureThreshold).toBe(60);
  });

  it('requests what it needs, limits memory and disk, and leaves the CPU free', () => {
    expect(container.resources).toEqual({
      requests: { cpu: '100m', memory: '256Mi', 'ephemeral-storage': '128Mi' },
      limits: { memory: '256Mi', 'ephemeral-storage': '128Mi' },
    });
  });

  it('spreads over nodes and zones', () => {
    expect(
      pod.topologySpreadConstraints.map((constraint: { topologyKey: string }) => constraint.topologyKey),
    ).toEqual(['kubernetes.io/hostname', 'topology.kubernetes.io/zone']);
  });

  it('keeps serving for 5 s after the stop signal', () => {
    expect(container.lifecycle).toEqual({ preStop: { exec: { command: ['sleep', '5'] } } });
    expect(pod.terminationGracePeriodSeconds).toBe(30);
  });

  it('passes environment variables on', () => {
    const { env } = manifestsOf({ workload: { image, env: { LOG_LEVEL: 'debug' } } })('Deployment').spec
      .template.spec.containers[0];
    expect(env).toEqual([{ name: 'LOG_LEVEL', value: 'debug' }]);
    expect(container).not.toHaveProperty('env');
  });

  it.each([
    ['needed', {}, 1, false],
    ['needed', {}, 2, false],
    ['not needed', { needed: 'by several replicas' }, 1, true],
    ['needed', { needed: 'by several replicas' }, 2, false],
  ] as const)('takes variables from Secrets, %s: %j with %d replicas', (_is, needed, replicas, optional) => {
    const secretEnv = { DATABASE_URL: { name: 'shop-database', key: 'url', ...needed } };
    const { env } = manifestsOf({ workload: { image, replicas, secretEnv } })('Deployment').spec.template.spec
      .containers[0];
    expect(env).toEqual([
      { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'shop-database', key: 'url', optional } } },
    ]);
  });

  it('gives the container folders to write to, each with a limit', () => {
    const { volumes, containers } = manifestsOf({
      workload: { image, writable: { '/data': '64Mi' }, ephemeralStorage: '100Mi' },
    })('Deployment').spec.template.spec;
    expect(volumes).toEqual([
      { name: 'tmp', emptyDir: { sizeLimit: '100Mi' } },
      { name: 'data', emptyDir: { sizeLimit: '64Mi' } },
    ]);
    expect(containers[0].volumeMounts).toEqual([
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'data', mountPath: '/data' },
    ]);
  });
});

describe('the Service', () => {
  it('carries the label that the monitor selects, and a named port', () => {
    const service = manifestsOf()('Service');
    expect(service.metadata.labels).toMatchObject({ app: 'shop' });
    expect(service.spec).toEqual({
      type: 'ClusterIP',
      selector: { app: 'shop' },
      ports: [{ name: 'http', port: 8080, protocol: 'TCP', targetPort: 8080 }],
    });
  });
});

describe('the PodDisruptionBudget', () => {
  it('lets one pod go at a time, and a broken one at any time', () => {
    expect(manifestsOf({ workload: { image, replicas: 3 } })('PodDisruptionBudget').spec).toEqual({
      minAvailable: 2,
      selector: { matchLabels: { app: 'shop' } },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  it('is left out with one replica, where it would block every drain', () => {
    expect(manifestsOf({ workload: { image, replicas: 1 } })('PodDisruptionBudget')).toBeUndefined();
  });
});

describe('metrics on a port of their own', () => {
  const objects = manifestsOf({ metricsPort: 9090 });

  it('are a named port of the container, which gets it as METRICS_PORT', () => {
    const [container] = objects('Deployment').spec.template.spec.containers;
    expect(container.ports).toEqual([
      { name: 'http', containerPort: 8080, protocol: 'TCP' },
      { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
    ]);
    expect(container.env).toEqual([{ name: 'METRICS_PORT', value: '9090' }]);
    expect(container.readinessProbe.httpGet.port).toBe('http');
  });

  it('are a named port of the Service, which the monitor selects', () => {
    expect(objects('Service').spec.ports).toEqual([
      { name: 'http', port: 8080, protocol: 'TCP', targetPort: 8080 },
      { name: 'metrics', port: 9090, protocol: 'TCP', targetPort: 9090 },
    ]);
    expect(objects('ServiceMonitor').spec.endpoints).toHaveLength(1);
    expect(objects('ServiceMonitor').spec.endpoints[0]).toMatchObject({ port: 'metrics', path: '/metrics' });
  });

  it('are open to Prometheus only, and to it nothing else', () => {
    const [prometheus, ...clients] = objects('NetworkPolicy').spec.ingress;
    expect(prometheus.ports).toEqual([{ port: 9090, protocol: 'TCP' }]);
    expect(clients).toEqual([{ ports: [{ port: 8080, protocol: 'TCP' }] }]);
  });
});

describe('the Order API', () => {
  const objectsIn = (environment: string) => {
    const files = renderManifests(placeServices([orderApi], findEnvironment(environment)));
    const objects = files.flatMap(({ yaml }) => parseManifests(yaml));
    return (kind: string) => objects.find((object) => object.kind === kind);
  };

  it('runs once in dev, with an embedded database unless there is a Secret, and blocks no drain', () => {
    const objects = objectsIn('dev');
    const { replicas, template } = objects('Deployment').spec;
    expect(replicas).toBe(1);
    expect(objects('PodDisruptionBudget')).toBeUndefined();
    expect(template.spec.containers[0].env).toEqual([
      { name: 'DATA_DIR', value: '/data' },
      {
        name: 'DATABASE_URL',
        valueFrom: { secretKeyRef: { name: 'order-api-database', key: 'url', optional: true } },
      },
    ]);
  });

  it('runs three times in prod, and not without the Secret of its database', () => {
    const objects = objectsIn('prod');
    const { replicas, template } = objects('Deployment').spec;
    expect(replicas).toBe(3);
    expect(template.spec.containers[0].env[1].valueFrom.secretKeyRef.optional).toBe(false);
  });
});

describe('the NetworkPolicy', () => {
  const ports = [{ port: 8080, protocol: 'TCP' }];
  const prometheus = {
    ports,
    from: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
        podSelector: {
          matchLabels: {
            'app.kubernetes.io/name': 'prometheus',
            'operator.prometheus.io/name': 'prometheus-kube-prometheus-prometheus',
          },
        },
      },
    ],
  };

  it.each([
    ['any client', 'any', [prometheus, { ports }]],
    [
      'clients of two namespaces',
      ['web', 'jobs'],
      [
        prometheus,
        {
          ports,
          from: [
            { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } } },
            { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'jobs' } } },
          ],
        },
      ],
    ],
    ['no client', [], [prometheus]],
  ] as const)('admits Prometheus and %s to the pod port', (_who, clients, ingress) => {
    const policy = manifestsOf({
      workload: { image, clients: clients === 'any' ? clients : [...clients] },
    })('NetworkPolicy');
    expect(policy.spec).toEqual({
      podSelector: { matchLabels: { app: 'shop' } },
      policyTypes: ['Ingress'],
      ingress,
    });
  });
});
