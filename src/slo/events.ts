import { clampMin, div, gt, mul, or, sub, sumBy, withLabels, type InstantVector } from '../promql/build';
import type { Duration } from '../promql/window';
import { asEvents, type EventSeries } from '../rules/event-series';
import { scopeLabels, type Scope } from '../rules/scope';

/** What counts events: one counter, or several that are added up. */
export type EventCounter = readonly [EventSeries, ...EventSeries[]];

/** By this label the series of counters that are added up differ. */
export const ADDEND = 'addend';

/** What is read of every counter, in one vector: series of several counters may have equal labels. */
export function united(counter: EventCounter, read: (series: EventSeries) => InstantVector): InstantVector {
  const [first, ...others] = counter;
  if (others.length === 0) return read(first);
  return counter
    .map((series, index) =>
      withLabels<string, string>(read(series), { [ADDEND]: addendName(counter, series, index) }),
    )
    .reduce((all, next) => or(all, next));
}

/** The series' name; those of one name are numbered. */
function addendName(counter: EventCounter, { expr }: EventSeries, index: number): string {
  const before = counter.slice(0, index).filter((each) => each.expr.name === expr.name);
  return [expr.name!, ...(before.length === 0 ? [] : [before.length + 1])].join(' ');
}

/** `rate` or `increase`. */
export type Growth = (series: EventSeries, window: Duration) => InstantVector;

/** The events of a window, for each set of labels of the scope. */
const grown = (labels: readonly string[], counter: EventCounter, growth: Growth, window: Duration) =>
  sumBy(
    labels,
    united(counter, (series) => asEvents(series, growth(series, window))),
  );

/** What the events of one objective are. */
export interface Events {
  readonly by: 'counter';
  readonly all: EventCounter;
  /** Some of them: those that are bad, or those that are good. */
  readonly part: { readonly outcome: 'bad' | 'good'; readonly counter: EventCounter };
  /**
   * Whether every target that exposes events exposes the part, too, so that one without it is not measured: of a
   * histogram without the bucket. @default a part that does not exist is 0
   */
  readonly together?: boolean;
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
      const total = grown(labels, all, growth, window);
      return div(or(grown(labels, bad, growth, window), mul(0, total)), gt(total, 0));
    },
  };
}

/** Events of two counters: all of them, and the good ones. */
export function eventsWithGood(
  scope: Scope,
  all: EventCounter,
  good: EventCounter,
  { together = false }: Pick<Events, 'together'> = {},
): Events {
  const labels = scopeLabels(scope);
  return {
    by: 'counter',
    together,
    all,
    part: { outcome: 'good', counter: good },
    // The two counters may be read from different scrapes for a moment; bad events are never negative.
    bad: (counted, answered) => clampMin(sub(counted, answered, { on: labels }), 0),
    badRatio: (growth, window) => {
      const total = grown(labels, all, growth, window);
      return sub(1, div(grown(labels, good, growth, window), gt(total, 0)));
    },
  };
}
