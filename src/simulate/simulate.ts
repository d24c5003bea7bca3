import { availableParallelism } from 'node:os';
import { firingTimes } from './firing-times';
import { observedMessages, type FiredRun, type Observed } from './messages';
import { randomRuns, type Run } from './random-runs';
import { simulatedRows, type CertifiedService, type LeftOut } from './simulated-rows';
import type { Environment } from '../catalog/environment';

export interface CertifiedEnvironment {
  readonly environment: Environment;
  readonly services: readonly CertifiedService[];
}

/** What runs showed of one receiver of one fault. */
export interface SimulatedBound {
  readonly environment: string;
  readonly service: string;
  readonly fault: string;
  readonly receiver: string;
  /** Seconds after the fault, as the certificate states. */
  readonly bound: number;
  readonly runs: number;
  /** Seconds after the fault of the slowest first message. @default no run had one */
  readonly slowest?: number;
  /** Runs without a message until the bound. */
  readonly violations: number;
}

export interface Simulation {
  readonly runs: number;
  readonly seed: number;
  readonly bounds: readonly SimulatedBound[];
  readonly leftOut: readonly LeftOut[];
}

/** Where the real programs are. */
export interface Programs {
  readonly promtool: string;
  readonly alertmanager: string;
  /** Of Alertmanager's waits. @default 10 */
  readonly speed?: number;
}

/** How much is tried. */
export interface Extent {
  readonly runs: number;
  readonly seed: number;
  /** Seconds: faults whose alerts read or take more are left out. */
  readonly longest: number;
}

/** Tries the bounds of services on the rule engine of Prometheus and a real Alertmanager, at random moments. */
export async function simulate(
  environments: readonly CertifiedEnvironment[],
  { runs, seed, longest }: Extent,
  programs: Programs,
): Promise<Simulation> {
  const split = environments.map((each) => ({
    each,
    found: each.services.map((one) => simulatedRows(one, longest)),
  }));
  const rows = split.flatMap(({ found }) => found.flatMap((one) => one.rows));
  const all = randomRuns(rows, runs, seed);
  const fired = await firedRuns(all, programs.promtool);
  const observed: Observed[] = [];
  for (const { each, found } of split) {
    const own = new Set(found.flatMap((one) => one.rows));
    const ofEnvironment = fired.filter(({ run }) => own.has(run.row));
    // oxlint-disable-next-line no-await-in-loop -- one Alertmanager at a time: its waits are measured
    if (ofEnvironment.length > 0)
      observed.push(
        ...(await observedMessages(ofEnvironment, each.environment, programs.alertmanager, programs.speed)),
      );
  }
  return {
    runs: all.length,
    seed,
    bounds: rows.flatMap((row) => boundsOf(row, all, observed)),
    leftOut: split.flatMap(({ found }) => found.flatMap(({ leftOut }) => leftOut)),
  };
}

/** As many at a time as there are processors. */
async function firedRuns(runs: readonly Run[], promtool: string): Promise<readonly FiredRun[]> {
  const fired: FiredRun[] = [];
  const queue = runs.values();
  const work = async (): Promise<void> => {
    for (const run of queue)
      // oxlint-disable-next-line no-await-in-loop -- one after the other, beside other workers
      fired.push({ run, firings: await firingTimes(run, promtool) });
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return fired.toSorted((a, b) => Number(a.run.id) - Number(b.run.id));
}

function boundsOf(
  row: Run['row'],
  runs: readonly Run[],
  observed: readonly Observed[],
): readonly SimulatedBound[] {
  const own = runs.filter((run) => run.row === row);
  if (own.length === 0) return [];
  const { environment, service } = row.certificate;
  return row.row.notifications.map(({ receiver, seconds: bound }) => {
    const times = own.map(
      (run) => observed.find((each) => each.run === run && each.receiver === receiver)?.at ?? Infinity,
    );
    const slowest = Math.max(...times.filter(Number.isFinite));
    return {
      environment,
      service,
      fault: row.row.fault.name,
      receiver,
      bound,
      runs: own.length,
      ...(Number.isFinite(slowest) ? { slowest } : {}),
      violations: times.filter((time) => time > bound).length,
    };
  });
}
