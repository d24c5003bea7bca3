import { check } from '../../../../src/doctor/checks/rejected/object-kind';
import { check as selectorFields } from '../../../../src/doctor/checks/no-target/monitor-selector-fields';
import { check as selectsService } from '../../../../src/doctor/checks/no-target/monitor-selects-service';
import { check as unknownField } from '../../../../src/doctor/checks/rejected/unknown-field';
import { contracts } from '../../expressions/shop';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, podMonitor, pods, serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const AS_MONITOR = 'selector: { matchLabels: { app: cart } }, endpoints: [{ port: web }]';
const asService = (ports = '[{ name: web, port: 80 }]', selector = '{ app: cart }') =>
  serviceMonitor(`endpoints: -, namespaceSelector: -, selector: ${selector}, ports: ${ports}`)
    .replace('endpoints: -, ', '')
    .replace('namespaceSelector: -, ', '');

test('a Service with endpoints, which was meant as a ServiceMonitor', () => {
  const text = yaml('Service', 'name: cart', `spec: { ${AS_MONITOR} }`);
  expect(findingsFor(check, text)).toEqual([
    {
      code: 'object-kind',
      check: 'object-kind',
      severity: 'error',
      resource: 'Service monitoring/cart',
      path: 'kind',
      message:
        'the Service has the fields of a ServiceMonitor (endpoints), so Kubernetes rejects it, and no such monitor exists',
      found: 'Service',
      expected: 'ServiceMonitor',
      fix: 'kind: ServiceMonitor\napiVersion: monitoring.coreos.com/v1',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'a Service with podMetricsEndpoints',
    yaml('Service', '', 'spec: { podMetricsEndpoints: [{ port: web }] }'),
    'kind',
    'kind: PodMonitor\napiVersion: monitoring.coreos.com/v1',
  ],
  [
    'a Service with matchLabels',
    aService('selector: { matchLabels: { app: cart } }'),
    'spec.selector.matchLabels',
    'selector: {"app":"cart"}',
  ],
  ['a ServiceMonitor with ports and labels', asService(), 'kind', 'kind: Service\napiVersion: v1'],
  [
    'a ServiceMonitor with ports and matchLabels',
    asService(undefined, '{ matchLabels: { app: cart } }'),
    'spec.ports',
    'endpoints: [{"port":"web"}] instead of ports',
  ],
  [
    'ports without names',
    asService('[{ port: 80 }]', '{}'),
    'spec.ports',
    'endpoints: [{"port":"http"}] instead of ports',
  ],
  [
    'fields of a Service below metadata',
    yaml('Service', 'ports: [{ port: 80 }], selector: { app: cart }'),
    'metadata.selector',
    'move selector into spec\nmove ports into spec',
  ],
  [
    'fields of a Service beside metadata',
    yaml('Service', '', 'ports: [{ port: 80 }]'),
    'ports',
    'move ports into spec',
  ],
  ['groups below metadata', yaml('PrometheusRule', 'groups: []'), 'metadata.groups', 'move groups into spec'],
])('%s', (_what, text, path, fix) => {
  expect(findingsFor(check, text)).toMatchObject([{ severity: 'error', path, fix }]);
});

test('other checks do not report the same', () => {
  const text = asService();
  expect([selectorFields, unknownField].flatMap((other) => findingsFor(other, text))).toEqual([]);
  const misplaced = yaml(
    'Service',
    'name: cart, namespace: shop, ports: [{ port: 80 }], selector: { app: cart }',
  );
  expect(findingsFor(selectsService, `${serviceMonitor()}\n${pods()}`, { contracts })).toMatchObject([
    { fix: expect.stringContaining('create a Service') },
  ]);
  expect(
    findingsFor(selectsService, `${serviceMonitor()}\n${pods()}\n${misplaced}`, { contracts }),
  ).toMatchObject([{ severity: 'info' }]);
});

test.each([
  ['a working chain', chain()],
  ['a PodMonitor', podMonitor()],
  ['a Service without ports', yaml('Service', '', 'spec: { selector: { app: a }, clusterIP: None }')],
  ['a Service with an alias', yaml('Service', '', 'spec: { type: ExternalName, externalName: a.example }')],
  ['a Service with ports and endpoints', aService('endpoints: [{ port: web }]')],
  ['a monitor with ports beside endpoints', serviceMonitor('ports: [{ port: 80 }]')],
  [
    'a Service of another API',
    yaml('Service', '', `spec: { ${AS_MONITOR} }`).replace('v1', 'serving.knative.dev/v1'),
  ],
  ['a kind by the name of a property of every object', asService().replace('ServiceMonitor', 'constructor')],
  ['rules beside metadata', yaml('PrometheusRule', '', 'groups: []')],
  ['fields in both places', yaml('Service', 'ports: []', 'spec: { ports: [{ port: 80 }] }')],
])('silent: %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
