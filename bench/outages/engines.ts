import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { mapOf } from '../../src/findings/fields';
import { kubernetesObject } from '../../src/kubernetes/object';
import type { Clock } from '../../src/local/clock';
import { localAlerting } from '../../src/local/notifications';
import { Processes, type Started } from '../../src/local/processes';
import { ruleFile } from '../../src/local/rule-files';
import { kubePrometheusStackValues } from '../../src/outputs/kube-prometheus-stack/kube-prometheus-stack';
import { seconds } from '../../src/promql/window';
import { binary } from '../../test/support/binaries';
import { freePort } from '../../test/support/free-port';
import type { RawSeries } from '../rules/dataset';
import { writeRemotely } from '../rules/remote-write';
import { evaluationsOf, type Pace } from '../pace';
import { addressOf, SERVICE } from './names';
import { KUBELET } from './pages';
import {
  ARGUMENTS,
  FOLDERS,
  prometheusConfig,
  SCRAPE_TIMEOUT,
  type Place,
  type Program,
} from './engine-config';
import { groupsIn, routedEnvironment } from './stack';

const PATIENCE = 60_000;
/** A real Prometheus and a real Alertmanager on a faster clock, with the rules of each namespace. */
export class Engines {
  private readonly processes = new Processes();
  private readonly running = new Map<Program, Started>();

  private constructor(
    private readonly clock: Clock,
    private readonly ports: Readonly<Record<Program, number>>,
    private readonly pages: string,
  ) {}

  /**
   * @param pages address of the pages, as `host:port`
   * @param inbox address that Alertmanager posts to
   */
  static async start(
    clock: Clock,
    namespaces: readonly string[],
    pages: string,
    inbox: string,
  ): Promise<Engines> {
    const engines = new Engines(
      clock,
      { prometheus: await freePort(), alertmanager: await freePort() },
      pages,
    );
    engines.writeAlertmanager(inbox);
    for (const folder of Object.values(FOLDERS)) mkdirSync(join(engines.folder, folder));
    engines.write('prometheus.yml', prometheusConfig(engines.place, namespaces));
    await Promise.all([engines.launch('prometheus'), engines.launch('alertmanager')]);
    return engines;
  }

  private get folder(): string {
    return this.processes.folder;
  }

  private get place(): Place {
    const { folder, clock, pages, ports } = this;
    return { folder, clock, pages, ports };
  }

  async launch(program: Program): Promise<void> {
    const started = this.processes.start({
      name: program,
      command: binary(program),
      args: ARGUMENTS[program](this.place),
    });
    this.running.set(program, started);
    const ready = `${this.url(program)}/-/ready`;
    await this.processes.ready(started, async () => (await fetch(ready)).ok, PATIENCE);
  }

  async end(program: Program): Promise<void> {
    await this.processes.kill(this.running.get(program)!);
  }

  stop(): Promise<void> {
    return this.processes.stop();
  }

  /** Loads the rules of these namespaces, and starts to scrape. */
  loadRules(namespaces: readonly string[]): void {
    for (const namespace of namespaces) {
      const resource = kubernetesObject({
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: { name: 'rules', namespace },
        spec: { groups: groupsIn(namespace) },
      })!;
      this.write(`${FOLDERS.rules}/${namespace}.yaml`, ruleFile(resource, this.clock).content);
    }
    this.running.get('prometheus')!.child.kill('SIGHUP');
  }

  /** Targets as service discovery has them. Prometheus takes them over within 5 real seconds. */
  writeTargets(namespace: string, pods: readonly string[]): void {
    const targets = pods.map((pod) => ({
      targets: [this.pages],
      labels: {
        __metrics_path__: `/${namespace}/${pod}`,
        namespace,
        pod,
        container: SERVICE,
        instance: addressOf(pod.replace(/.*-/, '')),
      },
    }));
    writeFileSync(join(this.folder, FOLDERS.targets, `${namespace}.json`), JSON.stringify(targets));
  }

  /** How many pods of a namespace Prometheus has as targets. */
  async targets(namespace: string): Promise<number> {
    const { activeTargets } = (await this.ask('targets?state=active')) as {
      readonly activeTargets: readonly { readonly labels: Readonly<Record<string, string>> }[];
    };
    return activeTargets.filter(({ labels }) => labels['namespace'] === namespace).length;
  }

  /** Stores history. */
  async store(series: readonly RawSeries[]): Promise<void> {
    await writeRemotely(`${this.url('prometheus')}/api/v1`, series);
  }

  /** Samples of a range, by series. */
  async samples(query: string): Promise<readonly RangeResult[]> {
    const { result } = (await this.ask(`query?query=${encodeURIComponent(query)}`)) as {
      readonly result: readonly RangeResult[];
    };
    return result;
  }

  private async ask(path: string): Promise<unknown> {
    const response = await fetch(`${this.url('prometheus')}/api/v1/${path}`);
    const { data, error } = (await response.json()) as { readonly data?: unknown; readonly error?: string };
    if (data === undefined) throw new Error(`${path}: ${error}`);
    return data;
  }

  /** Whether Prometheus kept up with the clock. */
  async pace(): Promise<Omit<Pace, 'longestStep'>> {
    const page = await (await fetch(`${this.url('prometheus')}/metrics`)).text();
    // Pages of the kubelet answer during every outage.
    const scrapes = await this.samples(`scrape_duration_seconds{job="${KUBELET}"}[90d]`);
    if (scrapes.length === 0) throw new Error('scrape_duration_seconds of the kubelet has no samples');
    const lasted = scrapes.flatMap(({ values }) => values.map(([, value]) => Number(value)));
    return {
      ...evaluationsOf(page),
      scrapes: lasted.length,
      slow: lasted.filter((duration) => duration * this.clock.speed >= seconds(SCRAPE_TIMEOUT)).length,
    };
  }

  private url(program: Program): string {
    return `http://127.0.0.1:${this.ports[program]}`;
  }

  private writeAlertmanager(inbox: string): void {
    const values = mapOf(kubePrometheusStackValues(routedEnvironment()));
    const { config, templates } = localAlerting(values, inbox, this.folder, this.clock);
    this.write('alertmanager.yml', config);
    for (const [name, text] of Object.entries(templates)) this.writeText(name, text);
  }

  private write(name: string, content: object): void {
    this.writeText(name, stringify(content, { lineWidth: 0, aliasDuplicateObjects: false }));
  }

  private writeText(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

export interface RangeResult {
  readonly metric: Readonly<Record<string, string>>;
  /** Unix time in seconds, and the value. */
  readonly values: readonly (readonly [number, string])[];
}
