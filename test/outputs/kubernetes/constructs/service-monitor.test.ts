import { defineEnvironment } from '../../../../src/catalog/environment';
import { orderApiMetrics } from '../../../fixtures/stack/order-api-metrics';
import { anEnvironment } from '../../../support/catalog';
import { manifestsOf } from '../../../support/manifests';

const relabelings = [
  { action: 'replace', sourceLabels: ['endpoint'], targetLabel: 'port' },
  { action: 'labeldrop', regex: 'endpoint' },
];

describe('the ServiceMonitor', () => {
  it('of the Order API is the seed, with room for its own endpoint label and a bound on its series', () => {
    const monitor = manifestsOf({ name: 'order-api', port: 8000, metrics: orderApiMetrics })(
      'ServiceMonitor',
    );
    expect(monitor.metadata).toMatchObject({
      name: 'order-api',
      namespace: 'monitoring',
      labels: { release: 'prometheus' },
    });
    expect(monitor.spec).toEqual({
      selector: { matchLabels: { app: 'order-api' } },
      namespaceSelector: { matchNames: ['default'] },
      endpoints: [
        {
          port: 'http',
          path: '/metrics',
          scheme: 'http',
          interval: '30s',
          scrapeTimeout: '10s',
          relabelings,
        },
      ],
      // 577 series at most (see the contract), doubled and rounded up.
      sampleLimit: 1200,
    });
  });

  it('leaves the labels of a service alone that emits no endpoint', () => {
    const [endpoint] = manifestsOf()('ServiceMonitor').spec.endpoints;
    expect(endpoint).not.toHaveProperty('relabelings');
  });

  it('looks for the Service where the service says it is', () => {
    const monitor = manifestsOf({ namespace: 'shops' })('ServiceMonitor');
    expect(monitor.metadata.namespace).toBe('monitoring');
    expect(monitor.spec.namespaceSelector).toEqual({ matchNames: ['shops'] });
  });

  it.each([
    ['75s', '10s'],
    ['15s', '10s'],
    ['10s', '8s'],
    ['5s', '4s'],
    ['1s', '800ms'],
  ] as const)('that scrapes every %s gives a scrape %s', (scrapeInterval, scrapeTimeout) => {
    const environment = defineEnvironment({ ...anEnvironment, scrapeInterval });
    const [endpoint] = manifestsOf({}, environment)('ServiceMonitor').spec.endpoints;
    expect(endpoint).toMatchObject({ interval: scrapeInterval, scrapeTimeout });
  });
});
