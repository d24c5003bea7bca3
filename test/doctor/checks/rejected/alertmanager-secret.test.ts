import { check } from '../../../../src/doctor/checks/rejected/alertmanager-secret';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const alertmanager = (spec = 'replicas: 1') => yaml('Alertmanager', 'name: main', `spec: { ${spec} }`);
const secret = (data: string, metadata = 'name: alertmanager-main') => yaml('Secret', metadata, data);

test('a key with another ending', () => {
  expect(findingsFor(check, alertmanager() + secret('stringData: { alertmanager.yml: "{}" }'))).toMatchObject(
    [
      {
        code: 'alertmanager-secret',
        severity: 'error',
        resource: 'Secret monitoring/alertmanager-main',
        path: 'stringData["alertmanager.yml"]',
        message:
          'Alertmanager monitoring/main reads the key alertmanager.yaml, which the Secret does not have',
        // What is found in a Secret is hidden, also in the fix.
        found: undefined,
        expected: 'alertmanager.yaml',
        fix: 'rename the key alertmanager.yml to alertmanager.yaml',
      },
    ],
  );
});

test.each<[string, string, object]>([
  [
    'the Secret that the resource names',
    alertmanager('configSecret: mine') + secret('data: { config: YQ== }', 'name: mine'),
    { resource: 'Secret monitoring/mine', fix: 'rename the key config to alertmanager.yaml' },
  ],
  [
    'several other keys',
    alertmanager() + secret('data: { a.tmpl: YQ==, b.tmpl: YQ== }'),
    { path: 'data', fix: 'add the key alertmanager.yaml' },
  ],
  [
    'a ConfigMap of that name',
    alertmanager() + yaml('ConfigMap', 'name: alertmanager-main', 'data: { alertmanager.yaml: "{}" }'),
    {
      resource: 'ConfigMap monitoring/alertmanager-main',
      path: 'kind',
      message:
        'Alertmanager monitoring/main reads Secret alertmanager-main, and a ConfigMap of that name is ignored',
      fix: 'write kind: Secret, and stringData instead of data',
    },
  ],
])('%s', (_what, text, finding) => {
  expect(findingsFor(check, text)).toMatchObject([finding]);
});

test.each([
  ['the key', alertmanager() + secret('stringData: { alertmanager.yaml: "{}" }')],
  ['the key, compressed', alertmanager() + secret('data: { alertmanager.yaml.gz: YQ== }')],
  ['a Secret that a controller fills', alertmanager() + secret('type: Opaque')],
  ['a Secret that was not read', alertmanager()],
  [
    'an AlertmanagerConfig in place of the Secret',
    alertmanager('alertmanagerConfiguration: { name: global }') + secret('data: { smtp-password: YQ== }'),
  ],
  [
    'a Secret of another namespace',
    alertmanager() + secret('data: { a: YQ== }', 'name: alertmanager-main, namespace: shop'),
  ],
  [
    'a ConfigMap beside the Secret',
    alertmanager() +
      secret('stringData: { alertmanager.yaml: "{}" }') +
      yaml('ConfigMap', 'name: alertmanager-main', 'data: { alertmanager.yaml: "{}" }'),
  ],
  [
    'a ConfigMap with templates',
    alertmanager() + yaml('ConfigMap', 'name: alertmanager-main', 'data: { a.tmpl: b }'),
  ],
])('it finds nothing with %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
