import { check } from '../../../../src/doctor/checks/no-target/monitor-selector-fields';
import { findingsFor } from '../../../support/doctor';
import { chain, podMonitor, serviceMonitor } from '../scrape-chain';

test('namespaceSelector belongs beside selector', () => {
  const yaml = serviceMonitor(
    'selector: { matchLabels: { app: cart }, namespaceSelector: { matchNames: [shop] } }, namespaceSelector: -',
  );
  expect(findingsFor(check, yaml)).toEqual([
    {
      code: 'monitor-selector-fields',
      check: 'monitor-selector-fields',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.selector.namespaceSelector',
      message: 'namespaces belong beside selector; inside it, they are ignored',
      found: { matchNames: ['shop'] },
      expected: 'namespaceSelector beside selector',
      fix: 'namespaceSelector: {"matchNames":["shop"]}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'matchNames in selector',
    serviceMonitor('selector: { matchNames: [shop] }'),
    'spec.selector.matchNames',
    'namespaceSelector: {"matchNames":["shop"]}',
  ],
  [
    'a label without matchLabels',
    serviceMonitor('selector: { app: cart }'),
    'spec.selector.app',
    'selector: {"matchLabels":{"app":"cart"}}',
  ],
  [
    'labels of namespaces',
    serviceMonitor('namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } }'),
    'spec.namespaceSelector.matchLabels',
    'namespaceSelector: {"matchNames":["shop"]}',
  ],
  [
    'names without matchNames',
    serviceMonitor('namespaceSelector: { names: [shop] }'),
    'spec.namespaceSelector.names',
    'namespaceSelector: {"matchNames":["shop"]}',
  ],
  ['no endpoints', serviceMonitor('endpoints: []'), 'spec.endpoints', 'endpoints: [{"port":"http"}]'],
  [
    'endpoints of the other kind',
    podMonitor('podMetricsEndpoints: -, endpoints: [{ port: http }]'),
    'spec.endpoints',
    'rename endpoints to podMetricsEndpoints',
  ],
])('it finds %s', (_what, yaml, path, fix) => {
  expect(findingsFor(check, yaml)).toMatchObject([{ path, fix }]);
});

test.each([
  ['both selectors', serviceMonitor()],
  ['any namespace', serviceMonitor('namespaceSelector: { any: true }')],
  ['an empty selector', serviceMonitor('selector: {}, namespaceSelector: -')],
  ['a PodMonitor', podMonitor()],
  ['a map where a list belongs, which field-type reports', serviceMonitor('endpoints: { port: web }')],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});

test('two labels of which Prometheus makes one', () => {
  const selecting = (value: string) =>
    findingsFor(
      check,
      chain({
        monitor: serviceMonitor(
          `selector: { matchLabels: { app: cart, example.com/part-of: a, example.com/part_of: ${value} } }`,
        ),
      }),
    );
  expect(selecting('b')).toMatchObject([
    {
      severity: 'error',
      path: 'spec.selector.matchLabels["example.com/part_of"]',
      message:
        'Prometheus reads the labels example.com/part-of and example.com/part_of as one, example_com_part_of, which never has both values',
      fix: 'selector: {"matchLabels":{"app":"cart","example.com/part-of":"a"}}',
    },
  ]);
  expect(selecting('a')).toEqual([]);
});

test('each of several labels beside matchLabels has the fix for all', () => {
  const monitor = serviceMonitor('selector: { matchLabels: { tier: web }, app: cart, team: shop }');
  const fix = 'selector: {"matchLabels":{"tier":"web","app":"cart","team":"shop"}}';
  expect(findingsFor(check, chain({ monitor }))).toMatchObject([{ fix }, { fix }]);
});
