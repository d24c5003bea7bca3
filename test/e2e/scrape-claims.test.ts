import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { histogram } from '../../src/metrics/metric';
import { print } from '../../src/promql/print';
import { countUpTo } from '../../src/promql/build';
import { ENGINE } from '../support/engines';
import { startPrometheus, type Prometheus, type Sample } from '../support/prometheus';

// Claims of the doctor's checks about Prometheus, proven on the real program.

const PAGE = `shop_orders_total{a="1",b="2"} 1
shop_orders_total{a="2",b="2"} 1
# TYPE shop_wait_seconds histogram
shop_wait_seconds_bucket{le="1"} 3
shop_wait_seconds_bucket{le="+Inf"} 4
shop_wait_seconds_sum 5
shop_wait_seconds_count 4
`;
/** Prometheus 2 has no such field and rejects the configuration. */
const CONVERTS = ENGINE.version[0] >= 3;
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  const found = request.url === '/metrics';
  response.writeHead(found ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4' });
  response.end(found ? PAGE : '');
});
let prometheus: Prometheus;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const job = (name: string, more: object = {}) => ({
    job_name: name,
    static_configs: [{ targets: [target] }],
    ...more,
  });
  prometheus = await startPrometheus(
    () => ({
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: [
        job('no slash', { metrics_path: 'metrics' }),
        job('query in the path', { metrics_path: '/metrics?x=1' }),
        job('instance dropped', { relabel_configs: [{ action: 'labeldrop', regex: 'instance' }] }),
        // job, instance, a, b and the name.
        job('labels at the limit', { label_limit: 5 }),
        job('labels above the limit', { label_limit: 4 }),
        job('samples above the limit', { sample_limit: 1 }),
        job('targets above the limit', {
          target_limit: 1,
          static_configs: [{ targets: [target, '127.0.0.1:1'] }],
        }),
        job('https', { scheme: 'https' }),
        ...(CONVERTS
          ? [
              job('converted', { convert_classic_histograms_to_nhcb: true }),
              job('converted and kept', {
                convert_classic_histograms_to_nhcb: true,
                always_scrape_classic_histograms: true,
              }),
            ]
          : []),
      ],
    }),
    {},
  );
});

afterAll(async () => {
  await prometheus?.stop();
  server.close();
  server.closeAllConnections();
});

const EXPECTED = {
  'no slash': '1',
  'query in the path': '0',
  'instance dropped': '1',
  'labels at the limit': '1',
  'labels above the limit': '0',
  'samples above the limit': '0',
  'targets above the limit': '0',
  https: '0',
  ...(CONVERTS ? { converted: '1', 'converted and kept': '1' } : {}),
};

const upByJob = (result: readonly Sample[]) =>
  Object.fromEntries(result.map(({ metric, value }) => [metric['job'], value[1]]));

test('a target is up or down, as the checks claim', async () => {
  // A scrape of a busy machine may time out once, so only the state that lasts counts.
  await prometheus
    .queryUntil(
      'up',
      (up) => up.length > Object.keys(EXPECTED).length && isDeepStrictEqual(upByJob(up), EXPECTED),
    )
    .catch(async () => expect(upByJob(await prometheus.query('up'))).toEqual(EXPECTED));
  expect(asked).toContain('/metrics%3Fx=1');
});

test('Prometheus sets the label instance again when relabeling drops it', async () => {
  const [series] = await prometheus.queryUntil('up{job="instance dropped"}', (result) => result.length > 0);
  expect(series!.metric['instance']).toMatch(/^127\.0\.0\.1:/);
});

test('a bucket bound is selected as each version stores it', async () => {
  const wait = histogram('shop_wait_seconds', { help: 'Time in the queue.', unit: 'seconds', buckets: [1] });
  const below = print(countUpTo(wait, 1, { job: 'instance dropped' }).expr);
  const found = await prometheus.queryUntil(below, (result) => result.length > 0);
  expect(found.map(({ metric, value }) => [metric['le'], value[1]])).toEqual([
    [ENGINE.version[0] < 3 ? '1' : '1.0', '3'],
  ]);
});

test('a scrape that converts classic histograms stores no classic series', async () => {
  if (!CONVERTS) {
    const config = () => ({ scrape_configs: [{ job_name: 'x', convert_classic_histograms_to_nhcb: true }] });
    await expect(startPrometheus(config, {})).rejects.toThrow('convert_classic_histograms_to_nhcb not found');
    return;
  }
  const found = await prometheus.queryUntil(
    'count by (job, __name__) ({__name__=~"shop_wait_seconds.*", job=~"converted.*"})',
    (result) => result.length === 3,
  );
  expect(found.map(({ metric, value }) => [metric['job'], metric['__name__'], value[1]]).toSorted()).toEqual([
    ['converted and kept', 'shop_wait_seconds_bucket', '2'],
    ['converted and kept', 'shop_wait_seconds_count', '1'],
    ['converted and kept', 'shop_wait_seconds_sum', '1'],
  ]);
});
