import { check } from '../../../../src/doctor/checks/rejected/credentials';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const endpoint = (fields: string) => yaml('ServiceMonitor', '', `spec: { endpoints: [{ ${fields} }] }`);
const key = '{ name: s, key: k }';

test('a scrape authenticates in one way', () => {
  const both = endpoint(`basicAuth: { username: ${key} }, authorization: { credentials: ${key} }`);
  expect(findingsFor(check, both)).toEqual([
    {
      code: 'credentials',
      check: 'credentials',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/x',
      path: 'spec.endpoints[0].basicAuth',
      message: 'authorization and basicAuth are set on the same scrape',
      found: undefined,
      expected: 'one authentication method',
      fix: 'keep one of authorization, basicAuth',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'a certificate without its key',
    endpoint(`tlsConfig: { cert: { secret: ${key} } }`),
    'spec.endpoints[0].tlsConfig.keySecret',
    'a client certificate is set without its key',
  ],
  [
    'a key without its certificate',
    yaml('Probe', '', `spec: { tlsConfig: { keySecret: ${key} } }`),
    'spec.tlsConfig.cert',
    'a client key is set without its certificate',
  ],
  [
    'two sources of one certificate',
    endpoint(`tlsConfig: { ca: { secret: ${key}, configMap: ${key} } }`),
    'spec.endpoints[0].tlsConfig.ca',
    'ca references both a Secret and a ConfigMap',
  ],
])('it finds %s', (_what, manifest, field, problem) => {
  expect(findingsFor(check, manifest)).toMatchObject([{ severity: 'error', path: field, message: problem }]);
});

test.each([
  ['one way', endpoint(`basicAuth: { username: ${key}, password: ${key} }, oauth2: {}, authorization: null`)],
  [
    'certificate and key',
    endpoint(`tlsConfig: { cert: { secret: ${key} }, keySecret: ${key}, ca: { configMap: ${key} } }`),
  ],
  ['certificate and key in files', endpoint('tlsConfig: { certFile: /a, keyFile: /b, caFile: /c }')],
  ['a plain scrape', endpoint('port: http')],
])('it finds nothing in %s', (_what, manifest) => {
  expect(findingsFor(check, manifest)).toEqual([]);
});

test.each([
  [`bearerTokenFile: /token, authorization: { credentials: ${key} }`, 'authorization and bearerTokenFile'],
  [`bearerTokenSecret: ${key}, basicAuth: { username: ${key} }`, 'basicAuth and bearerTokenSecret'],
])('a token is one way, too: %s', (fields, both) => {
  expect(findingsFor(check, endpoint(fields))).toMatchObject([
    { severity: 'error', message: `${both} are set on the same scrape` },
  ]);
  expect(
    findingsFor(check, endpoint('bearerTokenFile: /token, bearerTokenSecret: { name: "", key: "" }')),
  ).toEqual([]);
  expect(
    findingsFor(check, endpoint(`basicAuth: { username: ${key} }, bearerTokenSecret: { key: "" }`)),
  ).toEqual([]);
});
