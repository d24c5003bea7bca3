import { RE2JS } from 're2js';
import type { Problem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { admits, re2Error, type LabelValues } from '../metrics/labels';
import type { Matcher, MatchOperator } from './expr';

/** How a label's value is compared. A plain string in a selector is equality. */
export interface ValueMatcher<V extends string = string> {
  readonly operator: MatchOperator;
  readonly value: string;
  /** The values that a regular expression was made from. Absent for a regular expression of the user's, and for one value. */
  readonly values?: readonly V[];
  /** All series have the label although their metric does not declare it; `any value` does not select by it. */
  readonly attached?: 'this value' | 'any value';
}

/**
 * Selects series whose label differs from the value.
 * @example
 * select(requests, { method: not('GET') }) // http_requests_total{method!="GET"}
 */
export const not = <const V extends string>(value: V): ValueMatcher<V> => ({ operator: '!=', value });

/**
 * Selects series whose label matches an RE2 regular expression, anchored at both ends.
 * @example
 * select(requests, { code: matching('5..') }) // http_requests_total{code=~"5.."}
 */
export const matching = (regex: string): ValueMatcher<never> => ({ operator: '=~', value: regex });

/**
 * Selects series whose label does not match an RE2 regular expression, anchored at both ends.
 * @example
 * select(requests, { code: notMatching('4..') }) // http_requests_total{code!~"4.."}
 */
export const notMatching = (regex: string): ValueMatcher<never> => ({ operator: '!~', value: regex });

/**
 * Selects series whose label is one of the values.
 * @throws InvalidInput without values
 * @example
 * select(requests, { code: anyOf('502', '503') }) // http_requests_total{code=~"502|503"}
 */
export function anyOf<const V extends string>(...values: readonly V[]): ValueMatcher<V> {
  const [first, ...more] = values;
  if (first === undefined)
    throw new InvalidInput({
      resource: 'PromQL matcher',
      path: 'anyOf',
      message: 'no values to match',
      found: values,
      fix: 'list at least one',
    });
  return more.length === 0
    ? { operator: '=', value: first }
    : { operator: '=~', value: values.map(quoteRegex).join('|'), values };
}

/** Selects series by a label that they have whatever their metric declares. */
export const attached = (value: string): ValueMatcher<never> => ({
  operator: '=',
  value,
  attached: 'this value',
});

/** A label that series have whatever their metric declares, of any value. */
export const ATTACHED: ValueMatcher<never> = { operator: '=~', value: '.*', attached: 'any value' };

/**
 * A regular expression that matches exactly this text.
 * @example
 * quoteRegex('/orders.json') // /orders\.json
 */
export function quoteRegex(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/**
 * Turns one entry of a selector into a matcher, after checking that the label can hold what is asked for.
 * @param values the label's declared values; undefined for labels that the scrape attaches
 * @throws InvalidInput for a value the label never holds, or a regular expression that is not RE2
 */
export function matcher(
  metric: string,
  label: string,
  wanted: string | ValueMatcher,
  values: LabelValues | undefined,
): Matcher {
  if (typeof wanted !== 'string' && typeof wanted?.operator !== 'string')
    throw new InvalidInput({
      resource: `metric "${metric}"`,
      path: `label ${label}`,
      message: 'neither a text nor a matcher',
      found: wanted,
      fix: "write a text, or a matcher such as not('GET'); the targets of a service are targetsOf(service)",
    });
  const asked: ValueMatcher = typeof wanted === 'string' ? { operator: '=', value: wanted } : wanted;
  const { operator, value } = asked;
  const written = (operator === '=~' || operator === '!~') && asked.values === undefined;
  const wrong = written ? regexProblem(value, values) : valueProblem(asked.values ?? [value], values);
  if (wrong !== undefined)
    throw new InvalidInput({ resource: `metric "${metric}"`, path: `label ${label}`, ...wrong });
  return { label, operator, value };
}

type MatcherProblem = Pick<Problem, 'message' | 'found' | 'fix'>;

function valueProblem(asked: readonly string[], values: LabelValues | undefined): MatcherProblem | undefined {
  if (values === undefined || values.kind === 'unbounded') return undefined;
  const strange = asked.find((value) => !admits(values, value));
  if (strange === undefined) return undefined;
  return {
    message: 'the label never has this value',
    found: strange,
    fix:
      values.kind === 'one of'
        ? `use one of ${values.values.join(', ')}`
        : `use a value of the form ${values.pattern}`,
  };
}

function regexProblem(regex: string, values: LabelValues | undefined): MatcherProblem | undefined {
  const invalid = re2Error(regex);
  if (invalid !== undefined)
    return {
      message: `invalid RE2 regular expression: ${invalid}`,
      found: regex,
      fix: 'correct the regex',
    };
  // Without a special character it matches one text: `5xx` is often meant to be more.
  if (values?.kind === 'pattern' && quoteRegex(regex) === regex) return valueProblem([regex], values);
  if (values?.kind !== 'one of' || values.values.some((value) => RE2JS.matches(regex, value)))
    return undefined;
  return {
    message: 'the regular expression matches none of the values of the label',
    found: regex,
    fix: `match some of ${values.values.join(', ')}`,
  };
}
