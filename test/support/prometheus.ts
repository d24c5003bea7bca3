import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stringify } from 'yaml';
import { binary } from './binaries';
import { freePort } from './free-port';

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** A real Prometheus on a free port of 127.0.0.1. */
export interface Prometheus {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** Instant query. */
  query(expr: string): Promise<readonly Sample[]>;
  /** Asks until there is a result that satisfies, and returns it. */
  queryUntil(expr: string, satisfied: (result: readonly Sample[]) => boolean): Promise<readonly Sample[]>;
  stop(): Promise<void>;
}

/**
 * @param files name to content, beside the configuration; the configuration may name them
 * @param flags beside those that say where it stores and listens
 */
export async function startPrometheus(
  config: (folder: string) => object,
  files: Readonly<Record<string, object>>,
  flags: readonly string[] = [],
): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), stringify(content));
  writeFileSync(join(folder, 'prometheus.yml'), stringify(config(folder)));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    binary('prometheus'),
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...flags,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill();
    await exited;
    rmSync(folder, { recursive: true });
  };
  const query = async (expr: string): Promise<readonly Sample[]> => {
    const address = `${url}/api/v1/query?query=${encodeURIComponent(expr)}`;
    const body = (await (await fetch(address)).json()) as {
      readonly status: string;
      readonly error?: string;
      readonly data?: { readonly result: readonly Sample[] };
    };
    if (body.data === undefined) throw new Error(`${expr}: ${body.error}`);
    return body.data.result;
  };
  const queryUntil: Prometheus['queryUntil'] = async (expr, satisfied) => {
    const deadline = Date.now() + PATIENCE;
    let result: readonly Sample[] = [];
    while (Date.now() < deadline) {
      result = await query(expr).catch(() => []);
      if (satisfied(result)) return result;
      if (child.exitCode !== null) break;
      await wait(100);
    }
    throw new Error(`${expr} gave ${JSON.stringify(result)}\n${log}`);
  };
  try {
    await queryUntil('vector(1)', (result) => result.length === 1);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, query, queryUntil, stop };
}

/** Milliseconds to wait for a result; reached only when a test fails. */
const PATIENCE = 25_000;
