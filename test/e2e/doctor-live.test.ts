import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { taskApi } from '../../src/stack/services/task-api';
import { checks } from '../../src/doctor/checks/index';
import { diagnose } from '../../src/doctor/diagnose';
import { askPrometheus } from '../../src/doctor/sources/prometheus';
import type { Finding } from '../../src/findings/finding';
import { readManifests } from '../../src/kubernetes/read';
import { freePort } from '../support/free-port';
import { startPrometheus, type Prometheus } from '../support/prometheus';
import { SELDOM, until } from '../support/until';

const service = (name: string) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, labels: { app: ${name} } }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80, targetPort: 8000 }] }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: ${name}, namespace: monitoring, labels: { release: prometheus, app.kubernetes.io/managed-by: cdk8s } }
spec:
  selector: { matchLabels: { app: ${name} } }
  namespaceSelector: { matchNames: [default] }
  endpoints: [{ port: http }]
---`;

/** Five services: one answers, one does not, one waits, one is dropped, and one has no job. */
const manifests = `${['task-api', 'down', 'waiting', 'dropped', 'absent'].map(service).join('\n')}
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: running, namespace: monitoring, labels: { release: prometheus } }
spec:
  groups:
    - name: running
      rules:
        - record: task_api:requests:sum
          expr: sum(task_api_requests_total) + sum(task_api_build_info)
        - record: task_api:ambiguous:sum
          expr: up * on () up
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: forgotten, namespace: monitoring, labels: { release: prometheus } }
spec:
  groups:
    - name: forgotten
      rules: [{ record: task_api:forgotten:sum, expr: sum(up) }, { alert: Forgotten, expr: up == 0 }]
`;

const job = (name: string, port: number, more: object = {}) => ({
  job_name: `serviceMonitor/monitoring/${name}/0`,
  static_configs: [{ targets: [`127.0.0.1:${port}`], labels: { namespace: 'default' } }],
  // Like the operator; without it, the label is the name of the job.
  relabel_configs: [{ target_label: 'job', replacement: name }],
  ...more,
});

/** Exposes requests, and lacks every other metric of the contract. */
async function startService(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end('# TYPE task_api_requests_total counter\ntask_api_requests_total 1\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

let target: Server;
let prometheus: Prometheus;
let closedPort: number;
let findings: readonly Finding[];

beforeAll(async () => {
  target = await startService();
  closedPort = await freePort();
  const { port } = target.address() as AddressInfo;
  prometheus = await startPrometheus(
    (folder) => ({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [`${folder}/rules.yml`],
      scrape_configs: [
        job('task-api', port),
        job('down', closedPort),
        job('waiting', port, { scrape_interval: '2d' }),
        job('dropped', port, {
          relabel_configs: [
            { source_labels: ['__meta_kubernetes_endpoint_port_name'], regex: 'http', action: 'keep' },
          ],
        }),
      ],
    }),
    {
      'rules.yml': {
        groups: [
          {
            name: 'running',
            rules: [
              {
                record: 'task_api:requests:sum',
                expr: 'sum(task_api_requests_total) + sum(task_api_build_info)',
              },
              { record: 'task_api:ambiguous:sum', expr: 'up * on () up' },
            ],
          },
        ],
      },
    },
  );
  await prometheus.queryUntil('up', (result) => result.length === 2);
  const objects = readManifests(manifests, 'cluster.yaml');
  const live = await untilRulesRan();
  findings = diagnose(
    { objects, live, services: [taskApi] },
    checks.filter(({ id }) => id.startsWith('live-')),
  ).report.findings;
});

afterAll(async () => {
  await prometheus.stop();
  target.close();
});

/** The rule that has to fail does so once both targets have been scraped. One of them is up. */
const untilRulesRan = () =>
  until(
    'the failing rule and one target that is up',
    async () => {
      const live = await askPrometheus(`${prometheus.url}/`, [
        'task_api_requests_total',
        'task_api_build_info',
      ]);
      return (
        live.rules.some(({ health }) => health === 'err') &&
        live.targets.filter(({ health }) => health === 'up').length === 1 &&
        live
      );
    },
    SELDOM,
  );

const found = (check: string) => findings.filter((finding) => finding.check === check);

test('a target that does not answer is down, with the error of Prometheus and its meaning', () => {
  expect(found('live-target-down')).toEqual([
    {
      code: 'live-target-down',
      check: 'live-target-down',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/down',
      path: 'spec.endpoints[0]',
      message: `the target http://127.0.0.1:${closedPort}/metrics is down`,
      found: expect.stringContaining('connection refused') as string,
      expected: 'a process that listens on this port of the pod, on all addresses and not only on 127.0.0.1',
      fix: expect.stringContaining('targetPort') as string,
    },
  ]);
});

test('a target that was not scraped yet is unknown, which is info right after a start', () => {
  expect(found('live-target-unknown')).toMatchObject([
    {
      severity: 'info',
      resource: 'ServiceMonitor monitoring/waiting',
      expected: 'up within 172800 s, the scrape interval',
    },
  ]);
});

test('a job that drops every discovered target is reported with one of them', () => {
  expect(found('live-job-without-target')).toMatchObject([
    {
      severity: 'error',
      resource: 'ServiceMonitor monitoring/dropped',
      message: 'relabeling drops every target that the job discovers (1)',
      found: expect.stringContaining('127.0.0.1') as string,
    },
  ]);
});

test('a monitor without a job is absent from the configuration', () => {
  expect(found('live-job-absent')).toMatchObject([
    {
      resource: 'ServiceMonitor monitoring/absent',
      expected: 'serviceMonitor/monitoring/absent/0',
      fix: 'kubectl describe servicemonitor absent --namespace monitoring',
      at: { file: 'cluster.yaml' },
    },
  ]);
});

test('a target that is up lacks a metric that a rule reads', () => {
  expect(found('live-series-absent')).toMatchObject([
    {
      resource: 'ServiceMonitor monitoring/task-api',
      path: 'metric task_api_build_info',
      message:
        'no series of task_api_build_info with namespace="default" and job="task-api", although its target is up',
    },
  ]);
});

test('a rule that fails on the existing series is unhealthy', () => {
  expect(found('live-rule-unhealthy')).toMatchObject([
    {
      resource: 'rule group running',
      path: 'record task_api:ambiguous:sum',
      found: expect.stringContaining('many-to-many') as string,
      fix: 'run the expression alone: up * on () up',
    },
  ]);
});

test('rules that Prometheus does not run are absent, in one finding for each resource', () => {
  expect(found('live-rule-absent')).toMatchObject([
    {
      resource: 'PrometheusRule monitoring/forgotten',
      path: 'spec.groups[0].rules[0]',
      message: 'the running Prometheus does not have this rule, nor 1 more of the resource',
      found: 'task_api:forgotten:sum',
    },
  ]);
});

test('a server other than Prometheus is rejected in one sentence', async () => {
  const { port } = target.address() as AddressInfo;
  await expect(askPrometheus(`http://127.0.0.1:${port}`)).rejects.toThrow(
    /^Prometheus http:\/\/127\.0\.0\.1:\d+: the response to targets is not that of a Prometheus \("HTTP 200: .*"\)\. Use its URL, e\.g\. --prometheus http:\/\/localhost:9090 after kubectl port-forward\.$/,
  );
});

test('a server that does not answer is rejected in one sentence', async () => {
  await expect(askPrometheus(`http://127.0.0.1:${closedPort}`)).rejects.toThrow(
    `Prometheus http://127.0.0.1:${closedPort}: no response ("connect ECONNREFUSED 127.0.0.1:${closedPort}"). Use its URL, e.g. --prometheus http://localhost:9090 after kubectl port-forward.`,
  );
  await expect(askPrometheus('localhost:9090')).rejects.toThrow(
    'Prometheus localhost:9090: not an http or https URL ("localhost:9090"). Use its URL, e.g. --prometheus http://localhost:9090 after kubectl port-forward.',
  );
});
