import { StorageUnavailable } from '../../../src/stack/task-api/storage/database';
import { serve, type SendOptions, type Served } from './served';

let api: Served;
beforeAll(async () => (api = await serve()));
afterAll(() => api.close());
afterEach(() => (api.database.before = () => undefined));

const json = { 'content-type': 'application/json' };

describe('a request that cannot be answered', () => {
  const long = 'x'.repeat(201);
  it.each<[string, string, string, SendOptions, number, string | readonly string[]]>([
    ['unknown path', 'GET', '/nothing', {}, 404, 'There is nothing at this path.'],
    ['empty id', 'GET', '/tasks/', {}, 404, 'There is no task with this id.'],
    ['id that no task has', 'GET', '/tasks/4711', {}, 404, 'There is no task with this id.'],
    ['id that no task can have', 'DELETE', '/tasks/abc', {}, 404, 'There is no task with this id.'],
    ['id that is too long', 'GET', `/tasks/${long}`, {}, 404, 'There is no task with this id.'],
    [
      'method of no route',
      'PUT',
      '/tasks/1',
      { body: {} },
      405,
      'This path does not take PUT; use one of HEAD, GET, PATCH, DELETE.',
    ],
    [
      'method that the router does not know',
      'PROPFIND',
      '/tasks?x',
      {},
      405,
      'This path does not take PROPFIND; use one of HEAD, GET, POST.',
    ],
    ['broken encoding', 'GET', '/tasks/%zz', {}, 400, 'The path is not well encoded; percent-encode it.'],
    [
      'body that is no JSON',
      'POST',
      '/tasks',
      { body: '{"title"', headers: json },
      400,
      'The body is not JSON; send a JSON object.',
    ],
    [
      'body that sets a prototype',
      'POST',
      '/tasks',
      { body: '{"__proto__":{}}', headers: json },
      400,
      'The body is not JSON; send a JSON object.',
    ],
    ['empty body', 'POST', '/tasks', { headers: json }, 400, 'The body is empty; send a JSON object.'],
    [
      'body of another type',
      'POST',
      '/tasks',
      { body: 'title=a', headers: { 'content-type': 'text/plain' } },
      415,
      'The body has no media type we read; send application/json.',
    ],
    [
      'body that is too large',
      'POST',
      '/tasks',
      { body: { title: 'x'.repeat(20_000) } },
      413,
      'The body is too large; send less.',
    ],
    ['no body', 'POST', '/tasks', {}, 400, ['task: required field is missing (value). Give an object.']],
    [
      'task without a title',
      'POST',
      '/tasks',
      { body: { done: 'yes', owner: 1 } },
      400,
      [
        'task: required field is missing (title). Give a string.',
        'task: not a boolean (done: "yes"). Give a boolean.',
        'task: unknown field (owner: 1). Use one of title, done.',
      ],
    ],
    [
      'title of blanks',
      'POST',
      '/tasks',
      { body: { title: '  ' } },
      400,
      ['task: empty (title: "  "). Give at least one character.'],
    ],
    [
      'title that is too long',
      'POST',
      '/tasks',
      { body: { title: long } },
      400,
      [`task: longer than 200 characters (title: "${'x'.repeat(78)}…). Shorten it.`],
    ],
    [
      'title that no database can store',
      'POST',
      '/tasks',
      { body: { title: 'a\0b' } },
      400,
      ['task: control characters are not allowed (title: "a\\u0000b"). Remove them.'],
    ],
    [
      'change of nothing',
      'PATCH',
      '/tasks/1',
      { body: {} },
      400,
      ['task: no field to change (value: {}). Give title, done or both.'],
    ],
    [
      'page that is too large',
      'GET',
      '/tasks?limit=101&after=x',
      {},
      400,
      [
        'query: not a whole number from 1 to 100 (limit: "101"). Use one.',
        'query: not an id (after: "x"). Use "next" of the page before.',
      ],
    ],
  ])('gets problem details: %s', async (_what, method, path, options, status, expected) => {
    const answer = await api.send(method, path, options);
    const { errors, ...problem } = JSON.parse(answer.body);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(problem).toMatchObject({ type: 'about:blank', status, title: expect.stringMatching(/^[A-Z]/) });
    expect(problem.requestId).toBe(answer.headers['x-request-id']);
    expect(typeof expected === 'string' ? problem.detail : errors).toEqual(expected);
  });

  it('lists the supported methods', async () => {
    expect((await api.send('PUT', '/tasks')).headers['allow']).toBe('HEAD, GET, POST');
  });
});

describe('a server error', () => {
  it.each([
    [
      'no database',
      new StorageUnavailable(new Error('ECONNREFUSED')),
      503,
      'The tasks cannot be reached right now; try again later.',
    ],
    [
      'a defect',
      new Error('secret detail'),
      500,
      'Something went wrong here; the log has it under the request id.',
    ],
  ] as const)(
    'is answered without its details, and logged with them: %s',
    async (_what, error, status, detail) => {
      api.database.before = () => {
        throw error;
      };
      const answer = await api.send('GET', '/tasks');
      const problem = JSON.parse(answer.body);
      expect(answer.status).toBe(status);
      expect(problem.detail).toBe(detail);
      expect(answer.body).not.toContain(error.message);
      expect(answer.headers['retry-after']).toBe(status === 503 ? '1' : undefined);
      expect(api.log).toContainEqual(
        expect.objectContaining({
          level: 50,
          reqId: problem.requestId,
          msg: detail,
          err: expect.objectContaining({ message: expect.stringContaining(error.message) }),
        }),
      );
    },
  );
});

describe('the id of a request', () => {
  it('is that of the caller, in the answer and in the log', async () => {
    const { headers } = await api.send('GET', '/tasks', { headers: { 'x-request-id': 'order-17/a' } });
    expect(headers['x-request-id']).toBe('order-17/a');
    expect(api.log).toContainEqual(
      expect.objectContaining({
        reqId: 'order-17/a',
        msg: 'request',
        method: 'GET',
        path: '/tasks',
        endpoint: '/tasks',
        status: 200,
        seconds: expect.any(Number),
      }),
    );
  });

  it.each([
    ['none', {}],
    ['one with a space', { 'x-request-id': 'a b' }],
    ['one that is too long', { 'x-request-id': 'a'.repeat(129) }],
    ['one with markup', { 'x-request-id': '<b>' }],
  ])('is a new one instead of %s', async (_what, headers) => {
    const { headers: answered } = await api.send('GET', '/healthz', { headers });
    expect(answered['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('health', () => {
  it('reports the replica as alive, in any state of its database', async () => {
    api.database.before = () => new Promise(() => undefined);
    expect(await api.send('GET', '/healthz')).toMatchObject({ status: 200, body: '{"status":"alive"}' });
  });

  it.each<[string, () => Promise<void> | void, boolean]>([
    ['answers', () => undefined, true],
    ['fails', () => Promise.reject(new Error('gone')), false],
    ['hangs', () => new Promise<void>(() => undefined), false],
  ])(
    'is ready, and says whether the database can be reached, when that %s',
    async (_how, before, reachable) => {
      api.database.before = before;
      const { status, body } = await api.send('GET', '/readyz');
      expect(status).toBe(200);
      expect(JSON.parse(body)).toEqual({
        status: 'ready',
        storage: {
          kind: 'embedded',
          reachable,
          note: 'for one replica only: each has tasks of its own; set DATABASE_URL to share them',
        },
      });
    },
  );

  it('is neither counted nor logged', async () => {
    const before = await api.series();
    const lines = api.log.length;
    for (const path of ['/healthz', '/readyz', '/metrics', '/metrics?x=1']) await api.send('GET', path);
    await api.send('POST', '/metrics');
    expect(await api.series()).toEqual(before);
    expect(api.log).toHaveLength(lines);
    expect(await api.sample('task_api_requests_in_flight')).toBe(0);
  });
});
