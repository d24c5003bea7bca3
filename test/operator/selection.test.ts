import { manifestsOf } from '../../src/kubernetes/manifests';
import { readManifests } from '../../src/kubernetes/read';
import { prometheusSettings } from '../../src/operator/prometheus-settings';
import { selection } from '../../src/operator/selection';
import { yaml } from '../doctor/checks/yaml';

/** Whether a Prometheus in namespace monitoring with this spec selects ServiceMonitor shop/x with label app: a. */
function answer(spec: string, more = '') {
  const manifests = manifestsOf(
    readManifests(yaml('Prometheus', 'name: k8s', `spec: ${spec}`) + more, 'test.yaml'),
  );
  const monitor = { namespace: 'shop', labels: { app: 'a' } };
  return selection(monitor, 'ServiceMonitor', prometheusSettings(manifests), manifests);
}

const namespace = (labels: string) => yaml('Namespace', `name: shop, labels: ${labels}`);
const inNamespaces = (selector: string) =>
  `{ serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: ${selector} }`;

test.each<[string, string, string]>([
  ['everything from everywhere', inNamespaces('{}'), ''],
  [
    'labels that it has',
    '{ serviceMonitorSelector: { matchLabels: { app: a } }, serviceMonitorNamespaceSelector: {} }',
    '',
  ],
  [
    'labels that its namespace has',
    inNamespaces('{ matchLabels: { env: prod } }'),
    namespace('{ env: prod }'),
  ],
  [
    'the name of its namespace, which is known without reading it',
    inNamespaces('{ matchLabels: { kubernetes.io/metadata.name: shop } }'),
    '',
  ],
])('it is selected by %s', (_what, spec, more) => {
  expect(answer(spec, more)).toMatchObject({ selected: 'yes' });
});

test.each<[string, string, string, unknown]>([
  [
    'null',
    '{ podMonitorSelector: {}, serviceMonitorNamespaceSelector: {} }',
    '',
    [
      {
        kind: 'nothing',
        setting: 'spec.serviceMonitorSelector',
        because: 'an absent selector selects nothing',
      },
    ],
  ],
  [
    'a label that it lacks',
    '{ serviceMonitorSelector: { matchLabels: { app: b } }, serviceMonitorNamespaceSelector: {} }',
    '',
    [
      {
        kind: 'labels',
        setting: 'spec.serviceMonitorSelector',
        selector: { matchLabels: { app: 'b' }, matchExpressions: [] },
      },
    ],
  ],
  [
    'no namespace but its own',
    '{ serviceMonitorSelector: {} }',
    '',
    [{ kind: 'namespace', setting: 'spec.serviceMonitorNamespaceSelector' }],
  ],
  [
    'a label that its namespace lacks',
    inNamespaces('{ matchLabels: { env: prod } }'),
    namespace('{ env: dev }'),
    [
      {
        kind: 'namespace',
        setting: 'spec.serviceMonitorNamespaceSelector',
        selector: { matchLabels: { env: 'prod' }, matchExpressions: [] },
      },
    ],
  ],
  [
    'the name of another namespace',
    inNamespaces('{ matchLabels: { kubernetes.io/metadata.name: web, env: prod } }'),
    '',
    [expect.objectContaining({ kind: 'namespace' })],
  ],
  [
    'a label and a namespace that are both wrong',
    '{ serviceMonitorSelector: { matchLabels: { app: b } } }',
    '',
    [expect.objectContaining({ kind: 'labels' }), expect.objectContaining({ kind: 'namespace' })],
  ],
])('it is not selected by %s', (_what, spec, more, mismatches) => {
  expect(answer(spec, more)).toMatchObject({
    selected: 'no',
    by: { name: 'Prometheus monitoring/k8s' },
    mismatches,
  });
});

test('the labels of a namespace that was not read are unknown', () => {
  expect(answer(inNamespaces('{ matchLabels: { env: prod } }'))).toEqual({
    selected: 'unknown',
    because: 'the labels of namespace shop, selected by env=prod, were not read',
  });
});

test('an object with wrong labels is not selected, even if the labels of its namespace are unknown', () => {
  const spec =
    '{ serviceMonitorSelector: { matchLabels: { app: b } }, serviceMonitorNamespaceSelector: { matchLabels: { env: prod } } }';
  expect(answer(spec)).toMatchObject({ selected: 'no', mismatches: [{ kind: 'labels' }] });
});

test('one of two Prometheus that selects it is enough', () => {
  const other = yaml('Prometheus', 'name: shop, namespace: shop', 'spec: { serviceMonitorSelector: {} }');
  expect(answer('{ serviceMonitorSelector: {} }', other)).toMatchObject({ selected: 'yes' });
});

test('of two Prometheus without a match, the one with fewer mismatches is returned', () => {
  const near = yaml(
    'Prometheus',
    'name: near, namespace: shop',
    'spec: { serviceMonitorSelector: { matchLabels: { app: b } } }',
  );
  expect(answer('{ serviceMonitorSelector: { matchLabels: { app: c } } }', near)).toMatchObject({
    by: { name: 'Prometheus shop/near' },
  });
});
