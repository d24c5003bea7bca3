import { check } from '../../../../src/doctor/checks/no-target/probe-targets';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const probe = (targets: string) =>
  yaml('Probe', 'name: site', `spec: { prober: { url: "b:9115" }, targets: { ${targets} } }`);
const ingress = (metadata = 'namespace: shop, labels: { app: cart }') =>
  yaml('Ingress', `name: cart, ${metadata}`);
const BY_LABEL = 'ingress: { selector: { matchLabels: { app: cart } } }';

test('an Ingress in another namespace is not found', () => {
  expect(findingsFor(check, probe(BY_LABEL) + ingress())).toEqual([
    {
      code: 'probe-targets',
      check: 'probe-targets',
      severity: 'error',
      resource: 'Probe monitoring/site',
      path: 'spec.targets.ingress.namespaceSelector',
      message: 'the Probe searches namespace monitoring, but its selector matches Ingress shop/cart',
      found: undefined,
      expected: 'namespace shop',
      fix: 'namespaceSelector: {"matchNames":["shop"]}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['no targets', probe(''), 'spec.targets'],
  ['an empty list', probe('staticConfig: { static: [] }'), 'spec.targets.staticConfig.static'],
])('it finds %s', (_what, text, path) => {
  expect(findingsFor(check, text)).toMatchObject([
    {
      path,
      message: 'the Probe has no targets',
      fix: 'list the addresses to probe in spec.targets.staticConfig.static',
    },
  ]);
});

test.each([
  ['addresses', probe('staticConfig: { static: [https://example.com] }')],
  ['an Ingress that was not read', probe(BY_LABEL)],
  ['an Ingress in its namespace', probe(BY_LABEL) + ingress('labels: { app: cart }')],
  ['any namespace', probe(BY_LABEL.replace(/ }$/, ', namespaceSelector: { any: true } }')) + ingress()],
  ['other Ingresses', probe(BY_LABEL) + ingress('namespace: shop, labels: { app: stock }')],
  ['every Ingress of its namespace', probe('ingress: { selector: {} }') + ingress()],
])('it finds nothing in %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

test('a selector that matches none of the Ingresses is info', () => {
  const other = ingress('namespace: monitoring, labels: { app: other }');
  expect(findingsFor(check, probe(BY_LABEL) + other)).toMatchObject([
    {
      severity: 'info',
      path: 'spec.targets.ingress.selector',
      message: 'the selector matches no Ingress that was read in namespace monitoring',
      found: 'app=cart',
    },
  ]);
});
