import type { Fault } from '../faults/fault';
import { signalsWith } from '../faults/signals';
import type { Firing, WatchedAlert } from './alert';
import type { Subject } from './world/subject';

/** An alert on two windows of a burn rate. */
export interface BurnAlert extends WatchedAlert {
  /** Which requests are bad. */
  readonly counts: 'bad' | 'slow';
  /** Seconds. */
  readonly long: number;
  readonly short: number;
  /** Share of bad requests above which it fires, in both windows. */
  readonly threshold: number;
  /** Bad requests, and requests of any kind, that the long window must hold. */
  readonly fewest: { readonly bad: number; readonly all: number };
  /** Seconds by which the events that an evaluation counts may be old, beside the interval of scrapes. */
  readonly lag: number;
}

/** Requests that Prometheus can count, per second. */
interface Rates {
  readonly all: number;
  readonly bad: number;
}

/** Seconds between two looks at signals that change. */
const STEP = 10;

/** Enough to find the moment within a millisecond in the longest window. */
const HALVINGS = 40;

/**
 * When a burn rate alert fires at the latest: both windows are above its threshold from a moment on that follows from the
 * rates of requests, as long as one evaluation at least.
 *
 * With a constant share `e` of bad requests after none, a window `w` is above the threshold `h` after `h × w / e`.
 * @returns undefined when it does not fire
 */
export function burnFiring(subject: Subject, fault: Fault, alert: BurnAlert): Firing | undefined {
  const counted = countedBy(subject, fault, alert.counts);
  const { long, short, threshold, fewest, every, lag } = alert;
  // A tile on the left end of a window may hold what one scrape interval before it counted.
  const above = (time: number, window: number): boolean => {
    const from = time - window;
    const all = counted.all(time) - counted.all(from - subject.interval);
    return counted.bad(time) - counted.bad(from) > threshold * all;
  };
  // Counters are whole numbers: that of each pod may lack a part of an event.
  const partial = fewest.bad > 0 ? subject.pods : 0;
  const holds = (time: number): boolean =>
    above(time, long) &&
    above(time, short) &&
    counted.bad(time) - counted.bad(time - long) >= fewest.bad + partial &&
    counted.all(time) - counted.all(time - long) >= fewest.all;
  const settled = fault.settles ?? 0;
  const since =
    firstStretch(holds, settled === 0 ? 0 : settled + long, every) ?? bisected(holds, settled, long);
  if (since === undefined) return undefined;
  const latest = since + subject.interval + lag + every + alert.for;
  return {
    alert,
    earliest: Math.max(0, since - 2 * every),
    latest,
    parts: [
      { what: 'windows of the expression', seconds: since },
      { what: 'scrape', seconds: subject.interval },
      { what: 'recorded events', seconds: lag },
      { what: 'evaluation', seconds: every },
      { what: 'for', seconds: alert.for },
    ].filter(({ seconds }) => seconds > 0),
  };
}

/** The start of the first stretch that holds an evaluation wherever it is, while signals change. */
function firstStretch(holds: (time: number) => boolean, until: number, every: number): number | undefined {
  let since: number | undefined;
  for (let time = STEP; time <= until; time += STEP) {
    if (!holds(time)) since = undefined;
    else {
      since ??= time;
      if (time - since >= every) return since;
    }
  }
  return undefined;
}

/** The moment from which on a condition holds, once the signals are constant: it holds for good within a window, or never. */
function bisected(holds: (time: number) => boolean, settled: number, long: number): number | undefined {
  let [before, after] = [settled, settled + 2 * long];
  if (!holds(after)) return undefined;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (before + after) / 2;
    if (holds(middle)) after = middle;
    else before = middle;
  }
  return after;
}

/** How many requests Prometheus can have counted by a time, of all and of bad ones. */
function countedBy(
  subject: Subject,
  fault: Fault,
  counts: BurnAlert['counts'],
): Readonly<Record<'all' | 'bad', (time: number) => number>> {
  const settled = fault.settles ?? 0;
  const steps: Rates[] = [];
  const totals: Rates[] = [{ all: 0, bad: 0 }];
  for (let time = 0; time < Math.max(settled, STEP); time += STEP) {
    const rates = ratesAt(subject, fault, Math.min(Math.max(time, 1), Math.max(settled, 1)), counts);
    const before = totals.at(-1)!;
    steps.push(rates);
    totals.push({ all: before.all + rates.all * STEP, bad: before.bad + rates.bad * STEP });
  }
  const last = ratesAt(subject, fault, Math.max(settled, 1), counts);
  const end = steps.length * STEP;
  const by = (kind: keyof Rates) => (time: number) => {
    if (time <= 0) return kind === 'all' ? time * subject.rate : 0;
    if (time >= end) return totals.at(-1)![kind] + last[kind] * (time - end);
    const step = Math.floor(time / STEP);
    return totals[step]![kind] + steps[step]![kind] * (time - step * STEP);
  };
  return { all: by('all'), bad: by('bad') };
}

/** Requests per second that scraped pods count, and that the objective can tell from others. */
function ratesAt(
  { pods: count, rate, events }: Subject,
  { signals }: Fault,
  time: number,
  counts: BurnAlert['counts'],
): Rates {
  const state = signalsWith(count, signals(time, count));
  const pods = Object.values(state.pods);
  const receiving = pods.filter(({ ready }) => ready);
  const counting = receiving.filter(({ answers, scrape, target }) => answers && target && scrape === 'page');
  const isLabelled = events.some(({ splitBy }) => splitBy.length > 0 && !splitBy.includes('le'));
  const lost =
    !state.monitored || state.renamed === 'metric' || (state.renamed === 'bucket' && counts === 'slow');
  if (receiving.length === 0 || lost) return { all: 0, bad: 0 };
  const each = (rate * state.traffic) / receiving.length;
  const share = (errors: number): number => {
    if (counts === 'slow') return state.slow;
    return state.renamed === 'label' && isLabelled ? 0 : Math.min(1, state.errors + errors);
  };
  return {
    all: each * counting.length,
    bad: counting.reduce((sum, { errors }) => sum + each * share(errors), 0),
  };
}
