import { setTimeout as wait } from 'node:timers/promises';
import { EXIT } from '../findings/report';
import type { LocalOptions } from './options';
import { LocalRun } from './run';
import { oneLine, table } from './table';
import { RUNNING } from './traffic';

/** How a run is shown and when it ends. */
export interface LocalCommand extends LocalOptions {
  /** Ends with a verdict after this time. @default it runs until it is stopped */
  readonly once?: {
    readonly seconds: number;
    /** Seconds beyond that in which missing results may still arrive on a slow machine. @default 30 */
    readonly graceSeconds?: number;
  };
}

export interface LocalIo {
  readonly print: (line: string) => void;
  /** Replaces the previous table. @default lines are printed one after the other */
  readonly redraw?: (lines: readonly string[]) => void;
  readonly signal: AbortSignal;
}

/** Milliseconds between two observations. */
const STEP = 1000;

/** Default of `graceSeconds`. */
const GRACE_SECONDS = 30;

/**
 * Runs until it is stopped, or for the requested time; then ends everything it started.
 * @returns the exit code
 * @throws InvalidInput like {@link LocalRun.start}
 */
export async function localCommand({ once, ...options }: LocalCommand, io: LocalIo): Promise<number> {
  const { print, signal } = io;
  const run = await LocalRun.start(options, signal);
  try {
    for (const note of [...run.notes, aboutTime(options.speed)]) print(note);
    print(`Prometheus is at ${run.urls.prometheus}, Alertmanager at ${run.urls.alertmanager}.`);
    for (const note of await run.begin()) print(note);
    await watch(run, once, io);
    if (once === undefined || signal.aborted) return EXIT.clean;
    const differences = run.recorder.differences();
    const { targets, recordings, traffic } = run.expectation;
    const expected =
      traffic === RUNNING ? 'what a healthy running service shows' : `the ${options.traffic} traffic profile`;
    for (const { name, needsCluster } of recordings)
      if (needsCluster.length > 0) print(`${name} needs a cluster: ${needsCluster.join(', ')}.`);
    if (differences.length === 0) {
      const alerts = [...new Set(run.recorder.alerts.map(({ labels }) => labels['alertname']))];
      print(
        `Matches ${expected}: ${targets} ${targets === 1 ? 'target' : 'targets'} ${traffic.killsReplicas ? 'down' : 'up'}, ` +
          `${run.recorder.latest?.live.rules.length ?? 0} rules healthy, alerts: ${alerts.join(', ') || 'none'}.`,
      );
      return EXIT.clean;
    }
    for (const difference of differences) print(difference);
    print(
      `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'} from ${expected}.`,
    );
    return EXIT.findings;
  } catch (error) {
    // Stopped half-way: operations under way fail because their processes end.
    if (signal.aborted) return EXIT.clean;
    throw error;
  } finally {
    await run.stop();
  }
}

const aboutTime = (speed: number): string =>
  speed === 1
    ? 'Rules run in real time, as they are in the manifests.'
    : `Speed-up factor ${speed}: every interval, range and wait is ${speed} times shorter.`;

async function watch(run: LocalRun, once: LocalCommand['once'], io: LocalIo): Promise<void> {
  const start = Date.now();
  const end = once === undefined ? Infinity : start + once.seconds * 1000;
  const latest = end + (once?.graceSeconds ?? GRACE_SECONDS) * 1000;
  let line = '';
  while (!io.signal.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- each observation follows the one before
    const state = await run.look();
    if (io.redraw !== undefined) io.redraw(table(state));
    else if (line !== (line = oneLine(state))) io.print(line);
    const now = Date.now();
    if (now >= end && (now >= latest || run.recorder.differences().length === 0)) return;
    // oxlint-disable-next-line no-await-in-loop -- the pause between two observations
    await wait(STEP, undefined, { signal: io.signal }).catch(() => undefined);
  }
}
