import type { Expr } from '../../promql/expr';

/** Labels of a series, with its name under `__name__` only where it is needed. */
export type Labels = Readonly<Record<string, string>>;

/** What a scrape left of a series: a value, its end, or nothing. */
export type Point = number | 'stale' | undefined;

/**
 * One series of a simulated Prometheus. Scrapes have numbers: those below 0 were before the fault.
 *
 * Labels that it does not list are unknown, and every matcher on them holds, unless `lacks` is true of them.
 */
export interface Series {
  readonly labels: Labels;
  readonly lacks?: (label: string) => boolean;
  readonly at: (scrape: number) => Point;
  /** Seconds from a scrape until its samples can be read. @default 0 */
  readonly late?: (scrape: number) => number;
}

/** Samples of every metric, on one grid of scrapes. */
export interface Samples {
  /** Seconds between scrapes. */
  readonly interval: number;
  /** Seconds from the fault to the first scrape after it. */
  readonly phase: number;
  readonly byName: ReadonlyMap<string, readonly Series[]>;
  /** Metrics whose samples are native histograms, given as the number of observations. @default none */
  readonly nativeHistograms?: ReadonlySet<string>;
}

export interface Recording {
  readonly expr: Expr;
  readonly labels: Labels;
  /** Seconds by which what it recorded last may be old. */
  readonly age: number;
}

export interface Element {
  readonly labels: Labels;
  readonly value: number;
}

export type Vector = readonly Element[];

/** Samples in a range: those from an index up to another one, which is not part of it. */
export interface Range {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** Samples of one series in a range. */
export interface Window extends Range {
  readonly labels: Labels;
}

/** Something that the simulation does not know: the alert cannot be judged. */
export class Unsupported extends Error {}

/** Takes too long to simulate, during any fault. */
export class TooMuchWork extends Unsupported {}

/** How many more expressions are evaluated and samples read. */
export interface Work {
  left: number;
}

/** All faults together. Alerts of kube-prometheus-stack take up to 300,000 for a workload, and the limit some seconds. */
export const USUAL_WORK = 5_000_000;

/** @throws TooMuchWork when there is not so much left */
export function spend(work: Work, amount: number): void {
  work.left -= amount;
  if (work.left < 0) throw new TooMuchWork('simulating it takes too many evaluations or samples');
}

/** Prometheus' look-back, in seconds. */
export const LOOK_BACK = 300;

const timeOf = ({ interval, phase }: Samples, scrape: number): number => phase + scrape * interval;

/**
 * The newest sample at a time, as an evaluation can read it.
 * @param now when it is evaluated; samples that arrive later are not seen
 */
export function newest(samples: Samples, series: Series, at: number, now: number): number | undefined {
  const { interval, phase } = samples;
  const first = Math.floor((at - phase) / interval + 1e-9);
  for (let scrape = first; timeOf(samples, scrape) > at - LOOK_BACK; scrape -= 1) {
    if (timeOf(samples, scrape) + (series.late?.(scrape) ?? 0) > now + 1e-9) continue;
    const point = series.at(scrape);
    if (point === 'stale') return undefined;
    if (point !== undefined) return point;
  }
  return undefined;
}
