import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stringify } from 'yaml';
import { kubernetesObject } from '../../src/kubernetes/object';
import { shortened } from '../../src/local/clock';
import { ruleFile } from '../../src/local/rule-files';
import type { PrintedGroup, PrintedRule } from '../../src/rules/rule';
import { binary } from './binaries';
import { exposedCounters, type Exposed, type Page } from './exposed';
import { freePort } from './free-port';

/** What the scrapes of one pod have shown since counting began. */
export interface Shown {
  all: number;
  bad: number;
}

const GATE = { path: '/gate', matchers: { source: 'gate' } };

/** A rule whose query waits while the gate is closed: remote storage answers it, which is the lab. It records nothing. */
export const GATE_RULE: PrintedRule = { record: 'gate', expr: 'gate{source="gate"}' };

/** How much every scrape adds to the counters of a pod. */
export const EVENTS_IN_SCRAPE: Shown = { all: 9, bad: 2 };
const NO_EVENTS: Shown = { all: 0, bad: 0 };

export interface PodOptions {
  /** Real milliseconds that its page takes. @default 0 */
  readonly delay?: number;
  /** Whether it exposes process_start_time_seconds. @default true */
  readonly startTime?: boolean;
  /** @default counters */
  readonly exposed?: Exposed;
  /** Fields of its scrape configuration. */
  readonly scrape?: Readonly<Record<string, unknown>>;
}

/** A program with two counters, which grow whenever its page is read, so that scrapes show all of its events. */
export class Pod {
  /** Does not answer while it is down. */
  down = false;
  /** It serves no request that fails. */
  healthy = false;
  /** The series of errors is expired: not exposed, although it exists. */
  idle = false;
  readonly shown: Shown = { all: 0, bad: 0 };
  private good = 5000;
  private bad = 400;
  private started = Date.now() / 1000 - 86_400;

  constructor(
    readonly namespace: string,
    readonly name: string,
    readonly options: PodOptions = {},
  ) {}

  /** A new process: its counters start at 0. */
  restart(): void {
    this.good = 0;
    this.bad = 0;
    this.started = Date.now() / 1000;
    this.down = false;
  }

  page(good: number, failures: number): Page {
    const bad = this.healthy ? 0 : failures;
    this.good += good;
    this.bad += bad;
    this.shown.all += good + bad;
    this.shown.bad += bad;
    const { exposed = exposedCounters, startTime = true } = this.options;
    return exposed({
      good: this.good,
      bad: this.bad,
      started: startTime ? this.started : undefined,
      idle: this.idle,
    });
  }
}

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Samples {
  readonly labels: Readonly<Record<string, string>>;
  /** Real time in seconds, and value. */
  readonly samples: readonly (readonly [number, number])[];
}

/** Pods, and a real Prometheus that scrapes them and evaluates rules, all on a faster clock. */
export class CountingLab {
  /** While it is false, no counter grows. */
  busy = false;
  private readonly folder = mkdtempSync(join(tmpdir(), 'counting-'));
  private readonly server: Server;
  private child: ChildProcess | undefined;
  private port = 0;
  private rulesFile = 'rules-0.yml';
  private extraLabels: Readonly<Record<string, string>> = {};
  /** Called for a query that waits at the gate, which is closed while this is set. */
  private waits: ((query: ServerResponse) => void) | undefined;

  constructor(
    private readonly pods: readonly Pod[],
    private readonly groups: readonly PrintedGroup[],
    private readonly speed: number,
    private readonly flags: readonly string[] = [],
  ) {
    this.server = createServer((request, response) => {
      if (request.url === GATE.path) {
        if (this.waits === undefined) response.writeHead(400).end();
        else this.waits(response);
        return;
      }
      const pod = pods.find(({ namespace, name }) => request.url === `/${namespace}/${name}`)!;
      if (pod.down) {
        response.destroy();
        return;
      }
      const { all, bad } = this.busy ? EVENTS_IN_SCRAPE : NO_EVENTS;
      const page = pod.page(all - bad, bad);
      setTimeout(
        () => response.writeHead(200, { 'Content-Type': page.type }).end(page.body),
        pod.options.delay ?? 0,
      );
    });
  }

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = await freePort();
    this.writeRules();
    this.writeConfig();
    await this.startPrometheus();
  }

  async stop(): Promise<void> {
    await this.stopPrometheus();
    this.server.closeAllConnections();
    this.server.close();
    rmSync(this.folder, { recursive: true });
  }

  async startPrometheus(): Promise<void> {
    this.child = spawn(
      binary('prometheus'),
      [
        `--config.file=${join(this.folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(this.folder, 'data')}`,
        `--query.lookback-delta=${this.real('5m')}`,
        `--web.listen-address=127.0.0.1:${this.port}`,
        ...this.flags,
      ],
      { stdio: 'ignore' },
    );
    await this.until('vector(1)', (values) => values.length === 1);
  }

  async stopPrometheus(): Promise<void> {
    if (this.child === undefined) return;
    const exited = once(this.child, 'exit');
    this.child.kill();
    await exited;
    this.child = undefined;
  }

  /** Ends Prometheus in the middle of an evaluation, at the rule {@link GATE_RULE}. */
  async stopPrometheusAtGate(): Promise<void> {
    await this.atGate(() => this.stopPrometheus());
  }

  /**
   * Gives every target another label, and the rules another file, and with it another time of evaluation, in the middle
   * of an evaluation.
   */
  async relabelAtGate(labels: Readonly<Record<string, string>>): Promise<void> {
    this.extraLabels = labels;
    this.rulesFile = 'rules-1.yml';
    this.writeRules();
    this.writeConfig();
    await this.atGate(async () => {
      this.child!.kill('SIGHUP');
    });
  }

  /** Does something while an evaluation waits at the gate: Prometheus lets the rule under way end, and then no other one. */
  private async atGate(act: () => Promise<void>): Promise<void> {
    const query = await new Promise<ServerResponse>((resolve) => {
      this.waits = resolve;
    });
    const done = act();
    await this.pass(0.2);
    this.waits = undefined;
    query.writeHead(400).end();
    await done;
  }

  /** Waits on the faster clock. */
  async pass(minutes: number): Promise<void> {
    await wait((minutes * 60_000) / this.speed);
  }

  /** Waits until a query has values that satisfy. */
  async until(expr: string, satisfied: (values: readonly number[]) => boolean): Promise<readonly number[]> {
    for (;;) {
      const found = await this.query(expr).catch(() => undefined);
      const values = found?.map(({ value }) => value);
      if (values !== undefined && satisfied(values)) return values;
      await wait(100);
    }
  }

  async query(expr: string): Promise<readonly Sample[]> {
    const result = await this.result<{ readonly value: readonly [number, string] }>(expr);
    return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  /** The samples of a range, as they are stored. */
  async samples(range: string): Promise<readonly Samples[]> {
    const result = await this.result<{ readonly values: readonly (readonly [number, string])[] }>(range);
    return result.map(({ metric, values }) => ({
      labels: metric,
      samples: values.map(([time, value]) => [time, Number(value)]),
    }));
  }

  private async result<T>(
    expr: string,
  ): Promise<readonly (T & { readonly metric: Readonly<Record<string, string>> })[]> {
    const response = await fetch(
      `http://127.0.0.1:${this.port}/api/v1/query?query=${encodeURIComponent(expr)}`,
    );
    const { data } = (await response.json()) as {
      readonly data: {
        readonly result: readonly (T & { readonly metric: Readonly<Record<string, string>> })[];
      };
    };
    return data.result;
  }

  real(length: string): string {
    return shortened(length, { speed: this.speed });
  }

  private writeRules(): void {
    const resource = kubernetesObject({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'rules' },
      spec: { groups: this.groups },
    })!;
    const { content } = ruleFile(resource, { speed: this.speed, real: 0, shown: 0 });
    writeFileSync(
      join(this.folder, this.rulesFile),
      stringify(content, { lineWidth: 0, aliasDuplicateObjects: false }),
    );
  }

  private writeConfig(): void {
    const address = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    const config = {
      global: { scrape_interval: this.real('30s'), scrape_timeout: this.real('30s') },
      rule_files: [this.rulesFile],
      remote_read: [
        { url: `http://${address}${GATE.path}`, required_matchers: GATE.matchers, read_recent: true },
      ],
      scrape_configs: this.pods.map(({ namespace, name, options }) => ({
        job_name: `${namespace}/${name}`,
        ...options.scrape,
        static_configs: [
          {
            targets: [address],
            labels: {
              __metrics_path__: `/${namespace}/${name}`,
              namespace,
              job: 'order-api',
              pod: name,
              instance: `${name}:8000`,
              ...this.extraLabels,
            },
          },
        ],
      })),
    };
    writeFileSync(join(this.folder, 'prometheus.yml'), stringify(config));
  }
}
