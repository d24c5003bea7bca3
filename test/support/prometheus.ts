import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { binary } from './binaries';
import { freePort } from './free-port';
import { LONGEST, startProgram } from './program';
import { until } from './until';

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
  const program = await startProgram(
    'Prometheus',
    binary('prometheus'),
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...flags,
    ],
    async () => (await query('vector(1)')).length === 1,
  );
  const queryUntil: Prometheus['queryUntil'] = async (expr, satisfied) => {
    let result: readonly Sample[] = [];
    const seen = () => `${expr} gave ${JSON.stringify(result).slice(0, LONGEST)}\n${program.log()}`;
    const outcome = await until(seen, async () => {
      if (program.hasEnded()) return 'ended';
      result = await query(expr);
      return satisfied(result) && 'satisfied';
    });
    if (outcome === 'ended') throw new Error(`Prometheus ended: ${seen()}`);
    return result;
  };
  const stop = async () => {
    await program.stop();
    rmSync(folder, { recursive: true });
  };
  return { url, query, queryUntil, stop };
}
