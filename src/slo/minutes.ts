import {
  clampMax,
  count,
  div,
  eq,
  gt,
  maxBy,
  mul,
  or,
  sub,
  sumOverTime,
  unless,
  vector,
  withLabels,
  type InstantVector,
} from '../promql/build';
import type { Duration } from '../promql/window';
import { upOf } from '../rules/presence';
import { scopeLabels, scopeValues, type Scope } from '../rules/scope';

/** What an objective reads once a minute, instead of what a counter has counted since. Neither vector has labels. */
export interface Minutes {
  readonly by: 'minute';
  /** Events of this minute. */
  readonly all: InstantVector;
  /** Those that are bad; it has a sample whenever `all` has one. */
  readonly bad: InstantVector;
  /** What has no sample while nothing can be read. */
  readonly read: InstantVector;
}

const STEP: Duration = '1m';

/** One event a minute, which is bad unless every series of a value fulfils a condition. */
export function minutesOf(value: InstantVector, good: InstantVector, noData: 'unknown' | 'bad'): Minutes {
  const series = count(value);
  const failing = clampMax(or(sub(series, count(good)), series), 1);
  return {
    by: 'minute',
    all: noData === 'bad' ? vector(1) : clampMax(series, 1),
    bad: noData === 'bad' ? or(failing, vector(1)) : failing,
    read: series,
  };
}

/** One event a minute for each series, which is bad where the series is 0. */
export function successesOf(series: InstantVector): Minutes {
  const all = count(series);
  return { by: 'minute', all, bad: or(count(eq(series, 0)), mul(0, all)), read: all };
}

/** Share of bad events over scraped series, without any rule. */
export const badShareOf = ({ all, bad }: Minutes, window: Duration): InstantVector =>
  div(sumOverTime(bad, window, STEP), gt(sumOverTime(all, window, STEP), 0));

/** 1 with the labels of the scope while nothing can be read, unless all of its targets are down: that has its own alerts. */
export function unreadOf({ read }: Minutes, scope: Scope): InstantVector {
  const labels = scopeValues(scope);
  const unread = unless(withLabels(vector(1), labels), withLabels(read, labels));
  if (scope.pushed !== undefined) return unread;
  const down = eq(maxBy(scopeLabels(scope), upOf(scope)), 0);
  return unless(unread, down, { on: scopeLabels(scope) });
}
