import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { binary } from '../../test/support/binaries';
import { freePort } from '../../test/support/free-port';
import type { RawSeries } from './dataset';
import { writeRemotely } from './remote-write';

export interface Result {
  readonly metric: Readonly<Record<string, string>>;
  /** Unix time in seconds, and the value. */
  readonly values: readonly (readonly [number, string])[];
}

export interface Cost {
  /** Samples that the engine read. */
  readonly samples: number;
  readonly seconds: number;
}

/** A real Prometheus on a free port of 127.0.0.1 that keeps everything in memory. */
export interface Server {
  write(series: readonly RawSeries[]): Promise<void>;
  query(expr: string, at: number): Promise<{ readonly result: readonly Result[]; readonly cost: Cost }>;
  /** Like a rule that is evaluated every `step` (milliseconds), from `from` to `to`. */
  range(expr: string, from: number, to: number, step: number): Promise<readonly Result[]>;
  stop(): Promise<void>;
}

/** More than the head of the database may hold, so that no block is cut while months are written in seconds. */
const BLOCK = '90d';

/** Points a series that one range query may return. */
const MOST_POINTS = 10_000;

const PATIENCE_MS = 30_000;

export async function startServer(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-rules-'));
  writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n');
  const port = await freePort();
  const child = spawn(
    binary('prometheus'),
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--storage.tsdb.min-block-duration=${BLOCK}`,
      `--storage.tsdb.max-block-duration=${BLOCK}`,
      '--storage.tsdb.retention.time=100y',
      '--query.max-samples=500000000',
      '--query.timeout=5m',
      '--web.enable-remote-write-receiver',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)));
  const exited = once(child, 'exit');
  const stop = async () => {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    child.kill();
    await exited;
    rmSync(folder, { recursive: true });
  };
  const interrupted = () => void stop().then(() => process.exit(130));
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  const base = `http://127.0.0.1:${port}/api/v1`;

  const ask = async (path: string, parameters: Readonly<Record<string, string>>): Promise<Answer> => {
    const response = await fetch(`${base}/${path}`, {
      method: 'POST',
      body: new URLSearchParams(parameters),
    });
    const body = (await response.json()) as { readonly error?: string; readonly data?: Answer };
    if (body.data === undefined) throw new Error(`${parameters['query']}: ${body.error}`);
    return body.data;
  };

  try {
    await untilReady(`http://127.0.0.1:${port}/-/ready`, () => child.exitCode === null);
  } catch (error) {
    await stop();
    throw new Error(`${String(error)}\n${log}`, { cause: error });
  }

  return {
    stop,
    write: (series) => writeRemotely(base, series),
    async query(expr, at) {
      const { result, stats } = await ask('query', { query: expr, time: String(at / 1000), stats: 'all' });
      return {
        result: result.map(({ metric, value }) => ({ metric, values: value === undefined ? [] : [value] })),
        cost: { samples: stats!.samples.totalQueryableSamples, seconds: stats!.timings.evalTotalTime },
      };
    },
    async range(expr, from, to, step) {
      const found = new Map<string, { metric: Result['metric']; values: (readonly [number, string])[] }>();
      for (let start = from; start <= to; start += MOST_POINTS * step) {
        const end = Math.min(to, start + (MOST_POINTS - 1) * step);
        const parameters = { query: expr, start: start / 1000, end: end / 1000, step: step / 1000 };
        const { result } = await ask(
          'query_range',
          Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
        );
        for (const { metric, values = [] } of result) {
          const key = JSON.stringify(metric);
          const series = found.get(key) ?? { metric, values: [] };
          series.values.push(...values);
          found.set(key, series);
        }
      }
      return [...found.values()];
    },
  };
}

interface Answer {
  readonly result: readonly {
    readonly metric: Readonly<Record<string, string>>;
    readonly value?: readonly [number, string];
    readonly values?: readonly (readonly [number, string])[];
  }[];
  readonly stats?: {
    readonly timings: { readonly evalTotalTime: number };
    readonly samples: { readonly totalQueryableSamples: number };
  };
}

async function untilReady(url: string, alive: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && alive()) {
    const ready = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await wait(100);
  }
  throw new Error('Prometheus did not start');
}
