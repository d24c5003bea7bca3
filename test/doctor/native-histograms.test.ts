import { defineService } from '../../src/catalog/service';
import { diagnose } from '../../src/doctor/diagnose';
import { readDocuments } from '../../src/kubernetes/read';
import { contract } from '../../src/metrics/contract';
import { oneOf } from '../../src/metrics/labels';
import { counter, histogram } from '../../src/metrics/metric';
import { nativeHistogram } from '../../src/metrics/native-histogram';
import { latencySlo } from '../../src/slo/slo';
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
