import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { StorageUnavailable, type Database } from '../../../src/stack/task-api/storage/database';
import { migrate } from '../../../src/stack/task-api/storage/migrate';
import { postgres } from '../../../src/stack/task-api/storage/postgres';
import { startPostgres, type PostgresServer } from '../../support/postgres';
import { sendTo, until } from './served';

const ROOT = resolve(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'replica-'));
const image = join(folder, 'out');
const data = join(folder, 'data');

/** What the Dockerfile does to make its image, here: its RUN lines from the bundle on, into a folder of the test. */
function buildImage(): void {
  const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
  const build = dockerfile.split(/^FROM /m).find((stage) => stage.startsWith('node AS build\n'))!;
  const commands = [...build.matchAll(/^RUN (.*)$/gm)].map(([, command]) => command!);
  const steps = commands.slice(commands.findIndex((command) => command.includes('esbuild')));
  for (const step of steps) {
    const { status, stderr } = spawnSync('sh', ['-ec', step.replaceAll(/\bout\b/g, image)], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${step}\n${stderr}`);
  }
}

/** A replica in a process of its own, as the image starts it. */
interface Replica {
  readonly child: ChildProcess;
  readonly port: number;
  /** Messages of its log so far. */
  readonly log: readonly string[];
  /** Resolves with its exit code. */
  readonly exited: Promise<number | null>;
}

const children: ChildProcess[] = [];

type Command = readonly [program: string, ...options: string[]];

function spawnReplica(
  variables: Readonly<Record<string, string>>,
  [program, ...options]: Command = [process.execPath],
): ChildProcess {
  const child = spawn(program, [...options, join(image, 'task-api.js')], {
    cwd: folder,
    // Nothing of the test's own environment but what a program needs.
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

async function startReplica(
  variables: Readonly<Record<string, string>>,
  command?: Command,
): Promise<Replica> {
  const child = spawnReplica(variables, command);
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
  const log: string[] = [];
  let port = 0;
  createInterface(child.stdout!).on('line', (line) => {
    const { msg } = JSON.parse(line) as { readonly msg: string };
    log.push(msg);
    port ||= Number(/listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(msg)?.[1] ?? 0);
  });
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await until(() => port !== 0 || child.exitCode !== null);
  if (port === 0) throw new Error(`The replica ended: ${errors}`);
  return { child, port, log, exited };
}

let server: PostgresServer;
let embedded: Replica;
let shared: Replica;
const agent = new Agent({ keepAlive: true });

beforeAll(async () => {
  buildImage();
  [server, embedded] = await Promise.all([
    startPostgres(),
    startReplica({ DATA_DIR: data, DRAIN_SECONDS: '0' }),
  ]);
  // Long enough to serve the requests of the shutdown test on a busy machine.
  shared = await startReplica({ DATABASE_URL: server.url, DRAIN_SECONDS: '10' });
  await until(() => shared.log.some((line) => line.startsWith('tasks are in')));
});
afterAll(async () => {
  agent.destroy();
  for (const child of children) child.kill('SIGKILL');
  await server.stop();
  rmSync(folder, { recursive: true });
});

const STORAGES = {
  'a Postgres server': () => shared,
  'the embedded database': () => embedded,
} as const;

describe.each(Object.entries(STORAGES))('tasks in %s', (_kind, replica) => {
  const send = async (method: string, path: string, body?: object) => {
    const answer = await sendTo(replica().port, agent, method, path, body === undefined ? {} : { body });
    return { ...answer, body: answer.body === '' ? undefined : JSON.parse(answer.body) };
  };
  const create = async (title: string) => (await send('POST', '/tasks', { title })).body;

  it('are created and read', async () => {
    const before = Date.now();
    const created = await send('POST', '/tasks', { title: ' buy milk ' });
    expect(created).toMatchObject({ status: 201, headers: { location: `/tasks/${created.body.id}` } });
    expect(created.body).toEqual({
      id: expect.any(Number),
      title: 'buy milk',
      done: false,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: created.body.createdAt,
    });
    const createdAt = Date.parse(created.body.createdAt);
    expect(createdAt).toBeGreaterThan(before - 1000);
    expect(createdAt).toBeLessThan(Date.now() + 1000);
    expect(await send('GET', `/tasks/${created.body.id}`)).toMatchObject({ status: 200, body: created.body });
  });

  it.each(["'; DROP TABLE tasks; --", '$1', '\\x00', 'søren 🎉 日本', '"quoted" <b>'])(
    'keep the title %s unchanged',
    async (title) => {
      expect(await create(title)).toMatchObject({ title });
    },
  );

  it('change only in the given fields', async () => {
    const { id, createdAt } = await create('write');
    expect((await send('PATCH', `/tasks/${id}`, { done: true })).body).toMatchObject({
      title: 'write',
      done: true,
    });
    const renamed = await send('PATCH', `/tasks/${id}`, { title: 'rewrite' });
    expect(renamed).toMatchObject({ status: 200, body: { id, title: 'rewrite', done: true, createdAt } });
    expect(renamed.body.updatedAt >= createdAt).toBe(true);
    expect((await send('PATCH', '/tasks/999999999999999', { done: true })).status).toBe(404);
  });

  it('are not found after they are deleted', async () => {
    const { id } = await create('forget');
    expect((await send('DELETE', `/tasks/${id}`)).status).toBe(204);
    expect((await send('DELETE', `/tasks/${id}`)).status).toBe(404);
    expect((await send('GET', `/tasks/${id}`)).status).toBe(404);
  });

  it('are listed in pages, in the order of their ids, each on one page', async () => {
    const first = await create('first');
    for (let n = 0; n < 4; n++) await create('more');
    const pages: number[][] = [];
    let after: number | null = first.id - 1;
    while (after !== null) {
      const { body } = await send('GET', `/tasks?limit=2&after=${after}`);
      pages.push(body.tasks.map(({ id }: { readonly id: number }) => id));
      after = body.next;
    }
    expect(pages).toEqual([[first.id, first.id + 1], [first.id + 2, first.id + 3], [first.id + 4]]);
  });
});

describe('readiness and logs', () => {
  it.each([
    ['a Postgres server', 'postgres', 'shared by all replicas'],
    [
      'the embedded database',
      'embedded',
      'for one replica only: each has tasks of its own; set DATABASE_URL to share them',
    ],
  ] as const)('state how many replicas %s supports', async (storage, kind, note) => {
    const { port, log } = STORAGES[storage]();
    const { status, body } = await sendTo(port, agent, 'GET', '/readyz');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ status: 'ready', storage: { kind, reachable: true, note } });
    expect(log).toContain(`tasks are in ${kind} storage, ${note}`);
  });
});

test('five replicas that start together on an empty database migrate it once', async () => {
  const url = await createDatabase('together');
  const replicas = Array.from({ length: 5 }, () =>
    postgres({ url, connections: 1, onIdleError: () => undefined }),
  );
  const applied = await Promise.all(replicas.map(migrate));
  expect(applied.toSorted()).toEqual([0, 0, 0, 0, 1]);
  expect(await migrate(replicas[0]!)).toBe(0);
  await Promise.all(replicas.map((replica) => replica.close()));
});

/** @returns its address */
async function createDatabase(name: string): Promise<string> {
  const database = postgres({ url: server.url, connections: 1, onIdleError: () => undefined });
  await database.query(`CREATE DATABASE ${name}`);
  await database.close();
  return server.url.replace(/\w+$/, name);
}

test('embedded tasks survive a restart, and a second process on their folder is rejected', async () => {
  const { body } = await sendTo(embedded.port, agent, 'POST', '/tasks', { body: { title: 'stay' } });
  const second = spawnReplica({ DATA_DIR: data });
  const [[code], [said]] = await Promise.all([once(second, 'exit'), once(second.stderr!, 'data')]);
  expect(code).toBe(1);
  expect(String(said)).toMatch(
    /^embedded storage: the folder is in use by process \d+ \(DATA_DIR: "[^"]+"\)\. [^\n]+\n$/,
  );

  embedded.child.kill('SIGTERM');
  expect(await embedded.exited).toBe(0);
  embedded = await startReplica({ DATA_DIR: data, DRAIN_SECONDS: '0' });
  const { id } = JSON.parse(body) as { readonly id: number };
  const kept = await sendTo(embedded.port, agent, 'GET', `/tasks/${id}`);
  expect(kept).toMatchObject({ status: 200, body });
});

/** Starts a program on a disk of its own at `path`, as any user. */
const onDisk = (path: string, mebibytes: number, ...options: readonly string[]): Command => [
  ...(['unshare', '--map-root-user', '--mount', 'sh', '-c'] as const),
  `mount -t tmpfs -o size=${mebibytes}m tmpfs ${path} && exec ${process.execPath} ${options.join(' ')} "$0"`,
];

describe('a disk of the embedded database', () => {
  const disk = join(folder, 'disk');
  beforeAll(() => mkdirSync(disk));

  it('that fills up fails writes with 503 and nothing else, until space comes back', async () => {
    // Counts what the program asks the kernel to bring to the disk.
    const synced = join(folder, 'synced');
    writeFileSync(
      join(folder, 'count.cjs'),
      `const fs = require('fs'); const { fsyncSync } = fs;
       fs.fsyncSync = (file) => { fs.appendFileSync(${JSON.stringify(synced)}, '.'); fsyncSync(file); };
       require('module').syncBuiltinESMExports();`,
    );
    const command = onDisk(disk, 160, '--require', join(folder, 'count.cjs'));
    const replica = await startReplica({ DATA_DIR: join(disk, 'data'), DRAIN_SECONDS: '0' }, command);
    const post = () => sendTo(replica.port, agent, 'POST', '/tasks', { body: { title: 'keep' } });
    const before = readFileSync(synced, 'utf8').length;
    for (let n = 0; n < 5; n++) expect((await post()).status).toBe(201);
    expect(readFileSync(synced, 'utf8').length - before).toBeGreaterThanOrEqual(5);

    const filler = `/proc/${replica.child.pid}/root${disk}/filler`;
    const fill = () => expect(() => writeFileSync(filler, Buffer.alloc(200 * 2 ** 20))).toThrow('ENOSPC');
    fill();
    expect(await post()).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    for (const path of ['/healthz', '/readyz', '/tasks', '/metrics'])
      expect([path, (await sendTo(replica.port, agent, 'GET', path)).status]).toEqual([path, 200]);
    rmSync(filler);
    expect((await post()).status).toBe(201);
    const { tasks } = JSON.parse((await sendTo(replica.port, agent, 'GET', '/tasks')).body);
    expect(tasks).toHaveLength(6);

    fill();
    replica.child.kill('SIGTERM');
    expect(await replica.exited).toBe(0);
  });

  it.each([
    ['that is too full to create it', { DATA_DIR: disk }, onDisk(disk, 20), 'the disk is full'],
    ['that has no folders there', { DATA_DIR: join('/proc', 'data') }, undefined, 'ENOENT'],
    ['that has a file there', { DATA_DIR: join(folder, 'count.cjs') }, undefined, 'EEXIST'],
  ] as const)(
    '%s is reported in one sentence with exit code 1',
    async (_what, variables, command, reason) => {
      const child = spawnReplica(variables, command);
      const [[code], [said]] = await Promise.all([once(child, 'exit'), once(child.stderr!, 'data')]);
      expect([code, String(said)]).toEqual([
        1,
        `embedded storage: the folder cannot be used: ${reason} (DATA_DIR: "${variables.DATA_DIR}"). Choose a folder that the process may write to, on a disk with 100 MiB of free space, or set DATABASE_URL.\n`,
      ]);
    },
  );
});

test('an invalid environment variable is reported in one sentence with exit code 1', async () => {
  const child = spawnReplica({ PORT: 'http' });
  const [[code], [said]] = await Promise.all([once(child, 'exit'), once(child.stderr!, 'data')]);
  expect([code, String(said)]).toEqual([
    1,
    'environment variable: not a port (PORT: "http"). Use 0 to 65535.\n',
  ]);
});

test.each([
  ['a name without an address', 'nowhere.invalid', /: (ENOTFOUND|EAI_AGAIN) \(HOST: "nowhere\.invalid"\)/],
  ['an address of another machine', '192.0.2.1', /: EADDRNOTAVAIL \(HOST: "192\.0\.2\.1"\)/],
])('HOST with %s is reported as such', async (_what, HOST, said) => {
  const child = spawnReplica({ HOST, DATABASE_URL: server.url });
  const [[code], [text]] = await Promise.all([once(child, 'exit'), once(child.stderr!, 'data')]);
  expect(code).toBe(1);
  expect(String(text)).toMatch(said);
  expect(String(text)).toContain('. Use an address of this machine, or 0.0.0.0.\n');
});

test('SIGTERM under load loses no request: not ready first, serving on, then exit code 0', async () => {
  const { child, port, exited, log } = shared;
  const statuses: number[] = [];
  const failures: unknown[] = [];
  let readiness = 200;
  let left = Infinity;
  const worker = async () => {
    const own = new Agent({ keepAlive: true });
    while (left-- > 0) {
      const path = statuses.length % 2 === 0 ? '/tasks?limit=3' : '/tasks';
      const options = path === '/tasks' ? { body: { title: 'under load' } } : {};
      await sendTo(port, own, path === '/tasks' ? 'POST' : 'GET', path, options).then(
        ({ status }) => statuses.push(status),
        (error: unknown) => failures.push(error),
      );
    }
    own.destroy();
  };
  const workers = Promise.all(Array.from({ length: 8 }, worker));
  await until(() => statuses.length > 100);
  child.kill('SIGTERM');
  // As Kubernetes asks, and then sends no more requests: some are always under way.
  await until(async () => (readiness = (await sendTo(port, agent, 'GET', '/readyz')).status) !== 200);
  const answeredBefore = statuses.length;
  left = 100;
  await workers;
  expect(readiness).toBe(503);
  expect(failures).toEqual([]);
  expect(new Set(statuses)).toEqual(new Set([200, 201]));
  expect(statuses.length).toBeGreaterThanOrEqual(answeredBefore + 100);
  expect(await exited).toBe(0);
  expect(log.slice(-1)).toEqual(['closed']);
});

describe('a database', () => {
  const admin = (url: string) => postgres({ url, connections: 1, onIdleError: () => undefined });
  const start = (url: string) =>
    startReplica({ DATABASE_URL: url, DATABASE_CONNECTIONS: '1', DRAIN_SECONDS: '0' });
  const ask = async (replica: Replica, method: string, path: string, options = {}) => {
    const { status, headers, body } = await sendTo(replica.port, agent, method, path, options);
    return { status, retryAfter: headers['retry-after'], body };
  };
  const isReady = (replica: Replica) => async () => (await ask(replica, 'GET', '/readyz')).status === 200;

  it('that does not exist yet keeps a replica alive but not ready until it does', async () => {
    const url = server.url.replace(/test@(.*)postgres$/, 'test:hunter2@$1late');
    const replica = await start(url);
    const isReported = () => replica.log.some((line) => line.includes('the database cannot be used'));
    await until(isReported);
    expect(replica.log.find((line) => line.includes('the database cannot be used'))).toBe(
      'environment variable: the database cannot be used: database "late" does not exist (DATABASE_URL: "a value that is not shown"). Start the server, or correct the address.',
    );
    expect(await ask(replica, 'GET', '/healthz')).toMatchObject({ status: 200 });
    const readiness = await ask(replica, 'GET', '/readyz');
    expect([readiness.status, JSON.parse(readiness.body)]).toMatchObject([
      503,
      { status: 'starting', storage: { reachable: false } },
    ]);
    expect(await ask(replica, 'GET', '/tasks')).toMatchObject({ status: 503, retryAfter: '1' });
    await createDatabase('late');
    await until(isReady(replica));
    expect(await ask(replica, 'GET', '/tasks')).toMatchObject({ status: 200 });

    replica.child.kill('SIGTERM');
    expect(await replica.exited).toBe(0);
  });

  it('that is lost leaves a replica ready, which reports it, answers 503 and counts the errors', async () => {
    const replica = await start(await createDatabase('lost'));
    await until(isReady(replica));
    const other = admin(server.url);
    await other.query('DROP DATABASE lost WITH (FORCE)');
    await other.close();
    expect(await ask(replica, 'GET', '/tasks')).toMatchObject({ status: 503, retryAfter: '1' });
    const ready = await ask(replica, 'GET', '/readyz');
    expect([ready.status, JSON.parse(ready.body).storage.reachable]).toEqual([200, false]);
    expect((await ask(replica, 'GET', '/metrics')).body).toContain(
      'task_api_requests_total{method="GET",endpoint="/tasks",status="503"} 1\n',
    );

    replica.child.kill('SIGTERM');
    expect(await replica.exited).toBe(0);
  });

  it('that is read-only is unavailable for writes, and its connection is closed', async () => {
    const url = await createDatabase('standby');
    const other = admin(server.url);
    const database = admin(url);
    const writes = () => database.query('CREATE TABLE written ()');
    await other.query('ALTER DATABASE standby SET default_transaction_read_only = on');
    await expect(writes()).rejects.toThrow(StorageUnavailable);
    await expect(migrate(database)).rejects.toThrow(StorageUnavailable);
    // For connections that are opened from now on.
    await other.query('ALTER DATABASE standby RESET default_transaction_read_only');
    expect(await migrate(database)).toBe(1);
    await expect(writes()).resolves.toEqual([]);
    await Promise.all([other.close(), database.close()]);
  });

  it('whose connection breaks between two statements of a transaction is unavailable', async () => {
    const [database, other] = [admin(server.url), admin(server.url)];
    const failed = database.transaction(async (query) => {
      const [row] = await query('SELECT pg_backend_pid() AS pid');
      await other.query('SELECT pg_terminate_backend($1)', [row!['pid']]);
      const isGone = 'SELECT FROM pg_stat_activity WHERE pid = $1';
      await until(async () => (await other.query(isGone, [row!['pid']])).length === 0);
      await other.query('SELECT 1');
      return query('SELECT 1');
    });
    await expect(failed).rejects.toThrow(StorageUnavailable);
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await Promise.all([database.close(), other.close()]);
  });

  describe('that is locked by another replica', () => {
    let url = '';
    let other: Database;
    let unlock = (): void => undefined;
    let locked: Promise<void>;
    const isWaiting = async () => {
      const sql = `SELECT FROM pg_locks JOIN pg_database d ON d.oid = database WHERE locktype = 'advisory' AND NOT granted AND datname = 'locked'`;
      return (await other.query(sql)).length > 0;
    };

    beforeAll(async () => {
      url = await createDatabase('locked');
      const holder = admin(url);
      other = admin(server.url);
      let isLocked = false;
      locked = holder
        .transaction(async (query) => {
          await query('SELECT pg_advisory_xact_lock(8276001)');
          isLocked = true;
          await new Promise<void>((resolve) => (unlock = resolve));
        })
        .then(() => holder.close());
      await until(() => isLocked);
    });
    afterAll(async () => {
      unlock();
      await Promise.all([locked, other.close()]);
    });

    it('is unavailable, in one sentence, when the connection that waits for it breaks', async () => {
      const waiting = admin(url);
      const migrated = migrate(waiting).catch((error: unknown) => error);
      await until(isWaiting);
      await other.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'locked' AND wait_event = 'advisory'`,
      );
      const error = await migrated;
      expect(error).toBeInstanceOf(StorageUnavailable);
      expect(String(error)).toBe(
        'StorageUnavailable: storage: terminating connection due to administrator command',
      );
      await waiting.close();
    });

    it('does not keep a replica that waits for it from stopping', async () => {
      const replica = await start(url);
      await until(isWaiting);
      replica.child.kill('SIGTERM');
      expect(await replica.exited).toBe(0);
      expect(replica.log.slice(-1)).toEqual(['closed']);
    });
  });
});

test('a second signal ends a replica at once', async () => {
  const replica = await startReplica({ DATABASE_URL: server.url, DRAIN_SECONDS: '600' });
  await until(() => replica.log.some((line) => line.startsWith('tasks are in')));
  replica.child.kill('SIGTERM');
  await until(() => replica.log.includes('draining'));
  replica.child.kill('SIGTERM');
  expect(await replica.exited).toBe(1);
});
