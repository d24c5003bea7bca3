import { placeServices } from '../../src/catalog/placement';
import { defineService } from '../../src/catalog/service';
import { certify, recipientsOf } from '../../src/certify/certificate';
import { findFault } from '../../src/certify/explain';
import { Memory } from '../../src/certify/memory';
import { serviceDashboards } from '../../src/dashboards/service-dashboards';
import { diagnose } from '../../src/doctor/diagnose';
import { parsePage } from '../../src/exposition/parse';
import { readDocuments } from '../../src/kubernetes/read';
import { contract } from '../../src/metrics/contract';
import { oneOf } from '../../src/metrics/labels';
import { counter, histogram } from '../../src/metrics/metric';
import { nativeHistogram } from '../../src/metrics/native-histogram';
import { pageCheckReport } from '../../src/page-check/command';
import { factsOf } from '../../src/page-check/facts';
import { print } from '../../src/promql/print';
import { goldenSignals } from '../../src/rules/golden-signals';
import { goldenSignalQueries } from '../../src/rules/signal-queries';
import { availabilitySlo, latencySlo, ratioSlo } from '../../src/slo/slo';
import { renderStack } from '../../src/synth/synthesize';
import { aService, testEnvironment } from '../support/catalog';

const described = {
  help: 'Time to answer.',
  unit: 'seconds',
  labels: { route: oneOf('/', '/cart') },
} as const;
const metrics = contract({
  requests: counter('shop_requests_total', { help: 'Requests.' }),
  converted: nativeHistogram('shop_converted_seconds', { ...described, buckets: [0.1, 0.5] }),
  native: nativeHistogram('shop_native_seconds', { ...described, schema: 3 }),
  classic: histogram('shop_classic_seconds', { ...described, buckets: [0.1, 0.5] }),
});

const slo = (durations: typeof metrics.converted | typeof metrics.classic, threshold: 0.5) =>
  latencySlo({ name: durations.name.split('_')[1]!, objective: 99, period: '7d', durations, threshold });

const service = defineService({
  ...aService,
  metrics,
  slos: [slo(metrics.converted, 0.5), slo(metrics.native, 0.5), slo(metrics.classic, 0.5)],
});

const IMAGES = { SHOP_IMAGE: 'registry.example.com/shop:1.0.0' };
const { files } = renderStack([service], testEnvironment, IMAGES);
const objects = files
  .filter(({ path }) => !path.startsWith('helm/'))
  .flatMap(({ path, content }) => readDocuments(content, path).objects);

test('a scrape stores each histogram as its rules read it', () => {
  const monitor = objects.find(({ kind }) => kind === 'ServiceMonitor');
  expect(monitor?.fields['spec']).toMatchObject({
    scrapeNativeHistograms: true,
    convertClassicHistogramsToNHCB: true,
    scrapeClassicHistograms: true,
  });
});

test('the doctor finds nothing wrong with objectives for native histograms', () => {
  const { findings } = diagnose({ objects, services: [service] }).report;
  expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
});

describe('a service that counts requests with a native histogram alone', () => {
  const { native } = metrics;
  const signals = goldenSignals({
    requests: native,
    errors: { route: '/cart' },
    latency: native,
    by: ['route'],
  });
  const base = { objective: 99, period: '7d' } as const;
  const alone = defineService({
    ...aService,
    metrics: contract({ native }),
    signals,
    slos: [
      availabilitySlo({ name: 'availability', ...base, requests: native, errors: { route: '/cart' } }),
      ratioSlo({ name: 'ratio', ...base, total: native, good: { route: '/' } }),
      latencySlo({ name: 'latency', ...base, durations: native, threshold: 0.5 }),
    ],
  });
  const [placed] = placeServices([alone], testEnvironment);
  const page = (type: string) =>
    [
      '# HELP shop_native_seconds Time to answer.',
      `# TYPE shop_native_seconds ${type}`,
      ...['/', '/cart'].flatMap((route) => [
        `shop_native_seconds_bucket{route="${route}",le="+Inf"} 5`,
        `shop_native_seconds_sum{route="${route}"} 0.5`,
        `shop_native_seconds_count{route="${route}"} 5`,
      ]),
      'process_start_time_seconds 1000',
      '',
    ].join('\n');
  const mismatches = (type: string) =>
    pageCheckReport(factsOf(placed!, { source: 'page.txt', page: parsePage(page(type)) })).findings.map(
      ({ check }) => check,
    );

  test('has the golden signals of a service with a counter', () => {
    expect(goldenSignalQueries(placed!, signals).map(({ query }) => print(query.expr))).toEqual([
      'sum by (namespace, job, route) (histogram_count(rate(shop_native_seconds{namespace="default", job="shop"}[5m])))',
      expect.stringContaining(
        'sum by (namespace, job, route) (histogram_count(rate(shop_native_seconds{namespace="default", job="shop", route="/cart"}[5m])))',
      ),
      ...['0.5', '0.95', '0.99'].map(
        (quantile) =>
          `histogram_quantile(${quantile}, sum by (namespace, job, route) (rate(shop_native_seconds{namespace="default", job="shop"}[5m]))) >= 0`,
      ),
    ]);
  });

  test('has a heatmap of its durations', () => {
    expect(JSON.stringify(serviceDashboards(placed!))).toContain(
      'sum by () (rate(shop_native_seconds{cluster=~\\"$cluster\\", namespace=\\"$namespace\\", job=\\"shop\\", route=~\\"$by_route\\"}[$__rate_interval]))',
    );
  });

  test('passes the doctor', () => {
    const rendered = renderStack([alone], testEnvironment, IMAGES).files.flatMap(({ path, content }) =>
      path.startsWith('helm/') ? [] : readDocuments(content, path).objects,
    );
    const { findings } = diagnose({ objects: rendered, services: [alone] }).report;
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  test('passes the check of its page, unless that has no histogram', () => {
    expect(mismatches('histogram')).toEqual([]);
    expect(mismatches('counter')).toContain('metric-type');
  });

  test('has alerts that a simulated outage fires', () => {
    const faults = ['all requests fail', 'requests stop'].map((name) => findFault(name, []));
    const { rows, unjudged } = certify(placed!, testEnvironment, recipientsOf(testEnvironment), {
      faults,
      memory: new Memory(),
    });
    expect(unjudged).toEqual([]);
    expect(rows.map(({ firings }) => firings[0]?.alert.name)).toEqual([
      'ShopErrorBudgetBurn',
      'ShopTrafficStopped',
    ]);
  });
});
