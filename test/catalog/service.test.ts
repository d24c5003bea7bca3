import { alertNameWarnings } from '../../src/catalog/alert-names';
import { placeServices } from '../../src/catalog/placement';
import { defineService, type ServiceProps } from '../../src/catalog/service';
import { sentence } from '../../src/findings/invalid-input';
import { contract } from '../../src/metrics/contract';
import { oneOf } from '../../src/metrics/labels';
import { counter } from '../../src/metrics/metric';
import { serviceMonitorProps } from '../../src/outputs/kubernetes/constructs/service-props';
import { renderStack } from '../../src/synth/synthesize';
import { aService, testEnvironment } from '../support/catalog';

const placed = (fields: Partial<ServiceProps>) =>
  placeServices([defineService({ ...aService, ...fields })], testEnvironment)[0]!;

describe('the series budget', () => {
  const metrics = contract({
    calls: counter('calls_total', { help: 'Calls', labels: { method: oneOf('get', 'put') } }),
  });

  it.each<[string, ServiceProps['seriesBudget'], number | undefined, number | undefined]>([
    [
      'is unlimited unless it is set, as a page may have more than the contract',
      undefined,
      undefined,
      undefined,
    ],
    ['is the number that is set, however many series the labels allow', 1, 1, 100],
    ['is what the labels allow and 200 for the runtime', 'contract', 202, 500],
  ])('%s', (_what, seriesBudget, budget, limit) => {
    const { seriesBudget: _budget, ...unlimited } = aService;
    const props = { ...unlimited, metrics, ...(seriesBudget === undefined ? {} : { seriesBudget }) };
    const service = placeServices([defineService(props)], testEnvironment)[0]!;
    expect(service.seriesBudget).toBe(budget);
    expect(serviceMonitorProps(service).sampleLimit).toBe(limit);
  });
});

describe('a service with metrics on a port of their own', () => {
  it('is rendered and proven', () => {
    const service = defineService({ ...aService, metricsPort: 9090 });
    const { files } = renderStack([service], testEnvironment);
    const monitor = files.find(({ path }) => path === 'shop-monitoring.k8s.yaml')!;
    expect(monitor.content).toContain('port: metrics\n');
  });
});

describe('a service with a long name', () => {
  const service = placed({ name: 'customer-profile-service' });

  it('gets a warning about the longest of its alert names', () => {
    expect(alertNameWarnings(service).map(sentence)).toEqual([
      'service "customer-profile-service": the alert name CustomerProfileServiceSeriesBudgetExceeded has 42 characters, and lists cut names above 40 (name: "customer-profile-service"). Accept it, or shorten the name of the service by 2 characters.',
    ]);
  });

  it('gets none up to 40 characters', () => {
    expect(alertNameWarnings(placed({}))).toEqual([]);
  });
});
