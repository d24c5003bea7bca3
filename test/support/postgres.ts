import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary, UNPACKED_LIBRARIES } from './binaries';
import { freePort } from './free-port';

/** A real Postgres on a free port of 127.0.0.1, with its files in a folder of its own. */
export interface PostgresServer {
  /** Its first database. */
  readonly url: string;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** The user `nobody`: Postgres refuses to run as root, as which tests in containers often do. */
const NOBODY = 65_534;

export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) chownSync(folder, NOBODY, NOBODY);
  const options = {
    cwd: folder,
    ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    env: { ...process.env, LD_LIBRARY_PATH: UNPACKED_LIBRARIES, LC_ALL: 'C.UTF-8' },
  };
  const data = join(folder, 'data');
  const created = spawnSync(
    binary('initdb'),
    ['--pgdata', data, '--username', 'test', '--auth', 'trust', '--no-sync'],
    { ...options, encoding: 'utf8' },
  );
  if (created.status !== 0) {
    rmSync(folder, { recursive: true });
    throw new Error(`initdb:\n${created.stdout}${created.stderr}${created.error?.message ?? ''}`);
  }
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', `port=${port}`];
  const server = spawn(binary('postgres'), ['-D', data, ...settings.flatMap((each) => ['-c', each])], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(server, 'exit');
  const stop = async () => {
    // SIGINT: without waiting for clients to leave.
    server.kill('SIGINT');
    await exited;
    rmSync(folder, { recursive: true });
  };
  let log = '';
  const ready = new Promise<boolean>((resolve) => {
    server.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve(true);
    });
    server.on('exit', () => resolve(false));
  });
  if (await ready) return { url: `postgres://test@127.0.0.1:${port}/postgres`, stop };
  await stop();
  throw new Error(`postgres:\n${log}`);
}
