import { RE2JS } from 're2js';
import type { PartProblem } from '../findings/finding';
import { isCountable, type Countable, type Metric } from '../metrics/metric';
import type { ValueMatcher } from '../promql/build';
import type { EventPart } from '../rules/fields';

type Wanted = string | ValueMatcher;
type Matchers = Readonly<Record<string, Wanted>>;

/** The problems of both metrics when a part of the events has a metric of its own, and of one otherwise. */
export function partProblems(all: Countable, part: EventPart, counted: Matchers): readonly PartProblem[] {
  return isCountable(part)
    ? [...countedProblems(all, counted), ...countedProblems(part, counted)]
    : countedProblems(all, counted, part);
}

/**
 * Matchers that select no event, or no error among the counted events: the objective would always be met. Detected where
 * the values are known: the contract lists them, or a matcher names one.
 */
export function countedProblems(
  { labels }: Metric,
  counted: Matchers,
  errors: Matchers = {},
): readonly PartProblem[] {
  const known = (label: string, ...matched: readonly Wanted[]): readonly string[] | undefined => {
    const named = matched.map(asMatcher).find(({ operator }) => operator === '=');
    const values = labels[label];
    return named === undefined ? (values?.kind === 'one of' ? values.values : undefined) : [named.value];
  };
  const never = (label: string, ...matched: readonly Wanted[]): boolean =>
    known(label, ...matched)?.every((value) => !matched.every((each) => holds(asMatcher(each), value))) ??
    false;
  const nothing = Object.entries(counted).filter(([label, only]) => never(label, only));
  if (nothing.length > 0)
    return nothing.map(([label, only]) => ({
      path: `counted.${label}`,
      message: 'no value of the label matches, so no event would be counted',
      found: asMatcher(only).value,
      fix: `allow one of ${known(label, only)!.join(', ')}`,
    }));
  return Object.entries(errors).flatMap(([label, wanted]) => {
    const only = counted[label];
    if (only === undefined || !never(label, only, wanted)) return [];
    const { operator, value } = asMatcher(only);
    return [
      {
        path: `errors.${label}`,
        message: `no counted event can be an error, because counted selects ${label}${operator}"${value}"`,
        found: asMatcher(wanted).value,
        fix: 'widen counted, so that it includes the failed events',
      },
    ];
  });
}

function asMatcher(wanted: Wanted): ValueMatcher {
  return typeof wanted === 'string' ? { operator: '=', value: wanted } : wanted;
}

/** Whether a label of this value is selected. */
export function holds(
  { operator, value: wanted }: Pick<ValueMatcher, 'operator' | 'value'>,
  value: string,
): boolean {
  const same = operator.endsWith('~') ? RE2JS.matches(wanted, value) : value === wanted;
  return same === operator.startsWith('=');
}
