import { check } from '../../../../src/doctor/checks/rejected/missing-secret';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const endpoint = (fields: string) =>
  yaml('ServiceMonitor', 'name: web', `spec: { endpoints: [{ ${fields} }] }`);
const basicAuth = endpoint('basicAuth: { username: { name: auth, key: user } }');
const secret = (data: string, metadata = '') => yaml('Secret', `name: auth, ${metadata}`, data);

test('a key that the Secret does not have', () => {
  expect(findingsFor(check, basicAuth + secret('data: { username: YQ==, password: Yg== }'))).toEqual([
    {
      code: 'missing-secret',
      check: 'missing-secret',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/web',
      path: 'spec.endpoints[0].basicAuth.username.key',
      message: 'Secret monitoring/auth does not have the referenced key',
      found: 'user',
      expected: 'one of username, password',
      fix: 'key: username',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('a Secret in another namespace may be missing in the right one', () => {
  expect(findingsFor(check, basicAuth + secret('data: { user: YQ== }', 'namespace: shop'))).toMatchObject([
    {
      severity: 'warning',
      path: 'spec.endpoints[0].basicAuth.username.name',
      message: 'the Secret exists only in shop, but the operator reads it from monitoring',
      found: 'auth',
      expected: 'a Secret in namespace monitoring',
      fix: expect.stringMatching(
        /^create the Secret in namespace monitoring, too, or move ServiceMonitor .* to namespace /,
      ) as string,
    },
  ]);
});

const reference = '{ name: auth, key: user }';

test.each<[string, string, string]>([
  [
    'authorization',
    endpoint(`authorization: { credentials: ${reference} }`),
    'spec.endpoints[0].authorization.credentials.key',
  ],
  [
    'bearerTokenSecret',
    endpoint(`bearerTokenSecret: ${reference}`),
    'spec.endpoints[0].bearerTokenSecret.key',
  ],
  [
    'oauth2',
    endpoint(`oauth2: { clientId: { secret: ${reference} } }`),
    'spec.endpoints[0].oauth2.clientId.secret.key',
  ],
  [
    'tlsConfig',
    endpoint(`tlsConfig: { keySecret: ${reference} }`),
    'spec.endpoints[0].tlsConfig.keySecret.key',
  ],
  [
    'a Probe',
    yaml('Probe', '', `spec: { basicAuth: { password: ${reference} } }`),
    'spec.basicAuth.password.key',
  ],
  [
    'a ScrapeConfig',
    yaml('ScrapeConfig', '', `spec: { httpSDConfigs: [{ authorization: { credentials: ${reference} } }] }`),
    'spec.httpSDConfigs[0].authorization.credentials.key',
  ],
])('%s refers to Secrets', (_what, text, field) => {
  expect(findingsFor(check, text + secret('stringData: { other: a }'))).toMatchObject([{ path: field }]);
});

const inConfigMap = endpoint('tlsConfig: { ca: { configMap: { name: auth, key: user } } }');

test('a ConfigMap is no Secret', () => {
  const found = findingsFor(
    check,
    inConfigMap + secret('data: { a: b }') + yaml('ConfigMap', 'name: auth', 'data: { ca: x }'),
  );
  expect(found).toMatchObject([
    { message: 'ConfigMap monitoring/auth does not have the referenced key', expected: 'one of ca' },
  ]);
});

test.each<[string, string]>([
  ['the key is there', basicAuth + secret('stringData: { user: a }')],
  ['the Secret was not read', basicAuth + yaml('Secret', 'name: other', 'data: { a: b }')],
  ['a controller fills the Secret', basicAuth + secret('')],
  [
    'the reference is optional',
    endpoint('basicAuth: { username: { name: auth, key: user, optional: true } }') + secret('data: { a: b }'),
  ],
  ['the reference is empty', endpoint('bearerTokenSecret: { name: "", key: "" }') + secret('data: { a: b }')],
  [
    'the manifest does not say where it belongs',
    basicAuth.replace('namespace: monitoring,', '') + secret('data: { user: b }', 'namespace: shop'),
  ],
])('nothing is found where %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

const receiver = (reference: string) =>
  yaml(
    'AlertmanagerConfig',
    'name: web',
    `spec: { receivers: [{ name: a, pagerdutyConfigs: [{ routingKey: ${reference} }] }] }`,
  );

test('a reference of a receiver without a name', () => {
  expect(findingsFor(check, receiver('{ key: token }'))).toMatchObject([
    {
      severity: 'error',
      path: 'spec.receivers[0].pagerdutyConfigs[0].routingKey.name',
      message: 'the reference to a Secret has no name, so the operator rejects the object',
      fix: 'set name to that of the Secret with this key',
    },
  ]);
});

test('a key of a receiver that the Secret does not have', () => {
  expect(
    findingsFor(check, receiver('{ name: auth, key: tokn }') + secret('data: { token: YQ== }')),
  ).toMatchObject([{ path: 'spec.receivers[0].pagerdutyConfigs[0].routingKey.key', fix: 'key: token' }]);
});

test.each([
  receiver('{ key: token, optional: true }'),
  receiver('{ name: auth, key: token }') + secret('data: { token: YQ== }'),
  endpoint('params: { a: [b] }, relabelings: [{ key: a }]'),
])('references of receivers that are right, or none %#', (text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
