import { connect } from 'node:net';
import { closeServer } from '../../../src/stack/task-api/close-server';
import { StorageUnavailable } from '../../../src/stack/task-api/storage/database';
import { exchange, serve, until, type SendOptions, type Served } from './served';

let api: Served;
beforeAll(async () => (api = await serve()));
afterAll(() => api.close());
afterEach(() => (api.database.before = () => undefined));

const JSON_TYPE = 'Content-Type: application/json\r\n';

/** What a client gets, and the log line under the id that it is told. */
async function refusal(bytes: string) {
  const [head, body] = (await exchange(api.port, bytes)).split('\r\n\r\n');
  const problem = JSON.parse(body!);
  const id = /^x-request-id: (.*)$/im.exec(head!)?.[1];
  expect(head).toMatch(
    new RegExp(`^HTTP/1.1 ${problem.status} .*content-type: application/problem\\+json`, 'is'),
  );
  expect(problem).toMatchObject({ type: 'about:blank', title: expect.any(String), requestId: id });
  const line = () => api.log.find(({ reqId, msg }) => reqId === id && msg !== undefined);
  await until(() => line() !== undefined);
  const { msg, endpoint, status, code } = line()!;
  return { status: problem.status, detail: problem.detail, logged: { msg, endpoint, status, code } };
}

test.each([
  ['no Host', 'GET /tasks HTTP/1.1\r\n\r\n', 400, 'The request has no Host header; send one.', '/tasks'],
  [
    'two Hosts',
    'GET /tasks HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    400,
    'The request has more than one Host header; send one.',
    '/tasks',
  ],
  [
    'no Host, to no path',
    'GET /nothing HTTP/1.1\r\n\r\n',
    400,
    'The request has no Host header; send one.',
    'unmatched',
  ],
  [
    'an expectation',
    `POST /tasks HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n${JSON_TYPE}Content-Length: 2\r\n\r\n`,
    417,
    'The header Expect asks for what we do not do; send 100-continue or leave it out.',
    '/tasks',
  ],
  [
    'a tunnel',
    'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n',
    404,
    'There is nothing at this path.',
    'unmatched',
  ],
  [
    'a body in no chunks',
    `POST /tasks HTTP/1.1\r\nHost: a\r\n${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\nno length\r\n`,
    400,
    'The request is not HTTP/1.1.',
    '/tasks',
  ],
])('a request with %s is refused like every other', async (_what, bytes, status, detail, endpoint) => {
  expect(await refusal(bytes)).toEqual({
    status,
    detail,
    logged: { msg: 'request', endpoint, status },
  });
});

test.each([
  ['no HTTP', 'HELLO\r\n\r\n', 400, 'HPE_INVALID_METHOD', 'The request is not HTTP/1.1.'],
  [
    'headers without end',
    `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}`,
    431,
    'HPE_HEADER_OVERFLOW',
    'The headers are too large; send fewer.',
  ],
  [
    'two lengths',
    'POST /tasks HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    400,
    'HPE_UNEXPECTED_CONTENT_LENGTH',
    'The request is not HTTP/1.1.',
  ],
])('bytes that are no request are refused and logged: %s', async (_what, bytes, status, code, detail) => {
  expect(await refusal(bytes)).toEqual({ status, detail, logged: { msg: 'no request', status, code } });
});

test('bytes after a request do not get its id', async () => {
  const answer = await exchange(
    api.port,
    'GET /healthz HTTP/1.1\r\nHost: a\r\nX-Request-Id: first\r\n\r\nHELLO\r\n\r\n',
  );
  expect([...answer.matchAll(/^x-request-id: (.*)$/gim)].map(([, id]) => id)).toEqual([
    'first',
    expect.stringMatching(/^[0-9a-f-]{36}$/),
  ]);
});

test('the query of a request is not in the log', async () => {
  await api.send('GET', '/tasks?token=hunter2');
  await api.send('GET', '/nothing?token=hunter2');
  await until(() => api.log.some(({ path }) => path === '/nothing'));
  expect(JSON.stringify(api.log)).not.toContain('hunter2');
});

test.each(['/metrics', '/metrics?x=1', '/healthz', '/readyz'])(
  'POST %s is 405, as it has GET',
  async (path) => {
    const { status, headers, body } = await api.send('POST', path);
    expect([status, headers.allow]).toEqual([405, 'HEAD, GET']);
    expect(JSON.parse(body).detail).toBe('This path does not take POST; use one of HEAD, GET.');
  },
);

test('bytes after CONNECT are not parsed, neither at once nor later', async () => {
  const tunnel = 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n';
  const answer = await exchange(api.port, `${tunnel}${'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(9)}`);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404']);
});

test('a body that looks like requests is one body', async () => {
  const body = JSON.stringify({ title: 'GET / HTTP/1.1' }) + '\r\n\r\n'.repeat(3000);
  const answer = await exchange(
    api.port,
    `POST /tasks HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${JSON_TYPE}Content-Length: ${body.length}\r\n\r\n${body}`,
  );
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 201']);
});

test('HTTP/1.0 needs no Host, and 100-continue is supported', async () => {
  expect(await exchange(api.port, 'GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  const head = `POST /tasks HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-Continue\r\n${JSON_TYPE}`;
  const answer = await exchange(api.port, `${head}Content-Length: 13\r\n\r\n{"title":"a"}`);
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /);
});

test.each([
  ['the media type of JSON', { 'content-type': 'application/json' }, undefined],
  ['a media type that we do not read', { 'content-type': 'text/plain' }, undefined],
  ['a body', { 'content-type': 'application/json' }, '{"sure'],
])('DELETE reads no body, also with %s', async (_what, headers, body) => {
  const { id } = JSON.parse((await api.send('POST', '/tasks', { body: { title: 'forget' } })).body);
  const answer = await api.send('DELETE', `/tasks/${id}`, {
    headers,
    ...(body === undefined ? {} : { body }),
  });
  expect([answer.status, answer.body]).toEqual([204, '']);
});

test('no request adds a series', async () => {
  await api.send('POST', '/tasks', { body: { title: 'ask' } });
  const before = await api.series();
  const methods = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'PUT', 'PROPFIND', 'OPTIONS'];
  const paths = ['/tasks', '/tasks?limit=0', '/tasks/1', '/tasks/none', '/tasks/%zz', '/%zz', '/nothing'];
  const json = { 'content-type': 'application/json' };
  const task = { body: { title: 'ask' } };
  const fine = () => undefined;
  const fail = (error: Error) => () => Promise.reject(error);
  const variants: readonly (readonly [database: () => Promise<void> | undefined, options: SendOptions])[] = [
    [fine, task],
    [fail(new StorageUnavailable('gone')), task],
    [fail(new Error('a defect')), task],
    [fine, { headers: { expect: 'wonders' } }],
    [fine, { headers: json }],
    [fine, { headers: json, body: '{"title"' }],
    [fine, { headers: { 'content-type': 'text/plain' }, body: 'title' }],
    [fine, { body: { title: 'x'.repeat(20_000) } }],
  ];
  const statuses = new Set<number>();
  for (const [database, options] of variants) {
    api.database.before = database;
    for (const method of methods)
      for (const path of paths) statuses.add((await api.send(method, path, options)).status);
  }
  expect([...statuses].toSorted()).toEqual([200, 201, 204, 400, 404, 405, 413, 415, 417, 500, 503]);
  expect(await api.series()).toEqual(before);
});

describe('before its tables are up to date', () => {
  beforeEach(() => (api.lifecycle.migrated = false));
  afterEach(() => (api.lifecycle.migrated = true));

  it('is not ready, and reports whether the database can be reached', async () => {
    const { status, body } = await api.send('GET', '/readyz');
    expect(status).toBe(503);
    expect(JSON.parse(body)).toMatchObject({ status: 'starting', storage: { reachable: true } });
    expect((await api.send('GET', '/healthz')).status).toBe(200);
  });

  it('answers 503 to requests that need tables', async () => {
    const { status, headers, body } = await api.send('GET', '/tasks');
    expect([status, headers['retry-after']]).toEqual([503, '1']);
    expect(JSON.parse(body).detail).toBe('The tasks cannot be reached right now; try again later.');
  });
});

test('a request that the shutdown cuts off counts as 503, and one that its client aborted before as 499', async () => {
  const stopping = await serve();
  stopping.database.before = () => new Promise(() => undefined);
  const inFlight = async (count: number) =>
    until(async () => (await stopping.sample('task_api_requests_in_flight')) === count);
  const gone = connect(stopping.port, '127.0.0.1');
  gone.write('GET /tasks/1 HTTP/1.1\r\nHost: a\r\n\r\n');
  const waiting = exchange(stopping.port, 'GET /tasks HTTP/1.1\r\nHost: a\r\n\r\n');
  await inFlight(2);
  gone.destroy();
  await inFlight(1);
  await closeServer(stopping.app, stopping.lifecycle, 0.05);
  expect(await waiting).toBe('');
  const logged = (wanted: string) => stopping.log.filter(({ msg }) => msg === wanted);
  await until(() => logged('request').length === 2);
  expect(logged('request').map(({ endpoint, status }) => [endpoint, status])).toEqual([
    ['/tasks/:id', 499],
    ['/tasks', 503],
  ]);
  expect(logged('requests were still running and are cut off')).toMatchObject([{ seconds: 0.05 }]);
});
