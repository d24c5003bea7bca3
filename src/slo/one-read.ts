import { or, sumBy, withLabels, type InstantVector } from '../promql/build';
import { targetLabels, type Scope } from '../rules/scope';
import { expiredNow } from './expiry';
import type { Counted, Sums } from './sums';
import { exposed, isUp, startTime } from './targets';

/**
 * Rules are evaluated one after the other, and Prometheus may store a scrape between two of them: a rule that sees a new
 * process beside one that sees the counters of the old one would count those twice. So one rule reads all, as a query sees
 * one state of the store.
 */

/** By this label its values differ. */
export const READ = 'slo_read';

/** What it reads: whether a target answers, the sum of a counter, the start time of the process, or what expired series had. */
export type Read = 'answers' | Counted | 'start' | 'expired';

/** All that an evaluation reads of targets as of now. */
export function readNow(scope: Scope, sums: readonly Sums[]): InstantVector {
  const reads: readonly (readonly [Read, InstantVector | undefined])[] = [
    ['answers', isUp(scope)],
    ...sums.map(
      ({ outcome, counter }) => [outcome, sumBy(targetLabels(scope), exposed(scope, counter))] as const,
    ),
    ['start', startTime(scope)],
    ['expired', expiredNow(scope, sums)],
  ];
  return reads
    .flatMap(([read, values]) =>
      values === undefined ? [] : [withLabels<string, string>(values, { [READ]: read })],
    )
    .reduce((first, otherwise) => or(first, otherwise));
}
