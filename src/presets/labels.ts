import { oneOf, pattern, type LabelValues } from '../metrics/labels';
import { notMatching, quoteRegex, type ValueMatcher } from '../promql/matchers';

/** HTTP status codes. RFC 9110 has about 40 of them; a target that answers with more than 20 has other problems. */
export const statusCode = pattern(/\d{3}/, { atMost: 20 });

/** The methods of RFC 9110 and RFC 5789 and the names that instrumentations give to all others. */
export const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
] as const;

/** A label that only some series have. */
export const optional = (atMost: number): LabelValues => pattern(/.*/, { atMost });

/** The listed values; without a list, a bounded number of any. */
export function listed(values: readonly string[] | undefined, atMost: number): LabelValues {
  return values === undefined ? pattern(/.+/, { atMost }) : oneOf(...values);
}

/** Labels without those that the program was not set up for. Selecting one of these fails when the rule is built. */
export function labelsOf<K extends string>(
  labels: Readonly<Record<K, LabelValues | undefined>>,
): Readonly<Record<K, LabelValues>> {
  return Object.fromEntries(Object.entries(labels).filter(([, values]) => values !== undefined)) as Readonly<
    Record<K, LabelValues>
  >;
}

/** Every value but these; all without any. */
export function except(label: string, values: readonly string[]): Readonly<Record<string, ValueMatcher>> {
  return values.length === 0 ? {} : { [label]: notMatching(values.map(quoteRegex).join('|')) };
}
