import { entriesKey } from '../../findings/group-by';
import { TooMuchWork, Unsupported, type Labels, type Vector } from '../../certify/engine/series';
import { seeded } from '../../findings/seeded';
import type { Case } from './case';
import { CASES, CaseMaker } from './case-maker';
import type { Tried } from './run';

/** A case in which two rules differ. */
export interface Difference {
  readonly case: Case;
  /** Seconds after the event at which the one fires and the other does not. */
  readonly at: number;
  /** Of the series that one of them fires for, where both fire for others. */
  readonly labels?: Labels;
}

/** What comparing two rules over many cases has found. */
export interface Comparison {
  /** The first rule fires, and the second never does. */
  readonly lost?: Difference;
  /** Both fire, the second one so many seconds later. */
  readonly later?: Difference & { readonly by: number };
  readonly earlier?: Difference & { readonly by: number };
  /** The second rule fires, and the first never does. */
  readonly gained?: Difference;
  /** Cases in which the first one fired. */
  readonly fired: number;
  /** Cases in which both fired. */
  readonly both: number;
  /** Why the rules could not be compared, as a clause. */
  readonly unsupported?: string;
}

/** Moments of a case at which a rule is evaluated. */
const MOMENTS = 48;

/** Compares what two rules do in many cases. */
export function compareInCases(before: Tried, after: Tried): Comparison {
  const maker = new CaseMaker(before, after);
  const random = seeded(1);
  const cases = maker.casesOf(MOMENTS);
  let found: Comparison = { fired: 0, both: 0 };
  let unsupported: string | undefined;
  for (let index = 0; index < cases; index += 1) {
    if (found.lost !== undefined && isWhole(found.lost) && found.both > 0) break;
    try {
      found = merged(found, outcomeIn(maker, maker.next(random)));
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      unsupported = error.message;
      if (error instanceof TooMuchWork) break;
    }
  }
  return found.fired === 0 && unsupported !== undefined ? { ...found, unsupported } : found;
}

/** A moment at which the results of two recording rules differ. */
export interface ValueDifference extends Difference {
  readonly labels: Labels;
  readonly before: number;
  /** @default the second rule has no such result */
  readonly after?: number;
}

/** The first result of a recording rule that another one lacks, or has with another value. */
export function compareValues(
  before: Tried,
  after: Tried,
): { readonly found?: ValueDifference; readonly results: number; readonly unsupported?: string } {
  const maker = new CaseMaker(before, after);
  const random = seeded(1);
  const cases = Math.min(CASES / 4, maker.casesOf(1));
  let results = 0;
  let unsupported: string | undefined;
  for (let index = 0; index < cases; index += 1) {
    try {
      const outcome = differenceIn(maker, maker.next(random));
      results += outcome.results;
      if (outcome.found !== undefined) return { results, found: outcome.found };
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      unsupported = error.message;
      if (error instanceof TooMuchWork) break;
    }
  }
  return results === 0 && unsupported !== undefined ? { results, unsupported } : { results };
}

/** Whether one of them fires for no series: that is easier to see than a series among others. */
const isWhole = (lost: Comparison['lost']): boolean => lost !== undefined && lost.labels === undefined;

const merged = (all: Comparison, one: Partial<Comparison>): Comparison => ({
  ...one,
  ...all,
  ...(isWhole(one.lost) && !isWhole(all.lost) ? { lost: one.lost! } : {}),
  fired: all.fired + (one.fired ?? 0),
  both: all.both + (one.both ?? 0),
});

/** Compares results once the event is as old as anything looks back. */
function differenceIn(
  maker: CaseMaker,
  each: Case,
): { readonly found?: ValueDifference; readonly results: number } {
  const at = Math.ceil(maker.reach / 60) * 60 + 60;
  const [own, other] = maker.runs(each);
  const results = own.resultsAt(at);
  const others = new Map(other.resultsAt(at).map(({ labels, value }) => [entriesKey(labels), value]));
  for (const { labels, value } of results) {
    const after = others.get(entriesKey(labels));
    if (Number.isNaN(value) || (after !== undefined && !differs(value, after))) continue;
    const found = { case: each, at, labels, before: value, ...(after === undefined ? {} : { after }) };
    return { results: results.length, found };
  }
  return { results: results.length };
}

/**
 * Seconds after an evaluation: the sample at the start of a range is no longer in it, as it never is from Prometheus 3.0 on. What
 * holds with and without it holds on every engine.
 */
const MARGIN = 0.5;

/** What two rules do in one case. */
function outcomeIn(maker: CaseMaker, each: Case): Partial<Comparison> {
  const horizon = 2 * maker.reach + 2 * Math.max(maker.before.for, maker.after.for) + 10 * maker.interval;
  const step = Math.max(60, Math.ceil(horizon / MOMENTS / 60) * 60);
  const [own, other] = maker.runs(each);
  const [a, b] = [own.firesAt(step, horizon), other.firesAt(step, horizon)];
  if (a === undefined) return b === undefined ? {} : { gained: { case: each, at: b } };
  if (b === undefined) return own.holdsAt(a + MARGIN) ? { fired: 1, lost: { case: each, at: a } } : {};
  // Once nothing changes any more.
  const [ends, otherEnds] = [own.resultsAt(horizon), other.resultsAt(horizon)];
  const [lost, gained] = [missingIn(otherEnds, ends), missingIn(ends, otherEnds)];
  return {
    fired: 1,
    both: 1,
    ...(lost === undefined ? {} : { lost: { case: each, at: horizon, labels: lost } }),
    ...(gained === undefined ? {} : { gained: { case: each, at: horizon, labels: gained } }),
    ...(b > a ? { later: { case: each, at: a, by: b - a } } : {}),
    ...(b < a ? { earlier: { case: each, at: b, by: a - b } } : {}),
  };
}

/** Labels of the first result that no result of another vector stands for: one that has the same values of the labels of both. */
const missingIn = (others: Vector, results: Vector): Labels | undefined =>
  others.length === 0
    ? undefined
    : results.find(
        ({ labels }) =>
          !others.some((other) =>
            Object.entries(labels).every(([label, value]) => (other.labels[label] ?? value) === value),
          ),
      )?.labels;

/** Values that differ by less are equal: functions add floating-point numbers in different orders. */
const TOLERANCE = 1e-6;

const differs = (a: number, b: number): boolean =>
  Math.abs(a - b) > TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
