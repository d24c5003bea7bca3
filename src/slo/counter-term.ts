import type { PartProblem } from '../findings/finding';
import type { Countable, Metric } from '../metrics/metric';
import { countUpTo, eventCounter, type ValueMatcher } from '../promql/build';
import type { Aggregation, Matcher, Selector } from '../promql/expr';
import { print } from '../promql/print';
import type { EventSeries } from '../rules/event-series';
import { scopeLabels, scopeValues, type Scope } from '../rules/scope';
import { holds } from './counted';

/** One of the counters that an expression adds up. */
export interface CounterTerm {
  readonly metric: Metric;
  readonly selector: Selector;
  /** The aggregations around it, from the outside in. */
  readonly within: readonly Aggregation[];
}

/** The bucket bound that a selector of a classic histogram names. Undefined for the series of no bucket, or of several. */
export function boundOf({ metric, selector }: Pick<CounterTerm, 'metric' | 'selector'>): number | undefined {
  if (metric.kind !== 'histogram' || selector.name !== `${metric.name}_bucket`) return undefined;
  const [bound, ...more] = selector.matchers.filter(({ label }) => label === 'le');
  return bound?.operator === '=' && more.length === 0 ? Number(bound.value) : undefined;
}

type Matchers = Readonly<Record<string, string | ValueMatcher<never>>>;

/**
 * The series that a counter has at a service.
 * @param targets matchers of the service
 * @throws InvalidInput for a label that the metric does not have, or a value that the label never holds
 */
export function seriesOf(term: CounterTerm, targets: Matchers): EventSeries {
  const { selector } = term;
  const series = selected(term, targets);
  const own = selector.matchers
    .filter(({ label }) => label !== 'le' || boundOf(term) === undefined)
    // One label may have several matchers, so each is checked by itself.
    .flatMap(({ label, operator, value }) =>
      selected(term, { [label]: { operator, value } }).expr.matchers.filter((each) => each.label === label),
    )
    .filter((matcher) => !series.expr.matchers.some((each) => isSame(each, matcher)));
  return { ...series, expr: { ...series.expr, matchers: [...own, ...series.expr.matchers] } };
}

function selected(term: CounterTerm, matchers: Matchers): EventSeries {
  const { metric } = term;
  const bound = boundOf(term);
  return metric.kind === 'histogram' && bound !== undefined
    ? countUpTo(metric, bound, matchers)
    : eventCounter(metric as Countable, matchers);
}

const isSame = (one: Matcher, other: Matcher): boolean =>
  one.label === other.label && one.operator === other.operator && one.value === other.value;

/** Why a counter does not count the events of a service where it runs: labels that select it are dropped, or differ. */
export function scopeProblems(term: CounterTerm, scope: Scope): readonly Omit<PartProblem, 'path'>[] {
  const values = scopeValues(scope);
  const labels = scopeLabels(scope);
  return [
    ...term.within.flatMap((aggregation) => {
      const dropped = labels.filter((label) => drops(aggregation, label));
      if (dropped.length === 0) return [];
      return [
        {
          message: `the aggregation drops ${dropped.join(' and ')}, by which the series of the service are selected`,
          found: print(aggregation),
          fix: `keep ${dropped.join(' and ')}, or leave the aggregation out: events are added up for each service`,
        },
      ];
    }),
    ...term.selector.matchers.flatMap((matcher) => {
      const value = values[matcher.label];
      if (value === undefined || holds(matcher, value)) return [];
      return [
        {
          message: `selects no series of the service, which have ${matcher.label}="${value}"`,
          found: print(term.selector),
          fix: `remove the matcher of ${matcher.label}: those of the service are added`,
        },
      ];
    }),
  ];
}

/** Whether an aggregation drops a label. */
function drops({ grouping }: Aggregation, label: string): boolean {
  if (grouping === undefined) return true;
  return grouping.labels.includes(label) === (grouping.mode === 'without');
}
