import { classicDurations } from './classic';
import type { DurationHistogram, DurationsKind } from './durations';
import { nativeDurations } from './native';

/** Every kind of histogram, by the `kind` of the metric. */
const kinds = { histogram: classicDurations, 'native histogram': nativeDurations } as const;

/** How to read a histogram. Methods of an entry take the metric of its key. */
export const readingOf = ({ kind }: DurationHistogram): DurationsKind<DurationHistogram> => kinds[kind];

export const DURATION_KINDS = Object.keys(kinds) as readonly DurationHistogram['kind'][];

export type { DurationHistogram } from './durations';
export { durationUnit } from './unit';
