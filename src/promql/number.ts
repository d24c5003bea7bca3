import { tryMilliseconds } from './window';

/**
 * Value of an unsigned PromQL number as Go reads it; undefined for what not every Prometheus since 2.42 takes for one.
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#float-literals-and-time-durations
 */
export function readNumber(text: string): number | undefined {
  const digits = text.toLowerCase();
  if (digits === 'inf') return Infinity;
  if (digits === 'nan') return NaN;
  // A leading 0 makes it octal, but only as long as every digit is and 64 bits hold it.
  const octal = /^0[0-7]+$/.test(digits) && parseInt(digits, 8) < 2 ** 63;
  const integer = octal || /^0x[0-9a-f]+$/.test(digits);
  if (!integer && !/^(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/.test(digits)) return undefined;
  const value = octal ? parseInt(digits, 8) : Number(digits);
  // 64 bits with a sign hold the integers; a decimal beyond every float is not a number either.
  return value < (integer ? 2 ** 63 : Infinity) ? value : undefined;
}

/** Value of an unsigned number that only Prometheus 3 reads: digits in groups (`1_000`), or seconds as a duration. */
export function readNewerNumber(text: string): number | undefined {
  const length = text === '0' ? undefined : tryMilliseconds(text);
  if (length !== undefined) return length / 1000;
  const grouped = /^0x/i.test(text) ? /(?<=[\da-fx])_(?=[\da-f])/gi : /(?<=\d)_(?=\d)/g;
  return readNumber(text.replace(grouped, ''));
}
