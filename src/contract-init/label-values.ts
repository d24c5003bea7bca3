import { oneOf, pattern, unbounded, type LabelValues } from '../metrics/labels';
import { LEAST_RAW, rawValues } from '../page-check/raw-path';

/** What a contract says about a label, as far as one page shows. */
export interface SuggestedValues {
  readonly values: LabelValues;
  /** What its author has to decide, as a sentence. @default nothing */
  readonly decide?: string;
}

/** More values than these are not listed. */
const MOST_LISTED = 12;

/** Classes of the status code leave room for codes that the page does not show yet. */
const STATUS = { pattern: String.raw`[1-5]\d\d`, atMost: 20 } as const;

/** An example in a comment is at most so long. */
const LONGEST_EXAMPLE = 60;

/** Labels of an info metric describe the version that runs, and change with it. */
export const infoValues = (seen: readonly string[], everywhere: boolean): LabelValues =>
  pattern(anything(seen, everywhere ? '+' : '*'), { atMost: seen.length + (everywhere ? 0 : 1) });

/**
 * Suggests the values of a label from those on a page.
 * @param seen distinct values, without the empty one
 * @param everywhere whether every series has the label; otherwise its pattern allows an empty value
 */
export function suggestValues(seen: readonly string[], everywhere: boolean): SuggestedValues {
  const count = seen.length;
  const atMost = 2 * count + (everywhere ? 0 : 1);
  if (rawValues(seen).length >= LEAST_RAW)
    return {
      values: everywhere
        ? unbounded({ because: 'decide: values look like ids, addresses or times' })
        : pattern(anything(seen, '*'), { atMost }),
      decide: `${count} values, such as ${example(rawValues(seen)[0]!)}. Ids grow without end: record a template, or give the reason.`,
    };
  if (seen.every((value) => /^[1-5]\d\d$/.test(value)))
    return { values: optional(STATUS.pattern, Math.max(STATUS.atMost, 2 * count), everywhere) };
  if (seen.every((value) => /^\d+$/.test(value)))
    return { values: optional(String.raw`\d+`, 2 * count, everywhere), decide: bound(count) };
  if (count > MOST_LISTED)
    return {
      values: pattern(anything(seen, everywhere ? '+' : '*'), { atMost }),
      decide: `${bound(count)} One is ${example(seen[0]!)}.`,
    };
  if (everywhere) return { values: oneOf(...seen) };
  return {
    values: pattern(listedOrEmpty(seen), { atMost: count + 1 }),
    decide: 'some series have no such label, so the pattern allows an empty value.',
  };
}

const bound = (count: number): string =>
  `${count} ${count === 1 ? 'value' : 'values'} on this page, and twice as many are allowed.`;

const optional = (source: string, atMost: number, everywhere: boolean): LabelValues =>
  everywhere ? pattern(source, { atMost }) : pattern(`(?:${source})?`, { atMost: atMost + 1 });

/** In Prometheus 2, a dot matches no line break. */
const anything = (seen: readonly string[], times: '+' | '*'): string =>
  seen.some((value) => value.includes('\n')) ? `(?s:.${times})` : `.${times}`;

const listedOrEmpty = (seen: readonly string[]): string =>
  `(?:${seen.map((value) => value.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join('|')})?`;

const example = (value: string): string =>
  JSON.stringify(value.length > LONGEST_EXAMPLE ? `${value.slice(0, LONGEST_EXAMPLE)}...` : value);
