import { rate, type InstantVector, type Series } from '../promql/build';
import type { Duration } from '../promql/window';

/** Series of which every increase is one event. */
export type EventSeries = Series<string, 'counter'>;

/** The events in samples of a counter, or in what a function makes of them: the value, or what a histogram counts. */
export const asEvents = ({ events }: EventSeries, samples: InstantVector): InstantVector =>
  events?.(samples) ?? samples;

/** Events per second. */
export const eventRate = (series: EventSeries, window: Duration): InstantVector =>
  asEvents(series, rate(series, window));
