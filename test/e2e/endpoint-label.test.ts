import { once } from 'node:events';
import stack from '../../monitoring.config';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { placeServices } from '../../src/catalog/placement';
import { taskApi } from '../../src/stack/services/task-api';
import { renderManifests } from '../../src/outputs/kubernetes/manifests';
import { manifestsOf } from '../../src/kubernetes/manifests';
import type { Monitor } from '../../src/kubernetes/monitor';
import { readManifests } from '../../src/kubernetes/read';
import { discoveredLabels } from '../../src/operator/discovery';
import { prometheusSettings } from '../../src/operator/prometheus-settings';
import { scrapeConfig, scrapeJob } from '../../src/operator/scrape-config';
import { scrapePaths } from '../../src/operator/scrape-path';
import type { PrintedGroup } from '../../src/rules/rule';
import { startPrometheus, type Prometheus } from '../support/prometheus';

const manifests = manifestsOf(
  renderManifests(placeServices([taskApi], stack.environment(stack.environmentNames[0]!))).flatMap(
    ({ name, yaml }) => readManifests(yaml, name),
  ),
);
const [path] = scrapePaths(manifests);
const [link] = path!.links;
const discovered = discoveredLabels(link!, link!.targets[0]!, 'endpoints', 0);
const rules = manifests.kind('PrometheusRule').find(({ name }) => name === 'task-api-recording-rules')!;
const { groups } = rules.fields['spec'] as { readonly groups: readonly PrintedGroup[] };

const isFound = ({ length }: readonly unknown[]) => length > 0;

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

/** Prometheus with the configuration of the operator, but faster, and the Task API as its only target. */
function watch(taskApiPort: number, monitor: Monitor): Promise<Prometheus> {
  const config = scrapeConfig(monitor, 0, prometheusSettings(manifests), { version: [2, 42] });
  return startPrometheus(
    (folder) => ({
      global: { evaluation_interval: '1s' },
      rule_files: [`${folder}/rules.yml`],
      scrape_configs: [
        {
          ...scrapeJob(config!, { file_sd_configs: [{ files: [`${folder}/targets.yml`] }] }),
          scrape_interval: '1s',
          scrape_timeout: '1s',
        },
      ],
    }),
    {
      'rules.yml': { groups: groups.map((group) => ({ ...group, interval: '1s' })) },
      'targets.yml': [{ targets: [`127.0.0.1:${taskApiPort}`], labels: withoutAddress }],
    },
  );
}

const { __address__: _address, ...withoutAddress } = discovered;

describe('the label endpoint on a real Prometheus', () => {
  let server: Server;
  let taskApiPort: number;
  let ours: Prometheus;
  let without: Prometheus;

  beforeAll(async () => {
    server = await startTaskApi();
    taskApiPort = (server.address() as AddressInfo).port;
    const { monitor } = path!;
    const endpoints = monitor.endpoints.map((endpoint) => ({ ...endpoint, relabelings: [] }));
    const plainMonitor = { ...monitor, endpoints };
    [ours, without] = await Promise.all([watch(taskApiPort, monitor), watch(taskApiPort, plainMonitor)]);
  });
  afterAll(async () => {
    await Promise.all([ours.stop(), without.stop()]);
    server.closeAllConnections();
    server.close();
  });

  it('is the route: the request rate has one series per route, and the port name moves to port', async () => {
    const rates = await ours.queryUntil('task_api:requests:rate5m', ({ length }) => length === 3);
    expect(rates.map(({ metric }) => metric['endpoint']).toSorted()).toEqual(ROUTES);
    expect(rates[0]!.metric).toMatchObject({ namespace: 'default', job: 'task-api' });

    const [series] = await ours.queryUntil('task_api_requests_total{endpoint="/tasks"}', isFound);
    expect(series!.metric).toEqual({
      __name__: 'task_api_requests_total',
      container: 'task-api',
      endpoint: '/tasks',
      instance: `127.0.0.1:${taskApiPort}`,
      job: 'task-api',
      method: 'GET',
      namespace: 'default',
      pod: 'task-api-5d8f7c9b4-x2xbb',
      port: 'http',
      service: 'task-api',
      status: '200',
    });
  });

  it('is the port name without the relabelings of the stack: one series for all routes', async () => {
    const rates = await without.queryUntil('task_api:requests:rate5m', ({ length }) => length > 0);
    expect(rates.map(({ metric }) => metric['endpoint'])).toEqual(['http']);

    const scraped = await without.queryUntil('task_api_requests_total{exported_endpoint="/tasks"}', isFound);
    expect(scraped.map(({ metric }) => metric['endpoint'])).toEqual(['http']);
  });
});
