import { check } from '../../../../src/doctor/checks/not-selected/operator-namespaces';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const monitor = yaml('ServiceMonitor', 'name: web, namespace: shop, labels: { release: prom }');
const watching = (namespaces: unknown) => values({ prometheusOperator: namespaces }, 'prom');
const operator = (argument: string) =>
  yaml(
    'Prometheus',
    'name: k8s',
    'spec: { serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {} }',
  ) +
  yaml(
    'Deployment',
    'name: operator',
    `spec: { template: { spec: { containers: [{ name: o, image: prometheus-operator, args: ["${argument}"] }] } } }`,
  );

test('a namespace that the operator does not watch', () => {
  expect(
    findingsFor(check, monitor, watching({ namespaces: { releaseNamespace: true, additional: ['web'] } })),
  ).toEqual([
    {
      code: 'operator-namespaces',
      check: 'operator-namespaces',
      severity: 'error',
      resource: 'ServiceMonitor shop/web',
      path: 'metadata.namespace',
      message: 'the operator does not watch this namespace',
      found: 'shop',
      expected: 'one of monitoring, web',
      fix: 'prometheusOperator: { namespaces: { additional: [monitoring, web, shop] } }',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each<[string, string, Parameters<typeof findingsFor>[2], object]>([
  [
    'denied by values',
    '',
    watching({ denyNamespaces: ['web', 'shop'] }),
    {
      message: 'the operator is configured to ignore this namespace',
      expected: 'a namespace other than web, shop',
      fix: 'prometheusOperator: { denyNamespaces: [web] }',
    },
  ],
  ['not watched, by arguments', operator('--namespaces=a,b'), {}, { fix: '--namespaces=a,b,shop' }],
  ['denied, by arguments', operator('--deny-namespaces=shop,b'), {}, { fix: '--deny-namespaces=b' }],
])('a namespace that is %s', (_what, text, sources, expected) => {
  expect(findingsFor(check, text + monitor, sources)).toMatchObject([expected]);
});

test.each<[string, string, Parameters<typeof findingsFor>[2]]>([
  ['all are watched', monitor, watching({ namespaces: {} })],
  ['it is watched', monitor, watching({ namespaces: { additional: ['shop'] } })],
  ['others are denied', monitor, watching({ denyNamespaces: ['web'] })],
  ['it is watched, by arguments', operator('--namespaces=shop') + monitor, {}],
  [
    'another program has such arguments',
    operator('--namespaces=a').replace('image: prometheus-operator', 'image: other') + monitor,
    {},
  ],
  [
    'the manifest does not say where it belongs',
    monitor.replace('namespace: shop,', ''),
    watching({ namespaces: { additional: ['web'] } }),
  ],
])('nothing is found where %s', (_what, text, sources) => {
  expect(findingsFor(check, text, sources)).toEqual([]);
});
