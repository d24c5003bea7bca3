import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { evaluationsOf, paceOf, slowness, type Pace } from '../../pace';
import { duration, seconds, type Duration } from '../../../src/promql/window';
import { pyrraIn, slothIn } from '../designs';
import { printTable } from '../table';
import type { Engine } from './engine';
import { NO_EVENTS, plus, type Counts } from './pod';
import { scenarios, type Scenario } from './scenarios';
import { fromReal, milliseconds, real, SCRAPE_TIMEOUT, Topology } from './topology';

const TILES = 'order_api:slo_events:count1m';

/** Windows whose events are compared with what scrapes have shown. */
const WINDOWS: readonly Duration[] = ['5m', '30m', '1h'];

/** Which of them scraped what an engine evaluates. */
const SCRAPERS = { direct: ['a'], receiver: ['a', 'b'] } as const;
type Evaluated = keyof typeof SCRAPERS;

interface Row {
  readonly scenario: string;
  readonly shown: Counts;
  readonly counted: Counts;
  /** Largest difference of a window's events, as a share of them. */
  readonly window: number;
  /** Errors of the ratio over the whole run, as shares of it. */
  readonly ratios: readonly number[];
}

/**
 * Loads the rules of all designs into live servers on a clock that runs thirty times faster, lets services do what
 * services do, and compares what was counted with what scrapes had shown. Takes about seven minutes.
 */
export async function runLiveBench(): Promise<void> {
  const delays = monitorEventLoopDelay();
  delays.enable();
  const played = scenarios();
  const pods = played.flatMap((each) => each.pods);
  const topology = await Topology.start(pods);
  try {
    await untilCounting(topology, played);
    const start = Date.now();
    topology.busy = true;
    const stories = play(played);
    await disturb(topology);
    const windows = {
      direct: await windowErrors(topology.direct, played, 'direct'),
      receiver: await windowErrors(topology.receiver, played, 'receiver'),
    };
    topology.busy = false;
    await stories.end();
    // Until everything that was shown is counted.
    await pass(4);
    const slow = slowness(await paceOfRun(topology, fromReal(delays.max / 1e9)));
    if (slow.length > 0)
      throw new Error(
        `No figures: this machine is too slow or too busy for the faster clock. ${slow.join(' ')}`,
      );
    for (const name of ['direct', 'receiver'] as const) {
      console.log(TITLES[name]);
      const run = duration(Math.ceil((Date.now() - start) / 1000) + 1);
      report(await rowsOf(topology[name], played, name, run, windows[name]));
    }
    console.log('\nNot counted, as rules cannot know:');
    for (const { name, bound } of played) if (bound !== undefined) console.log(`- ${name}: ${bound}`);
  } finally {
    await topology.remove();
  }
}

/** @param longestStep seconds on the rules' clock in which no page could answer */
async function paceOfRun({ direct, receiver }: Topology, longestStep: number): Promise<Pace> {
  const pages = [await direct.metrics(), await receiver.metrics()].map(evaluationsOf);
  const scrapes = await direct.number('sum(count_over_time(scrape_duration_seconds[1h]))');
  if (scrapes === undefined) throw new Error('scrape_duration_seconds has no samples');
  const timeout = seconds(real(SCRAPE_TIMEOUT));
  const slow = await direct.number(
    `sum(count_over_time((scrape_duration_seconds >= ${timeout})[1h:${real('30s')}])) or vector(0)`,
  );
  return paceOf([
    { ...pages[0]!, scrapes, slow: slow ?? 0, longestStep },
    { ...pages[1]!, scrapes: 0, slow: 0, longestStep },
  ]);
}

const TITLES: Readonly<Record<Evaluated, string>> = {
  direct:
    '\nOne Prometheus, away for 30 s, 4 and 20 minutes, with new target labels and a new rule file in between',
  receiver:
    '\nThe same services, scraped by it and a second replica that both write to the one that evaluates',
};

const pass = async (length: number): Promise<void> => wait(milliseconds(length));

async function untilCounting({ direct, receiver }: Topology, played: readonly Scenario[]): Promise<void> {
  const running = played.flatMap(({ pods }) => pods).filter(({ up }) => up).length;
  for (const engine of [direct, receiver])
    while (((await engine.number('count(order_api:slo_seen_before:sum{outcome="all"})')) ?? 0) < running)
      await wait(200);
}

/** What happens to Prometheus. */
async function disturb(topology: Topology): Promise<void> {
  for (const away of [0.5, 4, 20]) {
    await pass(20);
    await topology.direct.stop();
    await pass(away);
    await topology.direct.start();
  }
  await pass(20);
  topology.relabel();
  await pass(70);
}

/** Starts all stories. */
function play(played: readonly Scenario[]): { readonly end: () => Promise<void> } {
  const ending = new AbortController();
  const passing = async (length: number): Promise<void> =>
    wait(milliseconds(length), undefined, { signal: ending.signal });
  const stories = played.map(async ({ story }) => {
    try {
      await story(passing);
    } catch (error) {
      if (!ending.signal.aborted) throw error;
    }
  });
  return {
    end: async () => {
      ending.abort();
      await Promise.all(stories);
    },
  };
}

async function windowErrors(
  engine: Engine,
  played: readonly Scenario[],
  evaluated: Evaluated,
): Promise<ReadonlyMap<string, number>> {
  const errors = new Map<string, number>();
  for (const { name, pods } of played) {
    const tiles = `${TILES}{namespace="${name}", outcome="all"}`;
    // Windows end with a tile.
    const at = ((await engine.number(`timestamp(${tiles})`)) ?? 0) * 1000;
    const found = await Promise.all(
      WINDOWS.map(async (window) => {
        const from = at - milliseconds(MINUTES[window]!);
        const shown = shownBy(pods, evaluated, from, at).all;
        const counted = (await engine.number(`sum_over_time(${tiles}[${real(window)}])`, at)) ?? 0;
        return shown === 0 ? 0 : Math.abs(counted / shown - 1);
      }),
    );
    errors.set(name, Math.max(...found));
  }
  return errors;
}

const MINUTES: Readonly<Record<string, number>> = { '5m': 5, '30m': 30, '1h': 60 };

async function rowsOf(
  engine: Engine,
  played: readonly Scenario[],
  evaluated: Evaluated,
  run: Duration,
  windows: ReadonlyMap<string, number>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { name, pods } of played) {
    const shown = shownBy(pods, evaluated);
    const counted = {
      all:
        (await engine.number(`sum(sum_over_time(${TILES}{namespace="${name}", outcome="all"}[${run}]))`)) ??
        0,
      bad:
        (await engine.number(`sum(sum_over_time(${TILES}{namespace="${name}", outcome="bad"}[${run}]))`)) ??
        0,
    };
    const ratios = [counted.bad / counted.all];
    for (const design of [slothIn(name, run), pyrraIn(name, run)])
      ratios.push((await engine.number(design.periodRatio)) ?? NaN);
    rows.push({
      scenario: name,
      shown,
      counted,
      window: windows.get(name)!,
      ratios: ratios.map((ratio) => ratio / (shown.bad / shown.all) - 1),
    });
  }
  return rows;
}

function shownBy(pods: Scenario['pods'], evaluated: Evaluated, from?: number, to?: number): Counts {
  return pods.map((pod) => pod.shownTo(SCRAPERS[evaluated], from, to)).reduce(plus, NO_EVENTS);
}

const percent = (share: number): string => `${(share * 100).toFixed(3)} %`;
const signed = (events: number): string => (events > 0 ? `+${events}` : String(events));

function report(rows: readonly Row[]): void {
  printTable(
    [
      'scenario',
      'shown',
      'failed',
      'counted',
      'failed',
      'windows',
      'ratio',
      "Sloth's shape",
      "Pyrra's shape",
    ],
    rows.map(({ scenario, shown, counted, window, ratios }) => [
      scenario,
      String(shown.all),
      String(shown.bad),
      signed(counted.all - shown.all),
      signed(counted.bad - shown.bad),
      percent(window),
      ...ratios.map(percent),
    ]),
  );
}
