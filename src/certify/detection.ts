import { entriesKey } from '../findings/group-by';
import type { Fault } from '../faults/fault';
import { isComparison, walk, type Expr } from '../promql/expr';
import { reachOf, type Firing, type WatchedAlert } from './alert';
import { evaluate } from './engine/evaluate';
import { Known, type Simulation } from './engine/simulation';
import { namesOf } from './engine/matchers';
import {
  Unsupported,
  USUAL_WORK,
  type Labels,
  type Recording,
  type Samples,
  type Work,
} from './engine/series';
import { samplesOf, type Changes } from './world/samples';
import type { Phase } from './world/timeline';
import { MARGIN, type World } from './world/world';

/** How Prometheus evaluates the rules of a service. */
export interface Rules {
  readonly recordings: ReadonlyMap<string, readonly Recording[]>;
  /** Seconds by which rules look back, for samples that arrive late. @default 0 */
  readonly offset: number;
}

/** Evaluations are tried at so many points of their interval; the bound adds the distance between two. */
const STEPS = 4;

/** What is read at one phase. */
interface Read extends Pick<Simulation, 'samples' | 'known'> {
  readonly phase: Phase;
}

const read = (phase: Phase, samples: Samples): Read => ({
  phase,
  samples,
  known: new Known(),
});

/** What alerts read during one fault, at every phase that is tried. */
export class Detection {
  private readonly first: Read;
  /** Most alerts read nothing that the fault changes, and are not tried at others. */
  private others: readonly Read[] | undefined;
  private readonly changes: Changes;

  constructor(
    private readonly world: World,
    private readonly fault: Fault,
    private readonly rules: Rules,
  ) {
    const { phase, samples, changes } = world.during(fault);
    this.first = read(phase, samples);
    this.changes = changes;
  }

  private readAt(phase: Phase): Read {
    return read(phase, samplesOf(this.world.subject, this.fault, phase));
  }

  private get phases(): readonly Read[] {
    const { interval } = this.world.subject;
    // What comes and goes may be missed at one phase and not at another.
    const between = this.fault.settles === undefined ? [] : [interval / 3, (2 * interval) / 3];
    this.others ??= [
      ...between.map((scrape) => this.readAt({ scrape, slow: true })),
      this.readAt({ scrape: interval / 100, slow: false }),
    ];
    return [this.first, ...this.others];
  }

  /**
   * When an alert fires at the latest.
   * @param work what is left for the alert during all faults
   * @returns undefined when it does not fire at some phase
   * @throws Unsupported when the alert cannot be judged
   */
  firing(alert: WatchedAlert, work: Work = { left: USUAL_WORK }): Firing | undefined {
    const names = this.namesRead(alert);
    const unknown = names.find((name) => !this.first.samples.byName.has(name));
    if (unknown !== undefined) throw new Unsupported(`no fault changes the metric ${unknown}`);
    if (!names.some((name) => this.changes.of(name))) return undefined;
    const horizon = this.horizonOf(alert);
    const slow: Fired[] = [];
    let earliest = Infinity;
    for (const { phase, ...read } of this.phases)
      for (let step = 1; step <= STEPS; step += 1) {
        const fired = this.fires(alert, { ...read, work }, phase, (alert.every * step) / STEPS, horizon);
        if (phase.slow && fired === undefined) return undefined;
        if (fired === undefined) continue;
        earliest = Math.min(earliest, fired.at);
        if (phase.slow) slow.push(fired);
      }
    const last = slow.reduce((latest, fired) => (fired.at > latest.at ? fired : latest));
    return { alert, earliest, ...this.partsOf(alert, last) };
  }

  private partsOf(
    { for: wait, every }: WatchedAlert,
    { at, since }: Fired,
  ): Pick<Firing, 'latest' | 'parts'> {
    const { interval } = this.world.subject;
    const scrape = Math.min(since, interval);
    const evaluation = Math.min(since - scrape, every);
    const pending = at - since;
    // Each pod is scraped at a time of its own.
    const missed = this.fault.settles === undefined ? 0 : interval;
    const parts = [
      { what: 'scrape', seconds: scrape },
      { what: 'evaluation', seconds: evaluation + every / STEPS },
      { what: 'windows of the expression', seconds: since - scrape - evaluation },
      { what: 'for', seconds: Math.min(pending, wait) },
      { what: 'evaluations within for', seconds: Math.max(0, pending - wait) },
      { what: 'scrapes that miss what comes and goes', seconds: missed },
    ].filter(({ seconds }) => seconds > 0);
    return { parts, latest: at + every / STEPS + missed };
  }

  /** The first firing at one phase, and since when the expression had results for it. */
  private fires(
    { expr, for: wait, every }: WatchedAlert,
    read: Omit<Simulation, 'recordings'>,
    phase: Phase,
    begin: number,
    horizon: number,
  ): Fired | undefined {
    const { offset } = this.rules;
    const recordings = phase.slow ? this.rules.recordings : withoutAge(this.rules.recordings);
    const simulation: Simulation = { ...read, recordings };
    // Most results have the labels of a series, and not a copy of them.
    const keys = new WeakMap<Labels, string>();
    let active = new Map<string, number>();
    for (let now = begin; now <= horizon; now += every) {
      const result = evaluate(simulation, expr, { at: now - offset, now });
      const next = new Map<string, number>();
      for (const { labels } of typeof result === 'number' ? [] : result) {
        const key = keys.get(labels) ?? entriesKey(labels);
        keys.set(labels, key);
        const since = active.get(key) ?? now;
        next.set(key, since);
        if (now - since >= wait) return { at: now, since };
      }
      active = next;
    }
    return undefined;
  }

  private horizonOf(alert: WatchedAlert): number {
    const recorded = [...walk(alert.expr)].flatMap((node) =>
      node.node === 'selector' ? (this.rules.recordings.get(node.name ?? '') ?? []) : [],
    );
    const reach = Math.max(reachOf(alert.expr), ...recorded.map(({ expr }) => reachOf(expr)));
    const age = ageIn(alert.expr);
    return (this.fault.settles ?? 0) + MARGIN + 2 * reach + age + alert.for + 4 * alert.every;
  }

  /** Names of the scraped metrics that an alert reads, by itself and through recorded series. */
  private namesRead({ expr }: WatchedAlert): readonly string[] {
    const names = new Set<string>();
    const visited = new Set<Recording>();
    const visit = (inner: WatchedAlert['expr']): void => {
      for (const node of walk(inner)) {
        if (node.node !== 'selector') continue;
        const recordings = this.rules.recordings.get(node.name ?? '');
        if (recordings === undefined)
          for (const name of namesOf(node, this.first.samples.byName.keys())) names.add(name);
        for (const recording of recordings ?? []) {
          if (visited.has(recording)) continue;
          visited.add(recording);
          visit(recording.expr);
        }
      }
    };
    visit(expr);
    return [...names];
  }
}

/** The longest age that is simulated, in seconds: an evaluation a minute over more of it takes too long. */
const LONGEST_AGE = 2 * 24 * 3600;

/** Whether an expression has `time() - x` in it. */
const hasAge = (expr: Expr): boolean =>
  [...walk(expr)].some(
    (node) =>
      node.node === 'binary' &&
      node.operator === '-' &&
      [...walk(node.left)].some((left) => left.node === 'call' && left.name === 'time'),
  );

/**
 * The age with which an expression compares `time() - x`, in seconds. The numbers of the comparison multiplied are no less:
 * it may be written as 93600, as 26 * 3600, or as 26 after a division by 3600.
 * @throws Unsupported for an age that is not simulated
 */
function ageIn(expr: Expr): number {
  const ages = [...walk(expr)]
    .filter((node) => node.node === 'binary' && isComparison(node.operator) && hasAge(node))
    .map((comparison) =>
      [...walk(comparison)].reduce(
        (all, node) => (node.node === 'number' && node.value > 1 ? all * node.value : all),
        1,
      ),
    );
  const age = Math.max(0, ...ages);
  if (age > LONGEST_AGE) throw new Unsupported('it compares an age of more than two days');
  return age;
}

interface Fired {
  readonly at: number;
  readonly since: number;
}

const withoutAge = (recordings: Rules['recordings']): Rules['recordings'] =>
  new Map([...recordings].map(([name, all]) => [name, all.map((recording) => ({ ...recording, age: 0 }))]));
