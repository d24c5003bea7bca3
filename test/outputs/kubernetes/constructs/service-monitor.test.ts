import { Chart, Testing } from 'cdk8s';
import { ServiceMonitor, type ServiceMonitorProps } from '../../../../src/outputs/kubernetes/index';
import { defineEnvironment } from '../../../../src/catalog/environment';
import { orderApiMetrics } from '../../../fixtures/stack/order-api-metrics';
import { anEnvironment } from '../../../support/catalog';
import { manifestsOf } from '../../../support/manifests';
import { yamlOf } from './yaml-of';

const relabelings = [
  { action: 'replace', sourceLabels: ['endpoint'], targetLabel: 'port' },
  { action: 'labeldrop', regex: 'endpoint' },
];

describe('a ServiceMonitor in any chart', () => {
  it('needs a selector and a port, and takes its name, namespace and labels from id and chart', () => {
    const chart = new Chart(Testing.app(), 'payments', { namespace: 'pay', labels: { team: 'payments' } });
    const monitor = new ServiceMonitor(chart, 'payments', { selector: { app: 'payments' }, port: 'web' });
    expect(monitor).toMatchObject({ name: 'payments', port: 'web' });
    expect(monitor.apiObject.kind).toBe('ServiceMonitor');
    expect(yamlOf(chart)).toMatchSnapshot();
  });

  it('takes everything else as props', () => {
    const chart = Testing.chart();
    new ServiceMonitor(chart, 'monitor', {
      name: 'payments',
      namespace: 'monitoring',
      labels: { release: 'prometheus' },
      selector: { app: 'payments' },
      serviceNamespaces: ['pay', 'pay-canary'],
      port: 'web',
      path: '/internal/metrics',
      scheme: 'https',
      interval: '10s',
      scrapeTimeout: '9s',
      sampleLimit: 500,
      endpointLabel: 'metrics',
    });
    expect(yamlOf(chart)).toMatchSnapshot();
  });

  it.each<[string, Partial<ServiceMonitorProps>, string]>([
    [
      'an empty selector',
      { selector: {} },
      'ServiceMonitor "payments": an empty selector matches every Service (selector: {}). Select by a label of the Service, such as app.',
    ],
    [
      'a timeout longer than the interval',
      { interval: '15s', scrapeTimeout: '20s' },
      'ServiceMonitor "payments": the operator rejects a timeout longer than the interval of 15s (scrapeTimeout: "20s"). Use 15s or less.',
    ],
  ])('rejects %s', (_what, props, message) => {
    const minimal = { selector: { app: 'payments' }, port: 'web' };
    expect(() => new ServiceMonitor(Testing.chart(), 'payments', { ...minimal, ...props })).toThrow(message);
  });
});

describe('the ServiceMonitor of a service', () => {
  it('of the Order API has room for its own endpoint label and a bound on its series', () => {
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

  it('looks for the Service in the namespace of the service', () => {
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
