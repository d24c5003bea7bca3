import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Counter, Histogram, Registry, Summary, collectDefaultMetrics } from 'prom-client';
import { contractInit } from '../../src/contract-init/command';
import { presetOptions } from '../../src/presets/list';
import { metrics } from './shop-table';
import { findingsOf, metricsOf, tableOf } from './round-trip';

const file = (...path: readonly string[]): string => readFileSync(join(__dirname, ...path), 'utf8');

test('the table of a page is TypeScript that compiles, which tsc and the formatter check with the tests', () => {
  const table = tableOf(file('shop-page.txt'));
  expect(table).toBe(file('shop-table.ts'));
  expect(metricsOf(table)).toEqual(metrics);
});

/** Pages of real programs, and own ones with what others show. */
const PAGES: Readonly<Record<string, string | (() => Promise<string>)>> = {
  'a shop': file('shop-page.txt'),
  prometheus_client: file('..', 'page-check', 'pages', 'python.txt'),
  'prometheus_client in OpenMetrics': file('..', 'page-check', 'pages', 'python-task-ids.openmetrics.txt'),
  'prom-client': promClientPage,
  'no TYPE lines': [
    'jobs_total{queue="a"} 4',
    'jobs_failed{queue="a"} 1',
    'work_seconds_bucket{le="0.5"} 1',
    'work_seconds_bucket{le="+Inf"} 2',
    'work_seconds_sum 1.5',
    'work_seconds_count 2',
    'size_bytes{quantile="0.5"} 3',
    'size_bytes_sum 10',
    'size_bytes_count 2',
    'lonely_bucket 4',
    '',
  ].join('\n'),
  OpenMetrics: [
    '# TYPE requests counter',
    'requests_total{code="200"} 4',
    '# TYPE build info',
    'build_info{version="1"} 1',
    '# TYPE phase stateset',
    'phase{phase="starting"} 0',
    'phase{phase="running"} 1',
    '# TYPE strange unknown',
    'strange 4',
    '# TYPE took_seconds summary',
    'took_seconds_count 3',
    'took_seconds_sum 3',
    'took_seconds_created 1.7e9',
    '# EOF',
    '',
  ].join('\n'),
  'labels with line breaks, quotes and marks of comments': [
    'odd{text="a\\nb",quote="it\'s \\"q\\" */ // `${x}`",back="\\\\"} 1',
    'odd{text="c\\nd",quote="x",back="y"} 1',
    'odd{text="e",quote="z"} 1',
    ...Array.from(
      { length: 20 },
      (_, index) => `many{value="line\\n${'abcdefghijklmnopqrst'.charAt(index)}"} 1`,
    ),
    '',
  ].join('\n'),
  'a gauge by le': '# TYPE minio_ttfb gauge\nminio_ttfb{le="0.1"} 1\nminio_ttfb{le="+Inf"} 2\n',
  'names of objects':
    '__proto__ 1\nconstructor{toString="a",valueOf="b"} 2\n___ 3\na_b 4\na_b_total 5\naB 6\n_1 7\n',
  'labels that only some series have, or that are always empty': [
    ...['code="200"', 'code=""', 'id="1"', 'id="42"', 'item="/a/1",user="u"', 'item="/a/2",user="u+v"'].map(
      (labels, index) => `some{n="n${'abcdef'.charAt(index)}",never="",${labels}} 1`,
    ),
    '',
  ].join('\n'),
  'buckets that differ': [
    '# TYPE took_seconds histogram',
    'took_seconds_bucket{path="/a",le="0.1"} 1',
    'took_seconds_bucket{path="/a",le="1.0"} 1',
    'took_seconds_bucket{path="/a",le="+Inf"} 1',
    'took_seconds_sum{path="/a"} 1',
    'took_seconds_count{path="/a"} 1',
    '',
  ].join('\n'),
};

test.each(Object.entries(PAGES))('contract check of the page of %s finds nothing', async (_name, page) => {
  const text = typeof page === 'string' ? page : await page();
  expect(findingsOf(text, metricsOf(tableOf(text)))).toEqual([]);
});

async function promClientPage(): Promise<string> {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  const labelNames = ['method', 'route'] as const;
  new Counter({ name: 'orders_total', help: 'Orders.', labelNames: ['kind'], registers }).inc({
    kind: 'web',
  });
  new Counter({ name: 'refunds_total', help: 'No series yet.', labelNames: ['kind'], registers });
  new Histogram({ name: 'http_seconds', help: 'Latency.', labelNames, registers }).observe(
    { method: 'GET', route: '/' },
    0.2,
  );
  new Summary({ name: 'size_bytes', help: 'Sizes.', registers }).observe(100);
  return register.metrics();
}

test('quantiles of a summary may fall between two reads', () => {
  const page = '# TYPE a summary\na{quantile="0.5"} 3\na_sum 9\na_count 4\n';
  const declared = metricsOf(tableOf(page));
  expect(findingsOf(page, declared, page.replace('} 3', '} 2'))).toEqual([]);
  expect(findingsOf(page, declared, page.replace('count 4', 'count 3'))).toHaveLength(1);
});

test('a metric without a type is a counter or gauge by its name, and a histogram or summary by its series', () => {
  const metrics = metricsOf(tableOf(PAGES['no TYPE lines'] as string));
  expect(Object.entries(metrics).map(([key, { kind, name }]) => `${key}: ${kind} ${name}`)).toEqual([
    'jobs: counter jobs_total',
    'jobsFailed: gauge jobs_failed',
    'workSeconds: histogram work_seconds',
    'sizeBytes: summary size_bytes',
    'lonelyBucket: gauge lonely_bucket',
  ]);
});

test.each([
  ['vllm:num_requests_waiting{engine="0"} 1\n', 'vllmNumRequestsWaiting: gauge vllm:num_requests_waiting'],
  ['DCGM_FI_DEV_GPU_TEMP{gpu="0"} 40\n', 'dcgmFiDevGpuTemp: gauge DCGM_FI_DEV_GPU_TEMP'],
  ['{"http.server.active_requests"} 4\n', 'httpServerActiveRequests: gauge http.server.active_requests'],
  // Metrics of prometheus_exporter about the application begin with ruby_, like those about its runtime.
  ['ruby_http_requests_total 5\nruby_rss 9\n', 'rubyHttpRequests: counter ruby_http_requests_total'],
])('%j is declared under its name', (page, declared) => {
  const metrics = metricsOf(tableOf(page));
  expect(Object.entries(metrics).map(([key, { kind, name }]) => `${key}: ${kind} ${name}`)).toEqual([
    declared,
  ]);
});

test('where label sets have different buckets, rules can read only the common ones', () => {
  const page = `${PAGES['buckets that differ'] as string}took_seconds_bucket{path="/b",le="1"} 1\ntook_seconds_bucket{path="/b",le="+Inf"} 1\n`;
  expect(metricsOf(tableOf(page))['tookSeconds']).toMatchObject({ buckets: [1] });
});

test('a number as the only value of a label is a pattern to decide', () => {
  expect(tableOf('# TYPE a counter\na{family="1"} 1\n')).toContain(
    '// decide: 1 value on this page, and twice as many are allowed.',
  );
});

test('metrics that no contract can declare are named with the reason', () => {
  expect(tableOf('# TYPE a gauge\na{without="1"} 1\n# TYPE b gauge\nb 1\n')).toContain(
    '// Left out: a, which no contract can declare: the label name is a keyword of PromQL in label lists.',
  );
  expect(tableOf('# TYPE a gaugehistogram\na_gcount 1\n# TYPE b gauge\nb 1\n# EOF\n')).toContain(
    '// Left out: a, which no contract can declare: a gauge histogram.',
  );
});

test.each([
  ['http_server_requests_seconds_count 1\nhttp_server_requests_seconds_sum 1\n', 'micrometer'],
  ['http_server_request_duration_count 1\nhttp_server_request_duration_sum 1\n', 'otelHttpServer'],
  ['http_server_duration_milliseconds_count 1\nhttp_server_duration_milliseconds_sum 1\n', 'otelHttpServer'],
  ['grpc_server_handled_total{grpc_code="OK"} 1\n', 'grpcServer'],
  ['nginx_ingress_controller_requests{ingress="a"} 1\n', 'ingressNginx'],
  ['istio_requests_total{response_code="200"} 1\n', 'istio'],
  ['shop_http_requests_total{code="200",handler="/"} 1\n', 'promhttp'],
  ['shop_requests_total{method="GET",endpoint="/",status="200"} 1\n', 'fastapi'],
  ['shop_http_requests_total{code="200"} 1\n', undefined],
])('%j is a page of the preset %s', (page, name) => {
  expect(/preset (\w+)\(\)/.exec(tableOf(page))?.[1]).toBe(name);
  if (name !== undefined) expect(Object.keys(presetOptions)).toContain(name);
});

test('credentials of the address are left out', async () => {
  const text = await contractInit('http://admin:geheim@shop:8080/metrics?token=geheim', () =>
    Promise.resolve({ text: 'a 1\n', http: { contentType: 'text/plain' } }),
  );
  expect(text).not.toContain('geheim');
});

test.each([
  ['a{ 1\n', 'page -: label name expected (line 1: '],
  [
    'process_open_fds 4\n',
    'page -: the page has no metrics with series, apart from those of the runtime (metrics: 1). Read the page of a service that exposes metrics of its own, after some requests.',
  ],
])('%j is one sentence', async (text, message) => {
  await expect(contractInit('-', () => Promise.resolve({ text }))).rejects.toThrow(message);
});
