import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stringify } from 'yaml';
import { binary } from '../../../test/support/binaries';

/** A real Prometheus that can be stopped and started again, on a port of 127.0.0.1. */
export class Engine {
  readonly url: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'bench-live-'));
  private child: ChildProcess | undefined;

  constructor(
    readonly name: string,
    private readonly port: number,
    private readonly flags: readonly string[],
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Writes files beside the configuration, which is one of them. */
  write(files: Readonly<Record<string, object>>): void {
    for (const [name, content] of Object.entries(files))
      writeFileSync(
        join(this.folder, name),
        stringify(content, { lineWidth: 0, aliasDuplicateObjects: false }),
      );
  }

  async start(): Promise<void> {
    this.child = spawn(
      binary('prometheus'),
      [
        `--config.file=${join(this.folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(this.folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${this.port}`,
        ...this.flags,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let log = '';
    this.child.stderr!.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-2000)));
    while (!(await this.isReady())) {
      if (this.child.exitCode !== null)
        throw new Error(`Prometheus ${this.name} ended at its start:\n${log}`);
      await wait(50);
    }
  }

  reload(): void {
    this.child!.kill('SIGHUP');
  }

  async stop(): Promise<void> {
    if (this.child === undefined) return;
    const exited = once(this.child, 'exit');
    this.child.kill();
    await exited;
    this.child = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /**
   * Instant query of one number; undefined without a result.
   * @param at milliseconds since 1970
   */
  async number(expr: string, at?: number): Promise<number | undefined> {
    const parameters = new URLSearchParams({
      query: expr,
      ...(at === undefined ? {} : { time: String(at / 1000) }),
    });
    const response = await fetch(`${this.url}/api/v1/query?${parameters.toString()}`);
    const { data, error } = (await response.json()) as {
      readonly data?: { readonly result: readonly { readonly value: readonly [number, string] }[] };
      readonly error?: string;
    };
    if (data === undefined) throw new Error(`${expr}: ${error}`);
    const value = data.result[0]?.value[1];
    return value === undefined ? undefined : Number(value);
  }

  /** Its own metrics since it started. */
  async metrics(): Promise<string> {
    return (await fetch(`${this.url}/metrics`)).text();
  }

  private async isReady(): Promise<boolean> {
    return await fetch(`${this.url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
