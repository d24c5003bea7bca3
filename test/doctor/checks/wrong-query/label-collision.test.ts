import { check } from '../../../../src/doctor/checks/wrong-query/label-collision';
import { findingsFor } from '../../../support/doctor';
import { chain, ownCart, podMonitor, serviceMonitor } from '../scrape-chain';

const own = { contracts: ownCart() };
const endpoint = (fields: string) =>
  chain({ monitor: serviceMonitor(`endpoints: [{ port: web, ${fields} }]`) });

test('the label endpoint of the target wins over that of the service', () => {
  expect(findingsFor(check, chain(), own)).toEqual([
    {
      code: 'label-collision',
      check: 'label-collision',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].relabelings',
      message:
        'the target label endpoint collides with a label of Service shop/cart, which becomes exported_endpoint',
      found: 'endpoint="web"',
      expected: 'endpoint="/cart"',
      fix: 'relabelings: [{"action":"labeldrop","regex":"endpoint"}]',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('the same holds for pods without a Service', () => {
  expect(findingsFor(check, chain({ monitor: podMonitor(), service: '' }), own)).toMatchObject([
    {
      severity: 'error',
      path: 'spec.podMetricsEndpoints[0].relabelings',
      message:
        'the target label endpoint collides with a label of the pods of PodMonitor monitoring/cart, which becomes exported_endpoint',
      fix: 'relabelings: [{"action":"labeldrop","regex":"endpoint"}]',
    },
  ]);
});

test.each([
  [
    'a relabeling drops the label of the target',
    endpoint('relabelings: [{ action: labeldrop, regex: endpoint }]'),
  ],
  [
    'a PodMonitor drops the label of the target',
    chain({
      monitor: podMonitor(
        'podMetricsEndpoints: [{ port: http, relabelings: [{ action: labeldrop, regex: endpoint }] }]',
      ),
    }),
  ],
  ['the labels of the service are honored', endpoint('honorLabels: true')],
  [
    'a metric relabeling puts it back',
    endpoint('metricRelabelings: [{ sourceLabels: [exported_endpoint], targetLabel: endpoint }]'),
  ],
  ['its series are dropped', endpoint('metricRelabelings: [{ action: drop }]')],
  ['its targets are dropped', endpoint('relabelings: [{ action: drop }]')],
])('nothing collides where %s', (_what, yaml) => {
  expect(findingsFor(check, yaml, own)).toEqual([]);
});

test('of services without a contract, no labels are known', () => {
  expect(findingsFor(check, chain())).toEqual([]);
});
