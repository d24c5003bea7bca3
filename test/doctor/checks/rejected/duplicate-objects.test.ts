import { check } from '../../../../src/doctor/checks/rejected/duplicate-objects';
import { factsOf } from '../../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../../src/doctor/run';
import { readManifests } from '../../../../src/kubernetes/read';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const one = yaml('ServiceMonitor', 'name: web', 'spec: { endpoints: [{ port: a }] }');
const two = yaml('ServiceMonitor', 'name: web', 'spec: { endpoints: [{ port: b }] }');

test('of two objects with one name, the last one wins', () => {
  expect(findingsFor(check, one + two)).toEqual([
    {
      code: 'duplicate-objects',
      check: 'duplicate-objects',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/web',
      path: 'metadata.name',
      message:
        'this ServiceMonitor is also defined at test.yaml:2; the manifest applied last replaces the other',
      found: 'web',
      expected: 'a unique name',
      fix: 'name: web-2',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

test('two files may be for two clusters', () => {
  const objects = [...readManifests(one, 'dev.yaml'), ...readManifests(two, 'prod.yaml')];
  expect(findingsOf(runChecks([check], factsOf({ objects })))).toMatchObject([
    { severity: 'warning', at: { file: 'prod.yaml' } },
  ]);
});

test('many in several files are variants of one thing', () => {
  const service = (name: string, port: number): string =>
    yaml('Service', `name: ${name}`, `spec: { ports: [{ port: ${port} }] }`);
  const all = (port: number): string => ['a', 'b', 'c'].map((name) => service(name, port)).join('');
  const objects = [
    ...readManifests(all(1), 'native.yaml'),
    ...readManifests(all(2), 'frr.yaml'),
    ...readManifests(service('a', 3), 'one.yaml'),
    ...readManifests(service('x', 1), 'dev.yaml'),
    ...readManifests(service('x', 2), 'prod.yaml'),
  ];
  expect(findingsOf(runChecks([check], factsOf({ objects })))).toMatchObject([
    {
      severity: 'warning',
      message:
        'this Service is also defined at native.yaml:2, and so are 3 more objects of 3 files; the manifest applied last replaces the others',
      fix: 'read and apply one of the variants',
      at: { file: 'frr.yaml' },
    },
    { at: { file: 'prod.yaml' }, fix: 'name: x-2' },
  ]);
});

test('examples of what monitoring does not read may share names across files, and not within one', () => {
  const cluster = (spec: string): string =>
    `---\napiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: orders }\nspec: ${spec}\n`;
  const [small, large] = [cluster('{ instances: 1 }'), cluster('{ instances: 3 }')];
  const objects = [...readManifests(small, 'small.yaml'), ...readManifests(large, 'large.yaml')];
  expect(findingsOf(runChecks([check], factsOf({ objects })))).toEqual([]);
  expect(findingsFor(check, small + large)).toMatchObject([{ severity: 'error' }]);
});

test('what has no namespace is named without one', () => {
  const role = (verb: string): string =>
    `---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: prometheus }\nrules: [{ verbs: [${verb}] }]\n`;
  expect(findingsFor(check, role('get') + role('list'))).toMatchObject([
    { resource: 'ClusterRole prometheus' },
  ]);
});

test('labels count', () => {
  expect(findingsFor(check, one + one.replace('name: web', 'name: web, labels: { a: b }'))).toHaveLength(1);
});

test.each<[string, string]>([
  ['they are equal', one + one],
  [
    'they differ only in what a cluster adds',
    one + one.replace('name: web', 'name: web, uid: "1"') + 'status: {}\n',
  ],
  ['the names differ', one + two.replace('web', 'api')],
  ['the namespaces differ', one + two.replace('namespace: monitoring', 'namespace: shop')],
  ['the kinds differ', one + two.replace('ServiceMonitor', 'PodMonitor')],
  [
    'the API server completes the name',
    yaml('Pod', 'generateName: a-', 'spec: { a: 1 }').replace('name: x, ', '') +
      yaml('Pod', 'generateName: a-', 'spec: { a: 2 }').replace('name: x, ', ''),
  ],
])('nothing is found where %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
