import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnswerTooLarge, authorizedGet } from '../../../src/doctor/sources/authorized-get';
import { askPrometheus } from '../../../src/doctor/sources/prometheus';
import { prometheusAccess } from '../../../src/doctor/sources/prometheus-access';

const SECRET = 'Zq7vXw93kP';
const BASIC = `Basic ${Buffer.from(`me:${SECRET}`).toString('base64')}`;
const ANSWERS: Readonly<Record<string, unknown>> = {
  targets: { activeTargets: [], droppedTargets: [] },
  rules: { groups: [] },
  'status/config': { yaml: '' },
  'status/runtimeinfo': { startTime: '2026-01-01T00:00:00Z' },
  query: { result: [0, '0'] },
};

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'prometheus-access-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const access = (text: string) => prometheusAccess('http://x', file('web.yml', text), {});

/** Answers like a Prometheus to whoever sends the header, and with the header itself to others. */
const behind =
  (authorization: string): RequestListener =>
  (request, response) => {
    if (request.headers.authorization !== authorization) {
      response.writeHead(401).end(`no access for ${request.headers.authorization}`);
      return;
    }
    const path = request.url!.replace('/api/v1/', '').split('?')[0]!;
    response.end(JSON.stringify({ status: 'success', data: ANSWERS[path] }));
  };

async function served<T>(server: Server, run: (port: number) => Promise<T>): Promise<T> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await run((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

test.each([
  ['basic_auth', `basic_auth: { username: me, password: ${SECRET} }`, BASIC],
  ['a password in a file', 'basic_auth: { username: me, password_file: secret }', BASIC],
  ['authorization', `authorization: { credentials: ${SECRET} }`, `Bearer ${SECRET}`],
  ['another type', `authorization: { type: Token, credentials_file: secret }`, `Token ${SECRET}`],
  ['bearer_token', `bearer_token: ${SECRET}`, `Bearer ${SECRET}`],
  ['bearer_token_file', 'bearer_token_file: secret', `Bearer ${SECRET}`],
])('%s of a file for promtool becomes a header', (_what, text, header) => {
  file('secret', `${SECRET}\n`);
  expect(access(text)).toEqual({ authorization: header });
});

test.each([
  [{ SIGNALPROOF_PROMETHEUS_USERNAME: 'me', SIGNALPROOF_PROMETHEUS_PASSWORD: SECRET }, BASIC],
  [{ SIGNALPROOF_PROMETHEUS_TOKEN: SECRET }, `Bearer ${SECRET}`],
])('variables become a header', (variables, authorization) => {
  expect(prometheusAccess('http://x', undefined, variables)).toEqual({ authorization });
});

test('a tag of another tool is no warning, which would quote the line', () => {
  const warned = jest.spyOn(process, 'emitWarning');
  expect(access(`basic_auth: { username: me, password: !vault ${SECRET} }`)).toEqual({
    authorization: BASIC,
  });
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

test('credentials in the address become a header, as for curl', () => {
  expect(prometheusAccess(`http://me:${SECRET}@x`, undefined, {})).toEqual({ authorization: BASIC });
  expect(prometheusAccess('http://x', undefined, {})).toEqual({});
  expect(prometheusAccess('http://me:100%@x', undefined, {})).toEqual({
    authorization: `Basic ${Buffer.from('me:100%').toString('base64')}`,
  });
});

test.each([
  [
    'basic_auth: { username: me, pasword: Zq7vXw93kP }',
    'unknown field (basic_auth.pasword: "hidden"). Use one of username, password, password_file.',
  ],
  ['basic_auth: { password: Zq7vXw93kP }', 'required field is missing (basic_auth.username). Give a string.'],
  [
    'password: Zq7vXw93kP\n x: [',
    'not YAML (--prometheus-config). Write it as for promtool --http.config.file.',
  ],
  [
    'tls_config: { ca_file: gone.pem }',
    'the file cannot be read (tls_config.ca_file: "ENOENT"). Name a file that exists.',
  ],
])('%s is rejected in one sentence, without the secret', (text, sentence) => {
  let message = '';
  try {
    access(text);
  } catch (error) {
    ({ message } = error as Error);
  }
  expect(message).toContain(sentence);
  expect(message).not.toContain(SECRET);
});

test('a Prometheus with basic auth answers, and a wrong password is one sentence without it', async () => {
  await served(createServer(behind(BASIC)), async (port) => {
    const url = `http://127.0.0.1:${port}`;
    const ask = (text: string) => askPrometheus(url, [], access(text));
    expect((await ask(`basic_auth: { username: me, password: ${SECRET} }`)).jobs).toEqual([]);
    expect((await askPrometheus(`http://me:${SECRET}@127.0.0.1:${port}`)).jobs).toEqual([]);
    const failed = async (run: Promise<unknown>) => {
      const message = await run.then(String, (error: Error) => error.message);
      expect(message).not.toContain(SECRET);
      return message;
    };
    expect(await failed(ask(`bearer_token: ${SECRET}`))).toMatch(
      /: the credentials are rejected \("HTTP 401"\)\. Give them with --prometheus-config FILE, or the variables SIGNALPROOF_/,
    );
    expect(await failed(askPrometheus(url))).toContain(': credentials are required ("HTTP 401")');
  });
});

test('credentials do not follow a redirect to another origin', async () => {
  const seen: (string | undefined)[] = [];
  const other = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.end('{}');
  });
  await served(other, (port) =>
    served(
      createServer((_request, response) =>
        response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end(),
      ),
      (from) =>
        askPrometheus(`http://127.0.0.1:${from}`, [], { authorization: BASIC }).catch(() => undefined),
    ),
  );
  expect(new Set(seen)).toEqual(new Set([undefined]));
});

test('a certificate authority of its own is trusted where it is given', async () => {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  execFileSync(
    'openssl',
    [
      ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost'.split(
        ' ',
      ),
      ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  );
  const server = createTlsServer({ cert: readFileSync(cert), key: readFileSync(key) }, behind(BASIC));
  await served(server, async (port) => {
    const url = `https://127.0.0.1:${port}`;
    const config = `basic_auth: { username: me, password: ${SECRET} }\n`;
    await expect(askPrometheus(url, [], access(config))).rejects.toThrow(
      ': no response ("self-signed certificate")',
    );
    for (const tls of [
      '{ ca_file: cert.pem }',
      '{ ca_file: cert.pem, server_name: localhost }',
      '{ insecure_skip_verify: true }',
    ])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await askPrometheus(url, [], access(`${config}tls_config: ${tls}`))).jobs).toEqual([]);
    const fromVariables = prometheusAccess(url, undefined, {
      SIGNALPROOF_PROMETHEUS_USERNAME: 'me',
      SIGNALPROOF_PROMETHEUS_PASSWORD: SECRET,
      SIGNALPROOF_PROMETHEUS_CA_FILE: cert,
    });
    expect((await askPrometheus(url, [], fromVariables)).jobs).toEqual([]);
  });
});

test('an answer without an end is cut off', async () => {
  const server = createServer((_request, response) => {
    const more = (): void => {
      while (response.write(Buffer.alloc(65_536))) continue;
    };
    response.on('drain', more);
    more();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const answer = authorizedGet(url, {}, 10_000, 1024 * 1024);
    await expect(answer).rejects.toThrow(new AnswerTooLarge('larger than 1 MiB'));
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
