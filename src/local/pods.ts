import { join } from 'node:path';
import { nameOf, ownValue } from '../kubernetes/object';
import type { WatchedPod } from './cluster-exporter';
import { Client, type Asked } from './generator';
import { loopbackFor } from './loopback';
import { refused, type LocalOptions, type NamedTarget } from './options';
import type { Plan, PlannedPod } from './plan';
import { podEnvironment, type PodEnvironment } from './pod-env';
import { placedVariables } from './pod-variables';
import type { Processes, Started } from './processes';
import type { RunningPod } from './scrape-jobs';
import { SLOW_MILLISECONDS, STEPS } from './traffic';

/** What stands for a pod. Its address is known before its program runs. */
export interface LocalPod extends RunningPod, WatchedPod {
  /** @default it runs already, and is not ours */
  readonly program?: PodProgram;
}

/**
 * Decides what stands for each pod.
 * @throws InvalidInput when a pod's program is not known, or needs what only a cluster has
 */
export async function placePods(plan: Plan, options: LocalOptions): Promise<readonly LocalPod[]> {
  const { targets = [], commands = {}, programs = {}, secrets = {} } = options;
  const workloads = [...new Set(plan.pods.map(({ template }) => template.owner.name))];
  const owners = targets.map((target) => ownerOf(target, workloads));
  requirePages(targets, plan.paths);
  const own = plan.pods.filter(({ template }) => !owners.includes(template.owner.name));
  const unknown = own.find(
    ({ template: { owner } }) => !Object.hasOwn(programs, owner.name) && !Object.hasOwn(commands, owner.name),
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
  const program = new PodProgram(pod.identity.name, `http://${address(numbers[0] ?? 0)}`, launch, (folder) =>
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
  /** The stack's own program takes faults over IPC, and its paths are known. */
  readonly ofStack: boolean;
}

/** @param program arguments of `node`; needed where there is no command */
function launchOf(command: string | undefined, program: readonly string[] | undefined): Launch {
  return command === undefined
    ? { command: process.execPath, args: program ?? [], ofStack: true }
    : { command: '/bin/sh', args: ['-c', `exec ${command}`], ofStack: false };
}

/** Milliseconds in which a program has to answer. An embedded database is slow to create on a busy machine. */
const PATIENCE = 60_000;

/** The program of one pod. */
class PodProgram {
  private started: Started | undefined;
  private processes: Processes | undefined;

  constructor(
    readonly name: string,
    /** Of its first port. */
    readonly url: string,
    private readonly launch: Launch,
    private readonly variables: (folder: string) => Readonly<Record<string, string>>,
  ) {}

  get pid(): number | undefined {
    return this.started?.pid;
  }

  readonly alive = (): boolean => this.started?.alive() === true;

  /** How it receives requests; undefined for a command of the user's, whose paths are unknown. */
  get asked(): Asked | undefined {
    if (!this.launch.ofStack) return undefined;
    return { url: this.url, alive: this.alive, fault: (kind) => this.fault(kind) };
  }

  /** @throws InvalidInput when it does not come up */
  async start(processes: Processes): Promise<void> {
    this.processes = processes;
    const env = this.variables(processes.folder);
    const { command, args, ofStack } = this.launch;
    this.started = processes.start({
      name: this.name,
      command,
      args,
      env,
      ...(ofStack ? { channel: 'ipc' as const, cwd: process.cwd() } : {}),
    });
    await processes.ready(this.started, async () => (await fetch(this.url)).status > 0, PATIENCE);
    if (this.launch.ofStack) await warmUp(this.url);
  }

  /** Ends it as the kernel does when memory is short. */
  async kill(): Promise<void> {
    if (this.started !== undefined) await this.processes?.kill(this.started, 'SIGKILL');
  }

  private fault(kind: 'fail' | 'slow'): void {
    if (this.started?.child.connected === true)
      this.started.child.send(kind === 'slow' ? SLOW_MILLISECONDS : 'fail');
  }
}

/** The first requests of a program are slow, and in a cluster a pod that is not ready receives no requests. */
async function warmUp(url: string): Promise<void> {
  const client = new Client(url);
  // oxlint-disable-next-line no-await-in-loop -- one client's requests
  for (let round = 0; round < 4 * STEPS.length; round += 1) await client.step();
  client.close();
}

/** Starts the programs of all pods, and waits until they answer. */
export async function startPods(pods: readonly LocalPod[], processes: Processes): Promise<void> {
  await Promise.all(programsOf(pods).map((program) => program.start(processes)));
}

export const programsOf = (pods: readonly LocalPod[]): readonly PodProgram[] =>
  pods.flatMap(({ program }) => program ?? []);
