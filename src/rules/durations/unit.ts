import type { DurationHistogram } from './durations';

/** A unit of durations. */
export interface DurationUnit {
  readonly name: 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds';
  readonly symbol: string;
  /** How many of it a second has. */
  readonly perSecond: number;
}

const SECONDS: DurationUnit = { name: 'seconds', symbol: 's', perSecond: 1 };

/** Units that names of metrics end in beside the base unit. */
const BY_ENDING: readonly (readonly [ending: RegExp, unit: DurationUnit])[] = [
  [/_(ms|millis|milliseconds)$/, { name: 'milliseconds', symbol: 'ms', perSecond: 1e3 }],
  [/_(us|micros|microseconds)$/, { name: 'microseconds', symbol: 'µs', perSecond: 1e6 }],
  [/_(ns|nanos|nanoseconds)$/, { name: 'nanoseconds', symbol: 'ns', perSecond: 1e9 }],
];

/** The unit of a histogram and its buckets: the one that its name ends in, else seconds. */
export const durationUnit = ({ name, unit }: DurationHistogram): DurationUnit =>
  (unit === 'seconds' ? undefined : BY_ENDING.find(([ending]) => ending.test(name))?.[1]) ?? SECONDS;
