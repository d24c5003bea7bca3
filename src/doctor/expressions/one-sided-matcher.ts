import type { Binary, Matcher } from '../../promql/expr';
import type { Facts } from '../check';
import { plainSelector } from './plain-series';
import { nameOfSelector, type SeriesCatalog } from './series-catalog';

/** Labels that a scrape or an environment gives to the series of every metric. */
const SHARED =
  /^(job|instance|namespace|pod|service|container|endpoint|node|cluster|region|zone|env|environment|prometheus|prometheus_replica|replica|tenant|team)$/;

/** A matcher of one side, and the metric of the other side that it does not limit. */
interface OneSided {
  readonly side: 'left' | 'right';
  readonly matcher: Matcher;
  readonly other: string;
}

/**
 * A matcher for a label of one metric in a condition on another one: `a{event="x"} > 0 and b == 0`. Metrics of one family,
 * such as node_filesystem_avail_bytes and node_filesystem_size_bytes, have the same labels; nothing is known about a
 * metric that another expression selects by the label, or that a rule or a contract describes.
 */
export function oneSidedMatcher(
  { operator, left, right, matching }: Binary,
  catalog: SeriesCatalog,
  isMatched: Facts['isMatched'],
): OneSided | undefined {
  if ((operator !== 'and' && operator !== 'unless') || matching?.mode === 'on') return undefined;
  const sides = { left: plainSelector(left), right: plainSelector(right) };
  const [one, two] = [sides.left, sides.right].map((selector) => selector && nameOfSelector(selector));
  if (one === undefined || two === undefined || areFamily(one, two)) return undefined;
  const isKnown = (name: string) =>
    name.includes(':') || catalog.of(name) !== undefined || catalog.recordings.rulesOf(name).length > 0;
  if (isKnown(one) || isKnown(two)) return undefined;
  for (const [side, otherSide, other] of [
    ['left', 'right', two],
    ['right', 'left', one],
  ] as const) {
    const matcher = sides[side]!.matchers.find(
      ({ label, operator: how, value }) =>
        how === '=' &&
        value !== '' &&
        label !== '__name__' &&
        !SHARED.test(label) &&
        !matching?.labels.includes(label) &&
        !sides[otherSide]!.matchers.some((others) => others.label === label) &&
        !isMatched(other, label),
    );
    if (matcher !== undefined) return { side, matcher, other };
  }
  return undefined;
}

/** Whether two names begin with the same two words. */
const areFamily = (one: string, two: string): boolean =>
  one.split('_').slice(0, 2).join('_') === two.split('_').slice(0, 2).join('_');
