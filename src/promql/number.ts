/**
 * Value of an unsigned PromQL number as Go reads it; undefined for what not every Prometheus since 2.42 takes for one.
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#float-literals-and-time-durations
 */
export function readNumber(text: string): number | undefined {
  const digits = text.toLowerCase();
  if (digits === 'inf') return Infinity;
  if (digits === 'nan') return NaN;
  // A leading 0 makes it octal, but only as long as every digit is.
  const octal = /^0[0-7]+$/.test(digits);
  const integer = octal || /^0x[0-9a-f]+$/.test(digits);
  if (!integer && !/^(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/.test(digits)) return undefined;
  const value = octal ? parseInt(digits, 8) : Number(digits);
  // 64 bits with a sign hold the integers; a decimal beyond every float is no number either.
  return value < (integer ? 2 ** 63 : Infinity) ? value : undefined;
}
