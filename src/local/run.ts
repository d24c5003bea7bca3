import { setTimeout as wait } from 'node:timers/promises';
import { readFiles } from '../doctor/sources/files';
import { startClusterExporter } from './cluster-exporter';
import { clockOf, writeConfigurations, writeRules } from './folder';
import { startTraffic, type Generator } from './generator';
import type { LocalServer } from './local-server';
import { freePort } from './loopback';
import { startSink, type Notification } from './notifications';
import { observe } from './observation';
import type { LocalOptions } from './options';
import { planOf, type Plan } from './plan';
import { placePods, programsOf, replicasOf, runningBefore, startPods, type LocalPod } from './pods';
import { Processes, type Started } from './processes';
import { prometheusVersion, requireProgram, type Program } from './programs';
import { loadedRules, objectiveKinds, recordingsOf, serviceMetrics } from './recordings';
import { scrapeJobs } from './scrape-jobs';
import { alertmanagerArgs, prometheusArgs } from './server-config';
import { standIns } from './stand-ins';
import type { TableProps } from './table';
import { RUNNING, trafficFor, trafficNotes, type Traffic } from './traffic';
import { serviceTargets, RunRecorder, type Expectation } from './verdict';

/** Milliseconds that targets may take to be scraped. */
const PATIENCE = 60_000;

/** Milliseconds between two observations. */
const STEP = 200;

/** Addresses of the programs, by name. */
export type Urls = { readonly prometheus: string; readonly alertmanager: string } & Readonly<
  Record<string, string>
>;

/** What manifests describe, running on this machine: pods, Prometheus and Alertmanager. */
export class LocalRun {
  /** Notes about the run, one sentence each. */
  readonly notes: readonly string[];
  readonly urls: Urls;
  readonly expectation: Expectation;
  readonly recorder: RunRecorder;
  /** Every process id of the run. All processes and the folder are gone once it has stopped. */
  get pids(): readonly number[] {
    return this.processes.pids;
  }
  readonly folder: string;
  private generator: Generator | undefined;

  private constructor(
    private readonly plan: Plan,
    readonly pods: readonly LocalPod[],
    private readonly options: LocalOptions,
    private readonly processes: Processes,
    private readonly prometheus: Started,
    private readonly servers: readonly LocalServer[],
    readonly notifications: readonly Notification[],
    {
      urls,
      targets,
      traffic,
      notes,
    }: {
      readonly urls: Urls;
      readonly targets: number;
      readonly traffic: Traffic;
      readonly notes: readonly string[];
    },
  ) {
    this.folder = processes.folder;
    this.urls = urls;
    this.notes = [...plan.notes, ...notes];
    const rules = loadedRules(plan);
    this.expectation = {
      targets,
      recordings: recordingsOf(rules),
      traffic,
      objectives: objectiveKinds(rules),
      ...(traffic === RUNNING ? { metrics: serviceMetrics(rules) } : {}),
    };
    this.recorder = new RunRecorder(this.expectation);
  }

  /**
   * Starts everything but the rules.
   * @param signal stops it half-way
   * @throws InvalidInput when no monitor reaches a pod, a program is missing or does not start, or the traffic
   * profile needs errors that no program can produce
   */
  static async start(options: LocalOptions, signal?: AbortSignal): Promise<LocalRun> {
    const files = readFiles([options.folder]);
    const added = standIns(files.objects, options.targets ?? [], options.services);
    const plan = planOf([...files.objects, ...added], files.values);
    const pods = await placePods(plan, options);
    const traffic = trafficFor(options.traffic, replicasOf(pods));
    const programs: Readonly<Record<Program, string>> = {
      prometheus: requireProgram('prometheus'),
      alertmanager: requireProgram('alertmanager'),
    };
    const version = prometheusVersion(programs.prometheus);
    const processes = new Processes();
    const servers: LocalServer[] = [];
    signal?.addEventListener('abort', () => void processes.stop(), { once: true });
    try {
      const sink = await startSink();
      servers.push(sink);
      const exporter = await startClusterExporter(pods);
      servers.push(exporter);
      const { folder } = processes;
      const addresses = {
        prometheus: `127.0.0.1:${await freePort()}`,
        alertmanager: `127.0.0.1:${await freePort()}`,
        clusterExporter: exporter.address,
      };
      const clock = clockOf(options.speed);
      const jobs = scrapeJobs(plan, pods, { folder, version, clock });
      const notify = options.notify ?? sink.url;
      const notes = writeConfigurations(folder, plan, jobs, addresses, clock, notify);
      const start = async (name: Program, args: readonly string[]) => {
        const started = processes.start({ name, command: programs[name], args });
        const ready = `http://${addresses[name]}/-/ready`;
        await processes.ready(started, async () => (await fetch(ready)).ok);
        return started;
      };
      const [prometheus] = await Promise.all([
        start('prometheus', prometheusArgs(plan, addresses, folder, clock)),
        start('alertmanager', alertmanagerArgs(addresses, folder)),
        startPods(pods, processes),
      ]);
      return new LocalRun(plan, pods, options, processes, prometheus, servers, sink.received, {
        urls: {
          prometheus: `http://${addresses.prometheus}`,
          alertmanager: `http://${addresses.alertmanager}`,
          ...Object.fromEntries(programsOf(pods).map(({ name, url }) => [name, url])),
        },
        targets: jobs.reduce((sum, job) => sum + job.targets.length, 0),
        traffic,
        notes: [
          ...files.notes,
          ...trafficNotes(options.traffic, replicasOf(pods), runningBefore(pods)),
          ...notes,
        ],
      });
    } catch (error) {
      await processes.stop();
      await Promise.all(servers.map((server) => server.close()));
      throw error;
    }
  }

  /**
   * Once targets are scraped, loads the rules and sends requests, or ends pods. Not before: Prometheus takes seconds to
   * discover targets, however fast the clock of the rules is.
   * @returns notes about the rules
   */
  async begin(): Promise<readonly string[]> {
    await this.until(({ live }) => {
      const targets = serviceTargets(live);
      const scraped = targets.filter(
        ({ health, url }) => health === 'up' || (health === 'down' && !this.isOwn(url)),
      );
      return scraped.length >= this.expectation.targets;
    });
    this.requirePrometheus();
    const notes = writeRules(this.processes.folder, this.plan, clockOf(this.options.speed));
    this.prometheus.child.kill('SIGHUP');
    await this.until(({ live }) => live.rules.length > 0);
    this.generator = startTraffic(replicasOf(this.pods), this.expectation.traffic);
    if (this.expectation.traffic.killsReplicas)
      await Promise.all(programsOf(this.pods).map((program) => program.kill()));
    return notes;
  }

  private requirePrometheus(): void {
    if (!this.prometheus.alive()) throw this.processes.ended(this.prometheus);
  }

  private isOwn(target: string): boolean {
    return programsOf(this.pods).some(({ url }) => target.startsWith(`${url}/`));
  }

  /** Polls until a condition holds or the time is over. The verdict reports what is still missing. */
  private async until(come: (observation: Awaited<ReturnType<typeof observe>>) => boolean): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    while (this.prometheus.alive() && Date.now() < deadline) {
      // oxlint-disable-next-line no-await-in-loop -- each observation follows the one before
      if (come(await observe(this.urls.prometheus))) return;
      // oxlint-disable-next-line no-await-in-loop -- the pause between two observations
      await wait(STEP);
    }
  }

  /** Observes once more, and returns the data of the table. */
  async look(): Promise<TableProps> {
    this.requirePrometheus();
    const { urls, notifications, generator, expectation } = this;
    const { metrics } = expectation;
    const observation = await observe(urls.prometheus, metrics);
    this.recorder.take(observation);
    return {
      observation,
      urls,
      notifications,
      ...(metrics === undefined ? { requests: generator?.sent() ?? 0 } : { metrics }),
    };
  }

  async stop(): Promise<void> {
    // Stopped first: otherwise clients wait for programs that have ended.
    const requests = this.generator?.stop();
    await this.processes.stop();
    await requests;
    await Promise.all(this.servers.map((server) => server.close()));
  }
}
