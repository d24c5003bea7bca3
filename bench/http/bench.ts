import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { buildSync } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..', '..');
const BUNDLES = join(ROOT, 'node_modules', '.cache', 'bench-http');

/** How often all servers are started: two processes of one program can differ by more than what is measured. */
const STARTS = 5;

/** Rounds a start in which every server has its turn, one right after the other: what disturbs one disturbs all. */
const ROUNDS = 8;
const MILLISECONDS = 700;

/** Rounds before them that do not count: the programs are still being compiled. */
const WARM_UP = 2;

/** Requests for /metrics, one after the other. */
const SCRAPES = 1000;

const SERVERS = ['bare', 'instrumented', 'fastify-metrics'] as const;
type Server = (typeof SERVERS)[number];

/** A server or the load, and what it says. */
interface Program {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: Interface;
}

/** What one server did in one round. */
interface Turn {
  readonly requestsPerSecond: number;
  /** CPU time of the server, in microseconds. Other programs on the machine disturb it less. */
  readonly cpuPerRequest: number;
}

type Round = Readonly<Record<Server, Turn>>;

/** Measures what counting and timing requests costs, and how long a scrape takes. */
export async function benchHttp(): Promise<void> {
  bundle();
  const rounds: Round[] = [];
  for (let start = 0; start < STARTS; start++) rounds.push(...(await withPrograms(measure)));
  printThroughput(rounds);
  await withPrograms(async (start) => printScrapes(Number(await nextLine(start('server', 'full')))));
}

type Start = (name: 'server' | 'load', ...args: readonly string[]) => Program;

/** As the image runs the Task API: loaders that transform file by file add to what functions cost. */
function bundle(): void {
  buildSync({
    entryPoints: [join(import.meta.dirname, 'server.ts'), join(import.meta.dirname, 'load.ts')],
    bundle: true,
    packages: 'external',
    platform: 'node',
    outdir: BUNDLES,
  });
}

/** Ends every program that `work` starts. */
async function withPrograms<T>(work: (start: Start) => Promise<T>): Promise<T> {
  const programs: Program[] = [];
  const start: Start = (name, ...args) => {
    const child = spawn(process.execPath, [join(BUNDLES, `${name}.js`), ...args], { cwd: ROOT });
    const program = { child, lines: createInterface(child.stdout) };
    child.stderr.pipe(process.stderr);
    programs.push(program);
    return program;
  };
  try {
    return await work(start);
  } finally {
    for (const { child } of programs) child.kill();
  }
}

async function measure(start: Start): Promise<readonly Round[]> {
  const load = start('load');
  const servers = new Map<Server, Program & { readonly port: number }>();
  for (const name of SERVERS) {
    const program = start('server', name);
    servers.set(name, { ...program, port: Number(await nextLine(program)) });
  }
  const turn = async (name: Server): Promise<Turn> => {
    const server = servers.get(name)!;
    const before = Number(await ask(server, 'cpu'));
    const requests = Number(await ask(load, `${server.port} ${MILLISECONDS}`));
    const cpu = Number(await ask(server, 'cpu')) - before;
    return { requestsPerSecond: requests / (MILLISECONDS / 1000), cpuPerRequest: cpu / requests };
  };
  const rounds: Round[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) rounds.push(await oneRound(turn, round));
  return rounds.slice(WARM_UP);
}

async function oneRound(turn: (name: Server) => Promise<Turn>, round: number): Promise<Round> {
  const turns = new Map<Server, Turn>();
  // Every server is first as often as it is last.
  const order = SERVERS.map((_, index) => SERVERS[(index + round) % SERVERS.length]!);
  for (const name of order) turns.set(name, await turn(name));
  return {
    bare: turns.get('bare')!,
    instrumented: turns.get('instrumented')!,
    'fastify-metrics': turns.get('fastify-metrics')!,
  };
}

function printThroughput(rounds: readonly Round[]): void {
  const inSeconds = MILLISECONDS / 1000;
  console.log(
    `GET /tasks/1 over a database in memory, ${STARTS} times ${ROUNDS} rounds of ${inSeconds} s each; medians\n`,
  );
  const of = (name: Server, field: keyof Turn) => median(rounds.map((round) => round[name][field]));
  const against = (name: Server, field: keyof Turn) =>
    median(rounds.map((round) => round[name][field] / round.bare[field])).toFixed(3);
  console.table(
    SERVERS.map((name) => ({
      server: name,
      'requests/s': Math.round(of(name, 'requestsPerSecond')),
      '/ bare': against(name, 'requestsPerSecond'),
      'CPU µs a request': of(name, 'cpuPerRequest').toFixed(1),
      'of bare': against(name, 'cpuPerRequest'),
    })),
  );
  console.log(
    `throughput instrumented / bare: ${against('instrumented', 'requestsPerSecond')} (at least 0.97)\n`,
  );
}

async function printScrapes(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}/metrics`;
  const times: number[] = [];
  let page = '';
  for (let scrape = 0; scrape < SCRAPES; scrape++) {
    const start = performance.now();
    page = await (await fetch(url)).text();
    times.push(performance.now() - start);
  }
  const series = page.split('\n').filter((line) => /^\w/.test(line));
  const own = series.filter((line) => line.startsWith('task_api_'));
  const sorted = times.slice(SCRAPES / 10).toSorted((a, b) => a - b);
  const at = (share: number) => `${sorted[Math.floor(share * sorted.length)]!.toFixed(2)} ms`;
  console.log(
    `/metrics with ${own.length} series of the contract (all it allows) and ${series.length - own.length} of the runtime, ${(page.length / 1024).toFixed(0)} KiB`,
  );
  console.log(`median ${at(0.5)}, 99th percentile ${at(0.99)} of ${SCRAPES} scrapes`);
}

function ask(program: Program, line: string): Promise<string> {
  program.child.stdin.write(`${line}\n`);
  return nextLine(program);
}

async function nextLine({ lines }: Program): Promise<string> {
  const [line] = (await once(lines, 'line')) as [string];
  return line;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
