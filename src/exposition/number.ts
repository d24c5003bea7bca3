/** What Go's strconv.ParseFloat takes, without hexadecimal numbers and underscores, which Prometheus refuses. */
const NUMBER = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?inf(?:inity)?|nan)$/i;

/** A sample's value, or undefined for what Prometheus does not read as a number. */
export function parseNumber(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  if (/^nan$/i.test(text)) return NaN;
  if (/inf/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  const value = Number(text);
  // Go calls it an error where JavaScript rounds to infinity.
  return Number.isFinite(value) ? value : undefined;
}
