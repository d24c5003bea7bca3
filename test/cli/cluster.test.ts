import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import {
  startApiServer,
  type ApiServer,
  type ApiServerProps,
  type ServedResource,
} from '../support/api-server';
import { FIXTURE_CONFIG, runCliBeside, type Ran } from '../support/cli';

/** The real kubectl asks a server that answers as an API server does. */
const MONITORING = 'monitoring.coreos.com/v1';
const RESOURCES: readonly ServedResource[] = [
  { name: 'namespaces', kind: 'Namespace', apiVersion: 'v1', namespaced: false },
  { name: 'services', kind: 'Service', apiVersion: 'v1' },
  { name: 'endpoints', kind: 'Endpoints', apiVersion: 'v1' },
  { name: 'pods', kind: 'Pod', apiVersion: 'v1' },
  { name: 'deployments', kind: 'Deployment', apiVersion: 'apps/v1' },
  { name: 'statefulsets', kind: 'StatefulSet', apiVersion: 'apps/v1' },
  { name: 'daemonsets', kind: 'DaemonSet', apiVersion: 'apps/v1' },
  { name: 'endpointslices', kind: 'EndpointSlice', apiVersion: 'discovery.k8s.io/v1' },
  { name: 'ingresses', kind: 'Ingress', apiVersion: 'networking.k8s.io/v1' },
  { name: 'networkpolicies', kind: 'NetworkPolicy', apiVersion: 'networking.k8s.io/v1' },
  { name: 'horizontalpodautoscalers', kind: 'HorizontalPodAutoscaler', apiVersion: 'autoscaling/v2' },
  {
    name: 'selfsubjectaccessreviews',
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
  },
  { name: 'servicemonitors', kind: 'ServiceMonitor', apiVersion: MONITORING },
  { name: 'prometheusrules', kind: 'PrometheusRule', apiVersion: MONITORING },
  { name: 'prometheuses', kind: 'Prometheus', apiVersion: MONITORING },
];

/** What the team of the external service `search` of the fixture stack deploys. */
const theirs = (port: string) => `apiVersion: v1
kind: Service
metadata: { name: search, namespace: discovery, labels: { app: search } }
spec: { selector: { app: search }, ports: [{ name: ${port}, port: 9200 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: search, namespace: discovery }
spec:
  selector: { matchLabels: { app: search } }
  template:
    metadata: { labels: { app: search } }
    spec: { containers: [{ name: search, image: 'search:1.0.0', ports: [{ containerPort: 9200 }] }] }
`;

/** A Prometheus that may watch one namespace, and a monitor there. */
const watched = (port: string) => `${theirs('http')}---
apiVersion: ${MONITORING}
kind: Prometheus
metadata: { name: k8s, namespace: monitoring }
spec: { serviceAccountName: prometheus-k8s, serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {} }
---
apiVersion: ${MONITORING}
kind: ServiceMonitor
metadata: { name: search, namespace: discovery }
spec: { selector: { matchLabels: { app: search } }, endpoints: [{ port: ${port} }] }
`;

let scratch: string;
let server: ApiServer | undefined;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'cluster-'));
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(scratch, { recursive: true });
});

/** Runs a command against a cluster of these objects. */
async function ask(
  manifests: string,
  args: readonly string[],
  props: Pick<ApiServerProps, 'denied'> = {},
): Promise<Ran> {
  const objects = parseAllDocuments(manifests).map(
    (document) => document.toJS() as ApiServerProps['objects'][0],
  );
  server = await startApiServer({ resources: RESOURCES, objects, ...props });
  const kubeconfig = join(scratch, 'kubeconfig');
  writeFileSync(kubeconfig, server.kubeconfig);
  return runCliBeside(args, { cwd: scratch, variables: { KUBECONFIG: kubeconfig, HOME: scratch } });
}

describe('synth --cluster', () => {
  const prod = () => [
    'synth',
    '--config',
    FIXTURE_CONFIG,
    '--environment',
    'prod',
    '--output',
    join(scratch, 'out'),
    '--cluster',
  ];

  it('proves what external services expect of the objects of the cluster', async () => {
    const { status, stderr } = await ask(theirs('http'), prod());
    expect([status, stderr.split('\n').slice(1)]).toEqual([
      0,
      [
        'proven beside the given objects: billing, mailer, order-api, search.',
        'unknown: neither a Prometheus resource nor Helm values were given, so its selectors are those of the rendered values.',
        '',
      ],
    ]);
    expect(existsSync(join(scratch, 'out', 'order-api.k8s.yaml'))).toBe(true);
    expect(server!.asked).toContain('/apis/apps/v1/deployments?limit=500');
  });

  it('writes nothing when they do not fit, and says what to change in the catalog', async () => {
    const { status, stdout, stderr } = await ask(theirs('web'), [...prod(), '--context', 'test']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      "fix:      in the catalog: scrape: serviceMonitor({ selector: { app: 'search' }, port: 'web', path: '/internal/metrics' })\n",
    );
    expect(existsSync(join(scratch, 'out'))).toBe(false);
  });
});

describe('doctor --cluster', () => {
  it('follows the chain of a cluster', async () => {
    const { status, stdout } = await ask(watched('http'), ['doctor', '--cluster']);
    expect([status, stdout.trim().split('\n').at(-1)]).toEqual([
      0,
      expect.stringMatching(/^\d+ checks ran on 4 objects, \d+ skipped: no problems found\. /),
    ]);
  });

  it('finds a broken link, and what the account of Prometheus may not list', async () => {
    const { status, stdout } = await ask(watched('web'), ['doctor', '--cluster'], { denied: ['pods'] });
    expect(status).toBe(1);
    expect(stdout).toContain('error monitor-service-port: ServiceMonitor discovery/search');
    expect(stdout).toContain('the service account of Prometheus may not list pods in namespace discovery');
  });
});
