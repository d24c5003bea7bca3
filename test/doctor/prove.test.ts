import { allServices } from '../fixtures/stack/index';
import { diagnose } from '../../src/doctor/diagnose';
import { chainOf } from '../../src/doctor/graph/chain';
import { asText } from '../../src/doctor/graph/formats';
import { prove } from '../../src/doctor/prove';
import { InvalidInput } from '../../src/findings/invalid-input';
import { changed, findingsIn, ownStack, type OwnStack } from './own-stack';

const proveStack = ({ objects, values, release, namespace }: OwnStack) =>
  prove({ objects, services: allServices, values: { values, name: 'values', release, namespace } });

test('the output of the fixture stack has no findings', () => {
  expect(proveStack(ownStack('dev'))).toEqual([]);
});

test('a warning is returned', () => {
  const alerts = { kind: 'PrometheusRule', name: 'order-api-alerts' };
  const always = 'sum by (namespace, job) (up{namespace="default", job="order-api"})';
  const stack = changed(ownStack('dev'), alerts, ['spec', 'groups', 0, 'rules', 0, 'expr'], always);
  expect(proveStack(stack)).toMatchObject([{ check: 'alert-condition', severity: 'warning' }]);
});

test('an error is thrown as the report, with the broken link of the chain', () => {
  const stack = changed(
    ownStack('dev'),
    { kind: 'Service', name: 'order-api' },
    ['metadata', 'labels', 'app'],
    'orders',
  );
  const thrown = (() => {
    try {
      proveStack(stack);
    } catch (error) {
      return error as InvalidInput;
    }
    throw new Error('no error was thrown');
  })();
  expect(thrown).toBeInstanceOf(InvalidInput);
  expect(thrown.problems).toMatchObject([
    { resource: 'ServiceMonitor monitoring/order-api', path: 'spec.selector' },
  ]);
  expect(thrown.message).toMatch(
    /^error monitor-selects-service: ServiceMonitor monitoring\/order-api \(order-api-monitoring\.k8s\.yaml:\d+\)\n {2}the selector has labels of the pods .*\n {2}path: {5}spec\.selector\n/,
  );
  expect(thrown.message).toContain(
    `
Prometheus monitoring (Helm values values)
└─ everything → ServiceMonitor monitoring/order-api endpoints[0]
   └─ ✗ BROKEN app=order-api in default → no Service`,
  );
});

test('an error off the chain has no picture', () => {
  const rule = { kind: 'PrometheusRule', name: 'order-api-recording-rules' };
  const stack = changed(ownStack('dev'), rule, ['spec', 'groups', 0, 'rules', 0, 'expr'], 'sum(');
  expect(() => proveStack(stack)).toThrow(/^error promql-syntax: [^└]+$/);
});

test('metrics on a port of their own and a service that something else deploys are proven as well', () => {
  const stack = ownStack('prod');
  const names = stack.objects.filter(({ kind }) => kind === 'ServiceMonitor').map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['billing', 'search']));
  expect(proveStack(stack)).toEqual([]);
  const port = changed(stack, { kind: 'Service', name: 'billing' }, ['spec', 'ports', 1, 'targetPort'], 8080);
  const found = findingsIn(port).filter(({ check }) => check === 'service-target-port');
  expect(found).toMatchObject([{ resource: 'Service order-api/billing', expected: '9090' }]);
});

test('an external service whose objects were not read is not shown as broken', () => {
  const { objects, values, release, namespace } = ownStack('prod');
  const given = { values, name: 'values', release, namespace };
  const { facts } = diagnose({ objects, services: allServices, values: given });
  const picture = asText(chainOf(facts)!);
  expect(picture).toContain('? UNKNOWN app=search in discovery → no Service');
  expect(picture).not.toContain('BROKEN');
});
