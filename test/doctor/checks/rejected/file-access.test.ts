import { check } from '../../../../src/doctor/checks/rejected/file-access';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const denied = yaml('Prometheus', 'name: k8s', 'spec: { arbitraryFSAccessThroughSMs: { deny: true } }');
const endpoint = (fields: string) =>
  yaml('ServiceMonitor', 'name: web', `spec: { endpoints: [{ ${fields} }] }`);

test('a file where files are denied', () => {
  expect(findingsFor(check, denied + endpoint('bearerTokenFile: /var/run/token'))).toEqual([
    {
      code: 'file-access',
      check: 'file-access',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/web',
      path: 'spec.endpoints[0].bearerTokenFile',
      message: 'Prometheus monitoring/k8s forbids file references in ServiceMonitors',
      found: '/var/run/token',
      expected: 'a reference to a Secret or ConfigMap',
      fix: 'authorization: { credentials: { name: <secret>, key: token } }',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

test.each(['caFile', 'certFile', 'keyFile'])('%s is a file as well', (key) => {
  const given = values({ prometheus: { prometheusSpec: { arbitraryFSAccessThroughSMs: { deny: true } } } });
  expect(findingsFor(check, endpoint(`tlsConfig: { ${key}: /a }`), given)).toMatchObject([
    { path: `spec.endpoints[0].tlsConfig.${key}`, found: '/a' },
  ]);
});

test.each<[string, string]>([
  ['files are allowed', yaml('Prometheus', '', 'spec: {}') + endpoint('bearerTokenFile: /a')],
  ['nobody said so', endpoint('bearerTokenFile: /a')],
  ['the field is empty', denied + endpoint('bearerTokenFile: ""')],
  ['a Secret is named', denied + endpoint('tlsConfig: { ca: { secret: { name: a, key: b } } }')],
  [
    'a PodMonitor has no such field',
    denied + yaml('PodMonitor', '', 'spec: { podMetricsEndpoints: [{ bearerTokenFile: /a }] }'),
  ],
])('nothing is found where %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
