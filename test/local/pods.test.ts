import type { LocalProgram } from '../../src/catalog/local-program';
import { clusterPage, usageOf } from '../../src/local/cluster-exporter';
import { freePort, loopbackFor } from '../../src/local/loopback';
import { parseTarget, type LocalOptions } from '../../src/local/options';
import { placePods, replicasOf } from '../../src/local/pods';
import { podEnvironment, quantity } from '../../src/local/pod-env';
import { placedVariables } from '../../src/local/pod-variables';
import { shopPlan } from './shop';

const options = { folder: 'dist', traffic: 'steady', speed: 60 } as const;

describe('the local replacement of a pod', () => {
  it('is a command, on an address with the ports of the manifest', async () => {
    const pods = await placePods(shopPlan(), { ...options, commands: { shop: './shop' } });
    expect(pods.map(({ program }) => program!.name)).toEqual([
      'shop-5d8f7c9b4-x2xbb',
      'shop-5d8f7c9b4-x2xbc',
    ]);
    expect(new Set(pods.map(({ address }) => address(8080))).size).toBe(2);
    expect(pods[0]!.alive()).toBe(false);
    // Another program may not support messages about faults.
    expect(pods[0]!.program!.replica.fault).toBeUndefined();
  });

  it('is the program of the stack, which accepts faults and defines its requests', async () => {
    const shop: LocalProgram = {
      node: ['shop.js'],
      requests: [{ method: 'GET', path: '/cart' }],
      slowMilliseconds: 5,
    };
    const ofStack = await placePods(shopPlan(), { ...options, programs: { shop } });
    const ofCommand = await placePods(shopPlan(), {
      ...options,
      programs: { shop },
      commands: { shop: './shop' },
    });
    const [own] = replicasOf(ofStack);
    const [other] = replicasOf(ofCommand);
    expect([own!.workload, own!.program, typeof own!.fault]).toEqual(['shop', shop, 'function']);
    expect([other!.workload, other!.program, typeof other!.fault]).toEqual(['shop', shop, 'undefined']);
  });

  it('is a service that is already running', async () => {
    const pods = await placePods(shopPlan(), {
      ...options,
      targets: [parseTarget('http://127.0.0.1:8000'), parseTarget('shop=http://127.0.0.2/metrics')],
    });
    expect(pods.map(({ replica, address }) => [replica, address(8080)])).toEqual([
      [0, '127.0.0.1:8000'],
      [1, '127.0.0.2:80'],
    ]);
    expect(pods.every(({ alive, program }) => alive() && program === undefined)).toBe(true);
  });

  it.each<[Partial<LocalOptions>, string]>([
    [
      {},
      "local: no command for Deployment web/shop; its image cannot run without a cluster (--command). Give --command 'shop=...', or --target shop=http://127.0.0.1:8000.",
    ],
    [
      { programs: { shop: { requests: [{ method: 'GET', path: '/cart' }], slowMilliseconds: 400 } } },
      "local: no command for Deployment web/shop; its image cannot run without a cluster (--command). Give --command 'shop=...', or --target shop=http://127.0.0.1:8000.",
    ],
    [
      { targets: [parseTarget('cart=http://127.0.0.1:8000')] },
      'local: unknown workload (--target: "cart"). Name one of shop, e.g. shop=http://127.0.0.1:8000.',
    ],
    [
      { targets: [parseTarget('http://127.0.0.1:8000/stats')] },
      'local: differs from the scheme or path of the monitor (--target: "http://127.0.0.1:8000/stats"). Give host and port, e.g. http://127.0.0.1:8000; path and scheme come from the monitor.',
    ],
  ])('is required, with one sentence as the error (%#)', async (more, message) => {
    await expect(placePods(shopPlan(), { ...options, ...more })).rejects.toThrow(message);
  });
});

describe('the environment of a pod', () => {
  const environmentOf = (env: string, secrets = {}) => {
    const [pod] = shopPlan({ env }).pods;
    return podEnvironment(pod!.template, pod!.identity, secrets);
  };

  it("contains the manifest's variables and the pod's name, without optional Secrets", () => {
    const { variables, volumes } = environmentOf(
      `
            - { name: MODE, value: fast }
            - { name: EMPTY }
            - { name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
            - { name: KEY, valueFrom: { secretKeyRef: { name: shop, key: key } } }
            - { name: MORE, valueFrom: { secretKeyRef: { name: shop, key: more, optional: true } } }`,
      {
        'shop/key': 'k',
      },
    );
    expect(variables).toEqual({ MODE: 'fast', EMPTY: '', POD: 'shop-5d8f7c9b4-x2xbb', KEY: 'k' });
    expect(volumes).toEqual(['/data']);
  });

  it.each([
    [
      '[{ name: KEY, valueFrom: { secretKeyRef: { name: shop, key: key } } }]',
      'Deployment web/shop: the value comes from a Secret, and local reads no Secrets (env.KEY: "shop/key"). Give its value: --secret shop/key=VALUE.',
    ],
    [
      '[{ name: CPU, valueFrom: { resourceFieldRef: { resource: limits.cpu } } }]',
      'Deployment web/shop: the value exists only in a cluster (env.CPU: {"resourceFieldRef":{"resource":"limits.cpu"}}). Use a service that is already running: --target http://127.0.0.1:8000.',
    ],
  ])('is rejected in one sentence when a value needs a cluster (%#)', (env, message) => {
    expect(() => environmentOf(env)).toThrow(message);
  });

  it('has the ports and folders of this machine', () => {
    const here = { host: '127.1.2.3', ports: new Map([[8080, 41_000]]) };
    const variables = { LISTEN: '8080', DATA_DIR: '/data/db', OTHER: '/database', EMPTY: '' };
    const placed = placedVariables({ variables, volumes: ['/data'] }, here, '/run-folder');
    expect(placed).toMatchObject({
      HOST: '127.1.2.3',
      PORT: '41000',
      LISTEN: '41000',
      DATA_DIR: '/run-folder/data/db',
      OTHER: '/database',
      EMPTY: '',
    });
    expect(Object.keys(placed)).not.toContain('JEST_WORKER_ID');
  });
});

it('maps ports only where the address with these ports is in use or does not exist', async () => {
  const port = await freePort();
  const free = await loopbackFor(7, [port]);
  expect([free.host.startsWith('127.'), [...free.ports]]).toEqual([true, [[port, port]]]);
  // No port of that number exists, so none is free.
  const mapped = await loopbackFor(7, [70_000]).catch((error: Error) => error);
  expect(mapped).toMatchObject({ host: '127.0.0.1' });
});

it.each([
  ['256Mi', 268_435_456],
  ['500m', 0.5],
  ['1.5G', 1.5e9],
  [2, 2],
  ['much', undefined],
])('reads the quantity %s as %s', (text, expected) => {
  expect(quantity(text)).toBe(expected);
});

describe('the metrics page of the cluster', () => {
  const { pods } = shopPlan();
  const watched = [
    { ...pods[0]!, pid: 1, alive: () => true },
    { ...pods[1]!, pid: 2, alive: () => false },
  ];

  it('has the metrics of pods and Deployments that rules read, with their labels', () => {
    const page = clusterPage(watched, () => ({ cpuSeconds: 1.5, bytes: 1000 }));
    const samples = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const running = 'namespace="web",pod="shop-5d8f7c9b4-x2xbb",container="shop"';
    const ended = 'namespace="web",pod="shop-5d8f7c9b4-x2xbc",container="shop"';
    expect(samples).toEqual([
      'kube_deployment_spec_replicas{namespace="web",deployment="shop"} 2',
      'kube_deployment_status_replicas_available{namespace="web",deployment="shop"} 1',
      `kube_pod_container_resource_limits{${running},resource="memory",unit="byte"} 268435456`,
      `kube_pod_container_resource_limits{${running},resource="cpu",unit="core"} 0.5`,
      `kube_pod_container_resource_limits{${ended},resource="memory",unit="byte"} 268435456`,
      `kube_pod_container_resource_limits{${ended},resource="cpu",unit="core"} 0.5`,
      `container_cpu_usage_seconds_total{${running}} 1.5`,
      `container_memory_working_set_bytes{${running}} 1000`,
      `kube_pod_container_status_waiting_reason{${ended},reason="CrashLoopBackOff"} 1`,
    ]);
    expect(page).toContain('# TYPE container_cpu_usage_seconds_total counter\n');
  });

  it('reads the resource usage of a running process, and nothing for one that has ended', () => {
    const used = usageOf(process.pid);
    expect(used!.cpuSeconds).toBeGreaterThan(0);
    expect(used!.bytes).toBeGreaterThan(10_000_000);
    expect(usageOf(2 ** 30)).toBeUndefined();
  });
});
