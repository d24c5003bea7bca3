import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseAllDocuments } from 'yaml';
import { environmentNames, findEnvironment } from '../../src/catalog/environments';
import { placeServices } from '../../src/catalog/placement';
import { taskApi } from '../../src/catalog/task-api';
import { renderManifests } from '../../src/charts/manifests';
import type { PrintedGroup } from '../../src/rules/rule';
import { scrapeJob, type ServiceMonitorManifest } from '../support/operator-scrape-config';
import { startPrometheus, type Prometheus } from '../support/prometheus';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly groups?: readonly PrintedGroup[] };
}

const manifests = renderManifests(placeServices([taskApi], findEnvironment(environmentNames[0]!))).flatMap(
  ({ yaml }) => parseAllDocuments(yaml).map((document) => document.toJS() as Manifest),
);
const monitor = manifests.find(({ kind }) => kind === 'ServiceMonitor') as unknown as ServiceMonitorManifest;
const groups = manifests.find(({ metadata }) => metadata.name === 'task-api-recording-rules')!.spec.groups!;

const ROUTES = ['/tasks', '/tasks/:id', 'unmatched'];

/** A Task API whose counters rise with every scrape. */
async function startTaskApi(): Promise<Server> {
  let scrapes = 0;
  const server = createServer((_request, response) => {
    scrapes += 1;
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(
      [
        '# TYPE task_api_requests_total counter',
        ...ROUTES.map((route, index) => {
          return `task_api_requests_total{method="GET",endpoint="${route}",status="200"} ${scrapes * (index + 1)}`;
        }),
        '',
      ].join('\n'),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Prometheus as the operator would configure it, but faster, with the Task API as its one target. */
function watch(taskApiPort: number, serviceMonitor: ServiceMonitorManifest): Promise<Prometheus> {
  return startPrometheus(
    (folder) => ({
      global: { evaluation_interval: '1s' },
      rule_files: [`${folder}/rules.yml`],
      scrape_configs: [scrapeJob(serviceMonitor, `${folder}/targets.yml`, '1s')],
    }),
    {
      'rules.yml': { groups: groups.map((group) => ({ ...group, interval: '1s' })) },
      'targets.yml': [
        {
          targets: [`127.0.0.1:${taskApiPort}`],
          labels: {
            __meta_kubernetes_namespace: 'default',
            __meta_kubernetes_service_name: 'task-api',
            __meta_kubernetes_service_label_app: 'task-api',
            __meta_kubernetes_service_labelpresent_app: 'true',
            __meta_kubernetes_endpoint_port_name: 'http',
            __meta_kubernetes_endpoint_address_target_kind: 'Pod',
            __meta_kubernetes_endpoint_address_target_name: 'task-api-5d8f7c9b4-x2x7k',
            __meta_kubernetes_pod_name: 'task-api-5d8f7c9b4-x2x7k',
            __meta_kubernetes_pod_container_name: 'task-api',
            __meta_kubernetes_pod_phase: 'Running',
          },
        },
      ],
    },
  );
}

// Starting a server, a few scrapes and evaluations take some seconds, more on a busy machine.
jest.setTimeout(60_000);

describe('the label endpoint on a real Prometheus', () => {
  let server: Server;
  let taskApiPort: number;
  let ours: Prometheus;
  let without: Prometheus;

  beforeAll(async () => {
    server = await startTaskApi();
    taskApiPort = (server.address() as AddressInfo).port;
    const [endpoint] = monitor.spec.endpoints;
    const { relabelings: _relabelings, ...plain } = endpoint!;
    const plainMonitor = { ...monitor, spec: { ...monitor.spec, endpoints: [plain] } };
    [ours, without] = await Promise.all([watch(taskApiPort, monitor), watch(taskApiPort, plainMonitor)]);
  });
  afterAll(async () => {
    await Promise.all([ours.stop(), without.stop()]);
    server.closeAllConnections();
    server.close();
  });

  it('stays the route: the request rate has one series per route, and the port name moves to port', async () => {
    const rates = await ours.queryUntil('task_api:requests:rate5m', ({ length }) => length === 3);
    expect(rates.map(({ metric }) => metric['endpoint']).toSorted()).toEqual(ROUTES);
    expect(rates[0]!.metric).toMatchObject({ namespace: 'default', job: 'task-api' });

    const [series] = await ours.query('task_api_requests_total{endpoint="/tasks"}');
    expect(series!.metric).toEqual({
      __name__: 'task_api_requests_total',
      container: 'task-api',
      endpoint: '/tasks',
      instance: `127.0.0.1:${taskApiPort}`,
      job: 'task-api',
      method: 'GET',
      namespace: 'default',
      pod: 'task-api-5d8f7c9b4-x2x7k',
      port: 'http',
      service: 'task-api',
      status: '200',
    });
  });

  it('would be the port name without our relabelings: one series for all routes', async () => {
    const rates = await without.queryUntil('task_api:requests:rate5m', ({ length }) => length > 0);
    expect(rates.map(({ metric }) => metric['endpoint'])).toEqual(['http']);

    const scraped = await without.query('task_api_requests_total{exported_endpoint="/tasks"}');
    expect(scraped.map(({ metric }) => metric['endpoint'])).toEqual(['http']);
  });
});
