import { join } from 'node:path';
import { nameOf, ownValue } from '../kubernetes/object';
import type { WatchedPod } from './cluster-exporter';
import type { LocalProgram } from '../catalog/local-program';
import { Client } from './client';
import { loopbackFor } from './loopback';
import { refused, type LocalOptions, type NamedTarget } from './options';
import type { Plan, PlannedPod } from './plan';
import { podEnvironment, type PodEnvironment } from './pod-env';
import { placedVariables } from './pod-variables';
import type { Processes, Started } from './processes';
import type { RunningPod } from './scrape-jobs';
import { requestsOf, type Replica } from './traffic';

/** The local replacement of a pod. Its address is known before its program runs. */
export interface LocalPod extends RunningPod, WatchedPod {
  /** @default it runs already, and is not ours */
  readonly program?: PodProgram;
}

/**
 * Decides how each pod runs: as a program, a command or a service that is already running.
 * @throws InvalidInput when a pod's program is not known, or needs what only a cluster has
 */
export async function placePods(plan: Plan, options: LocalOptions): Promise<readonly LocalPod[]> {
  const { targets = [], commands = {}, programs = {}, secrets = {} } = options;
  const workloads = [...new Set(plan.pods.map(({ template }) => template.owner.name))];
  const owners = targets.map((target) => ownerOf(target, workloads));
  requirePages(targets, plan.paths);
  const own = plan.pods.filter(({ template }) => !owners.includes(template.owner.name));
  const unknown = own.find(
    ({ template: { owner } }) =>
      programs[owner.name]?.node === undefined && !Object.hasOwn(commands, owner.name),
  );
  if (unknown !== undefined) throw unknownProgram(unknown, commands);
  return [
    ...targets.map((target, index) => {
      const pod = plan.pods.find(({ template }) => template.owner.name === owners[index])!;
      return externalPod(
        pod,
        owners.slice(0, index).filter((owner) => owner === owners[index]).length,
        target,
      );
    }),
    ...(await Promise.all(
      own.map(async (pod, index) => {
        const environment = podEnvironment(pod.template, pod.identity, secrets);
        const { name } = pod.template.owner;
        return ownPod(pod, index, environment, launchOf(ownValue(commands, name), ownValue(programs, name)));
      }),
    )),
  ];
}

function unknownProgram({ template: { owner } }: PlannedPod, commands: object): Error {
  return refused(
    '--command',
    `no command for ${nameOf(owner)}; its image cannot run without a cluster`,
    Object.keys(commands).join(', ') || undefined,
    `give --command '${owner.name}=...', or --target ${owner.name}=http://127.0.0.1:8000`,
  );
}

function ownerOf({ workload }: NamedTarget, workloads: readonly string[]): string {
  const owner = workload === '' && workloads.length === 1 ? workloads[0] : workload;
  if (owner !== undefined && workloads.includes(owner)) return owner;
  throw refused(
    '--target',
    'unknown workload',
    workload || undefined,
    `name one of ${workloads.join(', ')}, e.g. ${workloads[0]}=http://127.0.0.1:8000`,
  );
}

/** Scheme and path come from the monitor, so an address may not have others. */
function requirePages(targets: readonly NamedTarget[], paths: Plan['paths']): void {
  const pages = paths.map(({ endpoint }) => ({ scheme: `${endpoint.scheme}:`, path: endpoint.path }));
  const scraped = ({ url }: NamedTarget) =>
    pages.some(
      ({ scheme, path }) => url.protocol === scheme && (url.pathname === '/' || url.pathname === path),
    );
  const other = targets.find((target) => !scraped(target));
  if (other !== undefined)
    throw refused(
      '--target',
      'differs from the scheme or path of the monitor',
      other.url.href,
      `give host and port, e.g. ${pages[0]!.scheme}//${other.url.host}; path and scheme come from the monitor`,
    );
}

function externalPod(pod: PlannedPod, replica: number, { url }: NamedTarget): LocalPod {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return { ...pod, replica, address: () => `${url.hostname}:${port}`, alive: () => true };
}

async function ownPod(
  pod: PlannedPod,
  index: number,
  environment: PodEnvironment,
  launch: Launch,
): Promise<LocalPod> {
  const numbers = pod.template.containers.flatMap(({ ports }) => ports.map(({ number }) => number));
  const loopback = await loopbackFor(index, numbers);
  const address = (port: number) => `${loopback.host}:${loopback.ports.get(port) ?? port}`;
  const program = new PodProgram(pod, `http://${address(numbers[0] ?? 0)}`, launch, (folder) =>
    placedVariables(environment, loopback, join(folder, pod.identity.name)),
  );
  return {
    ...pod,
    program,
    address,
    alive: program.alive,
    get pid() {
      return program.pid;
    },
  };
}

/** What runs in place of a container. */
interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Accepts faults over IPC. @default it does not, because the stack does not run it */
  readonly faults?: Pick<LocalProgram, 'slowMilliseconds'>;
  /** What the stack states about it. @default nothing */
  readonly program: LocalProgram | undefined;
}

function launchOf(command: string | undefined, program: LocalProgram | undefined): Launch {
  if (command !== undefined) return { command: '/bin/sh', args: ['-c', `exec ${command}`], program };
  return {
    command: process.execPath,
    args: program?.node ?? [],
    program,
    ...(program === undefined ? {} : { faults: program }),
  };
}

class PodProgram {
  private started: Started | undefined;
  private processes: Processes | undefined;

  constructor(
    private readonly pod: PlannedPod,
    /** Of its first port. */
    readonly url: string,
    private readonly launch: Launch,
    private readonly variables: (folder: string) => Readonly<Record<string, string>>,
  ) {}

  get name(): string {
    return this.pod.identity.name;
  }

  get pid(): number | undefined {
    return this.started?.pid;
  }

  readonly alive = (): boolean => this.started?.alive() === true;

  /** How it receives requests. */
  get replica(): Replica {
    const { program, faults } = this.launch;
    return {
      workload: this.pod.template.owner.name,
      url: this.url,
      alive: this.alive,
      ...(program === undefined ? {} : { program }),
      ...(faults === undefined
        ? {}
        : { fault: (kind) => this.tell(kind === 'slow' ? faults.slowMilliseconds : 'fail') }),
    };
  }

  /** @throws InvalidInput when it does not come up */
  async start(processes: Processes): Promise<void> {
    this.processes = processes;
    const env = this.variables(processes.folder);
    const { command, args, faults } = this.launch;
    this.started = processes.start({
      name: this.name,
      command,
      args,
      env,
      ...(faults === undefined ? {} : { channel: 'ipc', cwd: process.cwd() }),
    });
    await processes.ready(this.started, async () => (await fetch(this.url)).status > 0);
    await warmUp(this.replica);
  }

  /** Ends it as the kernel does when memory is short. */
  async kill(): Promise<void> {
    if (this.started !== undefined) await this.processes?.kill(this.started, 'SIGKILL');
  }

  private tell(message: 'fail' | number): void {
    if (this.started?.child.connected === true) this.started.child.send(message);
  }
}

/** Requests after which a program answers at its usual speed. */
const WARM_UP = 32;

/** The first requests of a program are slow, and in a cluster a pod that is not ready receives no requests. */
async function warmUp({ url, program }: Replica): Promise<void> {
  const client = new Client(url);
  const requests = requestsOf(program);
  for (let sent = 0; sent < WARM_UP; sent += requests.length)
    // oxlint-disable-next-line no-await-in-loop -- one client's requests
    for (const request of requests) await client.send(request);
  client.close();
}

/** Starts the programs of all pods, and waits until they answer. */
export async function startPods(pods: readonly LocalPod[], processes: Processes): Promise<void> {
  await Promise.all(programsOf(pods).map((program) => program.start(processes)));
}

export const programsOf = (pods: readonly LocalPod[]): readonly PodProgram[] =>
  pods.flatMap(({ program }) => program ?? []);

/** Names of workloads that are not run here, because they ran before. */
export const runningBefore = (pods: readonly LocalPod[]): readonly string[] =>
  pods.filter(({ program }) => program === undefined).map(({ template }) => template.owner.name);

export const replicasOf = (pods: readonly LocalPod[]): readonly Replica[] =>
  programsOf(pods).map(({ replica }) => replica);
