import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { kubernetesObject } from '../../../src/kubernetes/object';
import { shortened, type Clock } from '../../../src/local/clock';
import { ruleFile } from '../../../src/local/rule-files';
import { renderStack } from '../../../src/synth/synthesize';
import { orderApi } from '../../fixtures/stack/order-api';
import { Pod } from '../../support/counting-lab';
import { ENGINE } from '../../support/engines';
import { startPrometheus, type Prometheus, type Sample } from '../../support/prometheus';
import { centralEnvironment, loadable, ruleFilesOf } from './rendered';

/** A minute of the rules takes half a second. */
const CLOCK: Clock = { speed: 120, real: 0, shown: 0 };
const real = (length: string): string => shortened(length, CLOCK);
const pass = (minutes: number) => wait((minutes * 60_000) / CLOCK.speed);

const CLUSTERS = ['a', 'b'] as const;
type Cluster = (typeof CLUSTERS)[number];

/** Two clusters with the same service in the same namespace, and other numbers of requests. */
const pods: Readonly<Record<Cluster, Pod>> = { a: new Pod('order-api', 'x'), b: new Pod('order-api', 'x') };
const growth: Readonly<Record<Cluster, readonly [good: number, bad: number]>> = { a: [7, 2], b: [11, 0] };

/** The files that synthesis writes for both clusters, with the counting of one objective and all alerts. */
const rules = Object.fromEntries(
  CLUSTERS.flatMap((cluster) =>
    ruleFilesOf(renderStack([orderApi], centralEnvironment({ cluster }))).map(({ path, groups }) => {
      const wanted = loadable(groups, ENGINE).filter(({ name }) => /-availability-fast$|-alerts$/.test(name));
      const object = kubernetesObject({
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: { name: 'rules' },
        spec: { groups: wanted },
      })!;
      return [path.replace('rules/', ''), ruleFile(object, CLOCK).content] as const;
    }),
  ),
);

let busy = false;
let pages: Server;
let central: Prometheus;
const clusters = {} as Record<Cluster, Prometheus>;

beforeAll(async () => {
  pages = createServer((request, response) => {
    const cluster = request.url!.slice(1) as Cluster;
    if (pods[cluster].down) response.destroy();
    else {
      const { type, body } = pods[cluster].page(...(busy ? growth[cluster] : ([0, 0] as const)));
      response.writeHead(200, { 'Content-Type': type }).end(body);
    }
  });
  pages.listen(0, '127.0.0.1');
  await once(pages, 'listening');
  const lookBack = `--query.lookback-delta=${real('5m')}`;
  central = await startPrometheus(() => ({ rule_files: Object.keys(rules) }), rules, [
    lookBack,
    '--web.enable-remote-write-receiver',
  ]);
  for (const cluster of CLUSTERS) clusters[cluster] = await startPrometheus(() => sending(cluster), {});
});
afterAll(async () => {
  await Promise.all([central.stop(), clusters.a.stop()]);
  pages.closeAllConnections();
  pages.close();
});

/** A Prometheus that only scrapes and sends, with the label of its cluster. */
const sending = (cluster: Cluster) => ({
  global: {
    scrape_interval: real('30s'),
    scrape_timeout: real('30s'),
    external_labels: { cluster },
  },
  remote_write: [
    {
      url: `${central.url}/api/v1/write`,
      queue_config: { batch_send_deadline: '50ms', min_backoff: '10ms' },
    },
  ],
  scrape_configs: [
    {
      job_name: 'order-api',
      metrics_path: `/${cluster}`,
      static_configs: [
        {
          targets: [`127.0.0.1:${(pages.address() as AddressInfo).port}`],
          labels: { namespace: 'order-api', pod: 'x', instance: 'x:8000' },
        },
      ],
    },
  ],
});

const byCluster = (samples: readonly Sample[]) =>
  Object.fromEntries(samples.map(({ metric, value }) => [metric['cluster'] ?? 'none', Number(value[1])]));

const firing = (alert: string, cluster: Cluster) =>
  `ALERTS{alertname="${alert}", alertstate="firing", cluster="${cluster}"}`;

test('a ruler that receives two clusters counts and alerts for each of them', async () => {
  const both = (samples: readonly Sample[]) => samples.length === CLUSTERS.length;
  await central.queryUntil('order_api:slo_seen_before:sum{outcome="all"}', both);
  busy = true;
  await pass(4);
  busy = false;

  for (const outcome of ['all', 'bad'] as const) {
    const shown = { a: pods.a.shown[outcome], b: pods.b.shown[outcome] };
    const counted = `sum by (cluster) (sum_over_time(order_api:slo_events:count1m{outcome="${outcome}"}[1h]))`;
    // Tiles only grow, so events that are counted twice would never be as many as were shown.
    await central.queryUntil(counted, (samples) => {
      const seen = byCluster(samples);
      return seen['a'] === shown.a && seen['b'] === shown.b;
    });
  }
  expect([pods.a.shown.bad > 0, pods.b.shown.bad, pods.b.shown.all > pods.a.shown.all]).toEqual([
    true,
    0,
    true,
  ]);

  // One service is down, and the Prometheus of the other cluster is gone.
  pods.a.down = true;
  await clusters.b.stop();
  const isFiring = ({ length }: readonly unknown[]) => length > 0;
  const [down] = await central.queryUntil(firing('OrderApiDown', 'a'), isFiring);
  const [missing] = await central.queryUntil(firing('OrderApiTargetMissing', 'b'), isFiring);
  const labels = { namespace: 'order-api', service: 'order-api', severity: 'critical' };
  expect(down!.metric).toMatchObject(labels);
  expect(missing!.metric).toMatchObject(labels);
  // Scrapes of a busy machine can end at their timeout of 250 ms, and then the other service is down for a moment.
  await central.queryUntil('count by (cluster, alertname) (ALERTS{severity="critical"})', (alerts) => {
    const found = alerts.map(({ metric }) => `${metric['alertname']} ${metric['cluster']}`);
    return found.includes('OrderApiDown a') && !found.includes('OrderApiDown b');
  });
});
