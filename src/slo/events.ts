import { clampMin, div, gt, mul, or, sub, sumBy, type InstantVector, type Series } from '../promql/build';
import type { Duration } from '../promql/window';
import { scopeLabels, type Scope } from '../rules/scope';

/** A counter of which every increase is one event. */
export type EventCounter = Series<string, 'counter'>;

/** The events in samples of a counter, or in what a function makes of them: the value, or what a histogram counts. */
export const asEvents = ({ events }: EventCounter, samples: InstantVector): InstantVector =>
  events?.(samples) ?? samples;

/** `rate` or `increase`. */
export type Growth = (counter: EventCounter, window: Duration) => InstantVector;

/** What the events of one objective are. */
export interface Events {
  readonly by: 'counter';
  readonly all: EventCounter;
  /** Some of them: those that are bad, or those that are good. */
  readonly part: { readonly outcome: 'bad' | 'good'; readonly counter: EventCounter };
  /**
   * Bad events, from how many events there were in all and of that part. Both have the same labels; `part` may be
   * absent.
   */
  readonly bad: (all: InstantVector, part: InstantVector) => InstantVector;
  /** Share of bad events over scraped series: 0 without errors, no sample without traffic. */
  readonly badRatio: (growth: Growth, window: Duration) => InstantVector;
}

/** Events of two counters: all of them, and the bad ones. */
export function eventsWithBad(scope: Scope, all: EventCounter, bad: EventCounter): Events {
  const labels = scopeLabels(scope);
  return {
    by: 'counter',
    all,
    part: { outcome: 'bad', counter: bad },
    // Before the first error there is no such series, and that means 0.
    bad: (counted, errors) => or(errors, mul(0, counted), { on: labels }),
    badRatio: (growth, window) => {
      const total = sumBy(labels, asEvents(all, growth(all, window)));
      return div(or(sumBy(labels, asEvents(bad, growth(bad, window))), mul(0, total)), gt(total, 0));
    },
  };
}

/** Events of two counters: all of them, and the good ones. */
export function eventsWithGood(scope: Scope, all: EventCounter, good: EventCounter): Events {
  const labels = scopeLabels(scope);
  return {
    by: 'counter',
    all,
    part: { outcome: 'good', counter: good },
    // The two counters may be read from different scrapes for a moment; bad events are never negative.
    bad: (counted, answered) => clampMin(sub(counted, answered, { on: labels }), 0),
    badRatio: (growth, window) => {
      const total = sumBy(labels, asEvents(all, growth(all, window)));
      return sub(1, div(sumBy(labels, asEvents(good, growth(good, window))), gt(total, 0)));
    },
  };
}
