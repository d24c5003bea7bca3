import type { Fault } from '../../faults/fault';
import { signalsWith, type PodSignals, type Signals } from '../../faults/signals';
import type { Subject } from './subject';

/** Seconds until Prometheus has noticed that pods came or went: it updates targets every five seconds. */
export const DISCOVERY = 5;

/** Seconds until a monitor that changed has reached Prometheus: the kubelet syncs mounted Secrets about every minute. */
const RELOAD = 90;

/** When scrapes are, relative to the fault, and whether everything else takes as long as it may. */
export interface Phase {
  /** Seconds from the fault to the first scrape after it. */
  readonly scrape: number;
  readonly slow: boolean;
}

/** What scrapes of a service find during a fault, by the number of the scrape; those below 0 are before it. */
export class Timeline {
  private readonly states = new Map<number, Signals>();
  /** By scrape, from 0: every series asks for them. */
  private readonly scraped: Signals[] = [];
  private readonly discovered: Signals['pods'][] = [];
  private readonly totals: (readonly PodTotals[])[] = [];
  private readonly healthy: Signals;
  /** Every pod that exists at some time. */
  readonly podNumbers: readonly number[];

  constructor(
    private readonly subject: Subject,
    private readonly fault: Fault,
    readonly phase: Phase,
  ) {
    this.healthy = signalsWith(subject.pods);
    const { settles = 0 } = fault;
    const numbers = [this.healthy, this.stateAt(1), this.stateAt(settles)].flatMap(({ pods }) =>
      Object.keys(pods).map(Number),
    );
    this.podNumbers = [...new Set(numbers)].toSorted((a, b) => a - b);
  }

  timeOf(scrape: number): number {
    return this.phase.scrape + scrape * this.subject.interval;
  }

  /** The service at a time; healthy until the fault. */
  stateAt(seconds: number): Signals {
    if (seconds <= 0) return this.healthy;
    const { settles = 0, signals } = this.fault;
    const { pods } = this.subject;
    const time = Math.min(seconds, Math.max(settles, 1));
    const known = this.states.get(time);
    if (known !== undefined) return known;
    const state = signalsWith(pods, signals(time, pods));
    this.states.set(time, state);
    return state;
  }

  state(scrape: number): Signals {
    if (scrape < 0) return this.healthy;
    return (this.scraped[scrape] ??= this.stateAt(this.timeOf(scrape)));
  }

  /** Whether Prometheus still scrapes a pod at the time of a scrape. */
  isTarget(pod: number, scrape: number): boolean {
    const pods =
      scrape < 0 ? this.discoveredAt(scrape) : (this.discovered[scrape] ??= this.discoveredAt(scrape));
    return pods[pod]?.target ?? false;
  }

  /** Whether Prometheus still has the monitor at the time of a scrape. */
  isMonitored(scrape: number): boolean {
    return this.stateAt(this.timeOf(scrape) - (this.phase.slow ? RELOAD : 0)).monitored;
  }

  private discoveredAt(scrape: number): Signals['pods'] {
    if (!this.isMonitored(scrape)) return {};
    return this.stateAt(this.timeOf(scrape) - (this.phase.slow ? DISCOVERY : 0)).pods;
  }

  pod(number: number, scrape: number): PodSignals | undefined {
    return this.state(scrape).pods[number];
  }

  /** What a pod has counted since the fault, at a scrape. Before the fault it grows evenly. */
  counted(pod: number, scrape: number): PodTotals {
    const { interval, rate, pods } = this.subject;
    if (scrape < 0) {
      const time = this.timeOf(scrape);
      const all = HISTORY + (time * rate) / pods;
      return { all, bad: 0, slow: 0, throttled: 0, periods: (HISTORY + time) * PERIODS };
    }
    for (let next = this.totals.length; next <= scrape; next += 1) {
      const state = this.state(next);
      const receiving = Object.values(state.pods).filter(({ ready }) => ready).length;
      const seconds = next === 0 ? this.phase.scrape : interval;
      this.totals[next] = this.podNumbers.map((number, index) => {
        const before = next === 0 ? this.counted(number, -1) : this.totals[next - 1]![index]!;
        const own = state.pods[number];
        const from =
          next === 0 ? { ...before, all: before.all + ((interval - seconds) * rate) / pods } : before;
        if (own === undefined) return from;
        const works = own.ready && own.answers;
        const requests = works ? (rate * state.traffic * seconds) / receiving : 0;
        const errors = Math.min(1, state.errors + own.errors);
        return {
          all: from.all + requests,
          bad: from.bad + requests * errors,
          slow: from.slow + requests * state.slow,
          throttled: from.throttled + own.throttled * PERIODS * seconds,
          periods: from.periods + PERIODS * seconds,
        };
      });
    }
    return this.totals[scrape]![this.podNumbers.indexOf(pod)]!;
  }
}

export interface PodTotals {
  readonly all: number;
  readonly bad: number;
  readonly slow: number;
  readonly throttled: number;
  readonly periods: number;
}

/** Counters began long ago. */
const HISTORY = 1e9;
/** CPU periods in a second: one every 100 ms. */
const PERIODS = 10;
