import { connect } from 'node:net';
import { contractSeriesBound } from '../../../src/metrics/contract';
import { taskApiMetrics } from '../../../src/stack/task-api/metrics';
import { exchange, serve, until, type Served } from './served';

let api: Served;
/**
 * With a timeout that tests wait for. Requests that have to be answered before it take milliseconds, and have seconds on
 * a busy machine.
 */
let hasty: Served;
beforeAll(async () => {
  api = await serve({ logLevel: 'warn' });
  hasty = await serve({ logLevel: 'fatal', timeoutSeconds: 3 });
});
afterAll(() => Promise.all([api.close(), hasty.close()]));
afterEach(() => (api.database.before = hasty.database.before = () => undefined));

const counted = (method: string, endpoint: string, status: number) =>
  `task_api_requests_total{method="${method}",endpoint="${endpoint}",status="${status}"}`;

/** The sum of all series of a counter. */
async function total(name: string, served = api): Promise<number> {
  const { body } = await served.send('GET', '/metrics');
  const values = body.split('\n').filter((line) => line.startsWith(name));
  return values.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

const inFlight = (served = api) => served.sample('task_api_requests_in_flight');

test('10,000 mixed requests all get the expected status, and all are counted', async () => {
  const json = (body: string) =>
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const kinds: readonly (readonly [request: (n: number) => string, rest: string, expected: string])[] = [
    [() => 'POST /tasks', json('{"title":"write tests"}'), '201'],
    [(n) => `GET /tasks/${n}`, '\r\n', '200 404'],
    [() => 'GET /tasks?limit=5', '\r\n', '200'],
    [(n) => `PATCH /tasks/${n}`, json('{"done":true}'), '200 404'],
    [(n) => `DELETE /tasks/${3 * n}`, '\r\n', '204 404'],
    [() => 'POST /tasks', json('{"done":true}'), '400'],
    [() => 'POST /tasks', json('{"title":7}'), '400'],
    [(n) => `GET /wp-admin/${n}`, '\r\n', '404'],
    [() => 'OPTIONS /tasks', '\r\n', '405'],
    [() => 'HEAD /tasks', '\r\n', '200'],
  ];
  const [requests, durations] = [
    'task_api_requests_total',
    'task_api_request_duration_seconds_count',
  ] as const;
  const before = await total(requests);
  const sent = Array.from({ length: 10_000 }, (_, n) => kinds[n % kinds.length]!);
  // Eight connections, on each of which one request follows the other without waiting.
  const parts = Array.from({ length: 8 }, (_, part) => sent.slice(part * 1250, (part + 1) * 1250));
  const unexpected = await Promise.all(
    parts.map(async (part) => {
      const bytes = part.map(([request, rest], n) => `${request(n)} HTTP/1.1\r\nHost: a\r\n${rest}`).join('');
      const answers = await exchange(
        api.port,
        `${bytes}GET /healthz HTTP/1.1\r\nConnection: close\r\nHost: a\r\n\r\n`,
      );
      const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status!);
      return part.filter(([, , expected], n) => !expected.includes(statuses[n] ?? 'no answer'));
    }),
  );
  expect(unexpected.flat()).toEqual([]);
  await until(async () => (await inFlight()) === 0);
  expect((await total(requests)) - before).toBe(10_000);
  expect(await total(durations)).toBe(await total(requests));
});

test('malformed JSON is rejected and closes the connection, with the requests behind it', async () => {
  const [malformed, behind] = [counted('POST', '/tasks', 400), counted('GET', '/tasks/:id', 499)];
  const before = [(await api.sample(malformed))!, (await api.sample(behind))!] as const;
  const post =
    'POST /tasks HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{"title';
  const get = 'GET /tasks/1 HTTP/1.1\r\nHost: a\r\n\r\n';
  const answers = await Promise.all(Array.from({ length: 50 }, () => exchange(api.port, post + get + get)));
  expect(
    answers.filter((answer) => answer.startsWith('HTTP/1.1 400 ') && !answer.includes('HTTP/1.1 2')),
  ).toHaveLength(50);
  await until(async () => (await inFlight()) === 0);
  expect(await api.sample(malformed)).toBe(before[0] + 50);
  expect(await api.sample(behind)).toBe(before[1] + 100);
});

test('oversized bodies are rejected before they are read', async () => {
  const series = counted('POST', '/tasks', 413);
  const before = (await api.sample(series))!;
  const head = 'POST /tasks HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
  const declared = await exchange(api.port, `${head}Content-Length: 1000000000\r\n\r\n{`);
  const chunked = await exchange(
    api.port,
    `${head}Transfer-Encoding: chunked\r\n\r\n5000\r\n${'x'.repeat(0x5000)}`,
  );
  expect([declared, chunked]).toEqual([
    expect.stringMatching(/^HTTP\/1\.1 413 /),
    expect.stringMatching(/^HTTP\/1\.1 413 /),
  ]);
  expect(await api.sample(series)).toBe(before + 2);
});

test('1,000 unknown paths and 100 unknown methods add no series', async () => {
  await api.send('GET', '/first');
  const before = await api.series();
  for (let n = 0; n < 1000; n++) await api.send('GET', `/${n}/${'x'.repeat(n % 50)}?id=${n}`);
  const known = ['PUT', 'OPTIONS', 'TRACE', 'PROPFIND', 'MKCOL', 'PURGE', 'LOCK', 'REPORT', 'SEARCH', 'LINK'];
  for (let n = 0; n < 100; n++) await api.send(known[n % known.length]!, `/${n}`);
  expect(await api.series()).toEqual(before);
  expect(before.length).toBeLessThanOrEqual(contractSeriesBound(taskApiMetrics));
});

describe('a client that goes away', () => {
  it('before its answer is counted with 499 and its duration, and is no longer in flight', async () => {
    const path = { endpoint: '/tasks/:id', request: 'GET /tasks/7 HTTP/1.1\r\nHost: a\r\n\r\n' };
    const series = counted('GET', path.endpoint, 499);
    const durations = `task_api_request_duration_seconds_count{method="GET",endpoint="${path.endpoint}"}`;
    const [aborted, timed] = [(await api.sample(series))!, (await api.sample(durations))!];
    let release = (): void => undefined;
    api.database.before = () => new Promise((resolve) => (release = resolve));
    const socket = connect(api.port, '127.0.0.1');
    socket.write(path.request);
    await until(async () => (await inFlight()) === 1);
    socket.destroy();
    await until(async () => (await inFlight()) === 0);
    expect(await api.sample(series)).toBe(aborted + 1);
    release();
    // The handler ends after all, and nothing is counted again.
    await api.send('GET', '/nothing');
    expect(await api.sample(series)).toBe(aborted + 1);
    expect(await api.sample(durations)).toBe(timed + 1);
    expect(await inFlight()).toBe(0);
  });

  it('in the middle of its body is counted with 499', async () => {
    const series = counted('POST', '/tasks', 499);
    const before = (await api.sample(series))!;
    const socket = connect(api.port, '127.0.0.1');
    socket.write(
      'POST /tasks HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    );
    await until(async () => (await inFlight()) === 1);
    socket.destroy();
    await until(async () => (await inFlight()) === 0);
    expect(await api.sample(series)).toBe(before + 1);
  });
});

describe('a client that is slow', () => {
  it('with its headers gets 408, and is not counted as a request', async () => {
    const before = await total('task_api_requests_total', hasty);
    const answer = await exchange(hasty.port, 'GET /tasks HTTP/1.1\r\nHost: a');
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nContent-Type: application\/problem\+json\r\n/);
    expect(answer).toContain('"detail":"The request did not arrive in time; send it faster."');
    expect(await total('task_api_requests_total', hasty)).toBe(before);
  });

  it('with its body gets 408, and is counted', async () => {
    const series = counted('POST', '/tasks', 408);
    const before = (await hasty.sample(series))!;
    const head =
      'POST /tasks HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{';
    expect(await exchange(hasty.port, head)).toMatch(/^HTTP\/1\.1 408 /);
    await until(async () => (await inFlight(hasty)) === 0);
    expect(await hasty.sample(series)).toBe(before + 1);
  });

  it('a hundred times does not delay others', async () => {
    const slow = Array.from({ length: 100 }, () =>
      exchange(hasty.port, 'POST /tasks HTTP/1.1\r\nHost: a\r\n'),
    );
    expect((await hasty.send('GET', '/tasks')).status).toBe(200);
    const statuses = (await Promise.all(slow)).map((answer) => answer.slice(9, 12));
    expect(statuses).toEqual(Array.from({ length: 100 }, () => '408'));
  });
});

test('a request to a database that hangs gets 503, and is counted once', async () => {
  const series = counted('GET', '/tasks', 503);
  const before = (await hasty.sample(series))!;
  hasty.database.before = () => new Promise(() => undefined);
  const { status, body } = await hasty.send('GET', '/tasks');
  expect(status).toBe(503);
  expect(JSON.parse(body).detail).toBe('The request took too long and was given up; try again later.');
  await until(async () => (await inFlight(hasty)) === 0);
  expect(await hasty.sample(series)).toBe(before + 1);
});
