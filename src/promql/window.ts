import { InvalidInput } from '../findings/invalid-input';

type Unit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'y';

/** A Prometheus duration: `30s`, `5m`, `1h30m`. The type admits one unit or several; parsing checks the rest. */
export type Duration = `${number}${Unit}` | `${number}${Unit}${number}${Unit}` | '0';

// Units in descending order with their length in milliseconds; a week, a day and a year have fixed lengths.
// https://prometheus.io/docs/prometheus/latest/querying/basics/#float-literals-and-time-durations
const UNITS: readonly (readonly [Unit, number])[] = [
  ['y', 365 * 86_400_000],
  ['w', 7 * 86_400_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

const SHAPE = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** In milliseconds. Prometheus counts durations in nanoseconds, of which 64 bits hold a little more than 292 years. */
export const LONGEST = 2 ** 63 / 1e6;

/** Length of a duration in milliseconds, or undefined for other text and for durations above the limit of Prometheus. */
export function tryMilliseconds(text: string): number | undefined {
  if (text === '0') return 0;
  const match = SHAPE.exec(text);
  if (text === '' || match === null) return undefined;
  const length = UNITS.reduce((sum, [, unit], index) => sum + Number(match[index + 1] ?? 0) * unit, 0);
  return length < LONGEST ? length : undefined;
}

/**
 * Length of a duration in milliseconds.
 * @throws InvalidInput for text that is not a Prometheus duration
 */
export function milliseconds(text: string): number {
  const length = tryMilliseconds(text);
  if (length === undefined)
    throw new InvalidInput({
      resource: 'duration',
      path: 'text',
      message: 'not a Prometheus duration',
      found: text,
      fix: 'write whole numbers with units from large to small, e.g. 30s, 5m or 1h30m',
    });
  return length;
}

/**
 * Length of a duration in seconds. Throws like {@link milliseconds}.
 * @example
 * seconds('1h30m') // 5400
 */
export function seconds(text: string): number {
  return milliseconds(text) / 1000;
}

/**
 * Writes a length of time as Prometheus would: the largest units first, weeks and years only when they are whole.
 * @param length in seconds; rounded to whole milliseconds
 * @example
 * duration(5400) // 1h30m
 */
export function duration(length: number): Duration {
  let rest = Math.round(length * 1000);
  if (rest === 0) return '0s';
  let text = '';
  for (const [unit, size] of UNITS) {
    // `30d` and `400d` are read at sight, `4w2d` and `1y35d` are not.
    if ((unit === 'w' || unit === 'y') && rest % size !== 0) continue;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text as Duration;
}
