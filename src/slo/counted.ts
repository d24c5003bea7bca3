import { RE2JS } from 're2js';
import type { PartProblem } from '../findings/finding';
import type { Metric } from '../metrics/metric';
import type { ValueMatcher } from '../promql/build';

type Wanted = string | ValueMatcher;
type Matchers = Readonly<Record<string, Wanted>>;
type Finding = PartProblem;

/**
 * Matchers for a metric's labels that leave nothing to count, or no error among what is counted: the objective would
 * be met for ever. Found where the values are known: those that the contract lists, and those asked for by name.
 */
export function countedProblems(
  { labels }: Metric,
  counted: Matchers,
  errors: Matchers = {},
): readonly Finding[] {
  const known = (label: string, ...asked: readonly Wanted[]): readonly string[] | undefined => {
    const named = asked.map(asMatcher).find(({ operator }) => operator === '=');
    const values = labels[label];
    return named === undefined ? (values?.kind === 'one of' ? values.values : undefined) : [named.value];
  };
  const never = (label: string, ...asked: readonly Wanted[]): boolean =>
    known(label, ...asked)?.every((value) => !asked.every((each) => holds(asMatcher(each), value))) ?? false;
  const nothing = Object.entries(counted).filter(([label, only]) => never(label, only));
  if (nothing.length > 0)
    return nothing.map(([label, only]) => ({
      path: `counted.${label}`,
      message: 'leaves no event to count',
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
        message: `never holds among the counted events, whose ${label} ${WORDS[operator]} "${value}"`,
        found: asMatcher(wanted).value,
        fix: 'count the failed events too',
      },
    ];
  });
}

const WORDS = { '=': 'is', '!=': 'is not', '=~': 'matches', '!~': 'does not match' } as const;

function asMatcher(wanted: Wanted): ValueMatcher {
  return typeof wanted === 'string' ? { operator: '=', value: wanted } : wanted;
}

function holds({ operator, value: wanted }: ValueMatcher, value: string): boolean {
  const same = operator.endsWith('~') ? RE2JS.matches(wanted, value) : value === wanted;
  return same === operator.startsWith('=');
}
