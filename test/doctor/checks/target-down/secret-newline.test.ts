import { check } from '../../../../src/doctor/checks/target-down/secret-newline';
import { findingsFor } from '../../../support/doctor';
import { serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const secret = (data: string) => yaml('Secret', 'name: creds', data);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const basicAuth = serviceMonitor(
  'endpoints: [{ port: web, basicAuth: { username: { name: creds, key: user }, password: { name: creds, key: pass } } }]',
);

test('a line break becomes part of the credential', () => {
  const given = `data: { user: ${base64('scraper\n')}, pass: ${base64('secret')} }`;
  expect(findingsFor(check, `${basicAuth}\n${secret(given)}`)).toEqual([
    {
      code: 'secret-newline',
      check: 'secret-newline',
      severity: 'error',
      resource: 'Secret monitoring/creds',
      path: 'data.user',
      message:
        'the value ends in a line break, which becomes part of the credential at spec.endpoints[0].basicAuth.username of ServiceMonitor monitoring/cart',
      found: undefined,
      expected: 'the value without a line break',
      fix: 'encode the value again without the line break: printf %s "$VALUE" | base64',
      at: { file: 'test.yaml', line: 4 },
    },
  ]);
});

test.each([
  ['a block of text', basicAuth, 'stringData: { user: a, pass: "secret\\n" }'],
  [
    'a token',
    serviceMonitor('endpoints: [{ port: web, authorization: { credentials: { name: creds, key: pass } } }]'),
    `data: { pass: ${base64('token\r\n')} }`,
  ],
  [
    'credentials of remote write',
    yaml(
      'Prometheus',
      '',
      'spec: { remoteWrite: [{ url: "https://x", basicAuth: { password: { name: creds, key: pass } } }] }',
    ),
    `data: { pass: ${base64('secret\n')} }`,
  ],
])('it finds %s, and does not print it', (_what, object, data) => {
  const found = findingsFor(check, `${object}\n${secret(data)}`);
  expect(found).toMatchObject([{ severity: 'error', resource: 'Secret monitoring/creds' }]);
  expect(JSON.stringify(found)).not.toMatch(/token\\r|secret\\n/);
});

test.each([
  ['values without a line break', basicAuth, `data: { user: ${base64('a')}, pass: ${base64('b')} }`],
  [
    'certificates, whose files end in one',
    serviceMonitor(
      'endpoints: [{ port: web, tlsConfig: { ca: { secret: { name: creds, key: ca } }, keySecret: { name: creds, key: ca } } }]',
    ),
    `data: { ca: ${base64('PEM\n')} }`,
  ],
  ['a key that no monitor reads', serviceMonitor(), `data: { user: ${base64('a\n')} }`],
])('it finds nothing in %s', (_what, object, data) => {
  expect(findingsFor(check, `${object}\n${secret(data)}`)).toEqual([]);
});
