import { pairRules } from '../pair-rules';
import type { Side } from '../side';
import type { WatchedRule } from '../watched-rules';
import { mentionedBy, predictedCost, type RuleCost, type SideCost } from './rule-costs';

/** What is read and recorded, before and after a change. */
export interface Change {
  readonly before: number;
  readonly after: number;
}

/** What rules cost Prometheus, before and after a change, in times without an incident. */
export interface CostComparison {
  /** Samples that the evaluations of all rules read in an hour. */
  readonly samples: Change;
  /** Series that recording rules store. */
  readonly series: Change;
  /** Samples that recording rules store in an hour. */
  readonly recorded: Change;
  /** Rules that cost more or less than before, the greatest difference first. */
  readonly rules: readonly RuleCostChange[];
  /** Names of metrics whose number of series is assumed. */
  readonly assumed: readonly string[];
}

/** A rule that costs more or less than before. 0 on a side without it. */
export interface RuleCostChange {
  readonly rule: WatchedRule;
  readonly samples: Change;
  readonly series: Change;
}

export function compareCost(before: Side, after: Side): CostComparison {
  const mentioned = mentionedBy([before, after]);
  const [own, other] = [predictedCost(before, mentioned), predictedCost(after, mentioned)];
  const costsBefore = new Map(own.rules.map((cost) => [identityOf(cost.rule), cost]));
  const costsAfter = new Map(other.rules.map((cost) => [identityOf(cost.rule), cost]));
  const { pairs, removed, added } = pairRules(before.rules, after.rules);
  const changes = [
    ...pairs,
    ...removed.map((rule) => ({ before: rule, after: undefined })),
    ...added.map((rule) => ({ before: undefined, after: rule })),
  ].map((pair): RuleCostChange => {
    const cost = (rule: WatchedRule | undefined, costs: ReadonlyMap<string, RuleCost>) =>
      rule === undefined ? undefined : costs.get(identityOf(rule));
    const [usual, now] = [cost(pair.before, costsBefore), cost(pair.after, costsAfter)];
    return {
      rule: pair.after ?? pair.before,
      samples: { before: usual?.samples ?? 0, after: now?.samples ?? 0 },
      series: { before: usual?.series ?? 0, after: now?.series ?? 0 },
    };
  });
  return {
    samples: totals(own, other, 'samples'),
    series: totals(own, other, 'series'),
    recorded: totals(own, other, 'recorded'),
    rules: changes
      .filter(({ samples, series }) => differenceOf(samples) >= 1 || differenceOf(series) > 0)
      .toSorted((a, b) => differenceOf(b.samples) - differenceOf(a.samples)),
    assumed: [...new Set([...own.assumed, ...other.assumed])].toSorted(),
  };
}

const identityOf = ({ object, path }: WatchedRule): string =>
  `${object.namespace ?? ''}/${object.name}/${path}`;

const totals = (before: SideCost, after: SideCost, of: 'samples' | 'series' | 'recorded'): Change => ({
  before: before.rules.reduce((sum, rule) => sum + rule[of], 0),
  after: after.rules.reduce((sum, rule) => sum + rule[of], 0),
});

const differenceOf = ({ before, after }: Change): number => Math.abs(after - before);
