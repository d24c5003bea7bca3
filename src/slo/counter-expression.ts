import type { PartProblem } from '../findings/finding';
import type { Contract } from '../metrics/contract';
import type { Metric } from '../metrics/metric';
import { seriesNames } from '../metrics/series';
import {
  COMPARISONS,
  type Aggregation,
  type Binary,
  type Call,
  type Expr,
  type Selector,
} from '../promql/expr';
import { print } from '../promql/print';
import { tryParse } from '../promql/try-parse';
import { boundOf, type CounterTerm } from './counter-term';

/**
 * Expressions that count events: counters, and sums of them. Their increase in a minute can be counted exactly; of other
 * expressions it could only be estimated.
 */

/** Why a part of an expression does not count events. */
type Rejection = Omit<PartProblem, 'path'>;
type Reason = Pick<Rejection, 'message' | 'fix'>;

interface ReadTerms {
  readonly terms: readonly CounterTerm[];
  /** What does not count events. */
  readonly problems: readonly Rejection[];
}

const rejected = (expr: Expr, reason: Reason): readonly [Rejection] => [{ found: print(expr), ...reason }];

const EXAMPLE = 'write a sum of counters, e.g. sum by (namespace, job) (requests_total) + jobs_total';

/** Reads the counters that an expression adds up. */
export function readTerms(text: string, metrics: Contract): ReadTerms {
  const parsed = tryParse(text);
  if (!('expr' in parsed)) {
    const reason = 'error' in parsed ? parsed.error : parsed.unread;
    return { terms: [], problems: [{ message: `invalid PromQL: ${reason}`, found: text, fix: EXAMPLE }] };
  }
  const read = termsIn(parsed.expr, [], metrics);
  return {
    terms: read.filter((each) => 'selector' in each),
    problems: read.filter((each) => 'message' in each),
  };
}

type Read = readonly (CounterTerm | Rejection)[];

function termsIn(expr: Expr, within: readonly Aggregation[], metrics: Contract): Read {
  const inside = (each: Expr, more: readonly Aggregation[] = []) =>
    termsIn(each, [...within, ...more], metrics);
  switch (expr.node) {
    case 'selector':
      return termOf(expr, expr, within, metrics);
    case 'call': {
      const [histogram] = expr.args;
      if (expr.name !== 'histogram_count' || histogram?.node !== 'selector') return rejectedCall(expr);
      return termOf(expr, histogram, within, metrics);
    }
    case 'aggregation':
      if (expr.operator !== 'sum') return rejectedAggregation(expr);
      return inside(expr.expr, [expr]);
    case 'binary':
      if (expr.operator !== '+' || expr.matching?.group !== undefined) return rejectedOperator(expr);
      return [...inside(expr.left), ...inside(expr.right)];
    default:
      return rejected(expr, { message: 'not a sum of counters', fix: EXAMPLE });
  }
}

/** @param expr the selector, or histogram_count of it */
function termOf(
  expr: Selector | Call,
  selector: Selector,
  within: readonly Aggregation[],
  metrics: Contract,
): Read {
  const { name, offset = 0, at } = selector;
  if (name === undefined)
    return rejected(selector, {
      message: 'the selector has no metric name',
      fix: 'add one selector for each metric with +',
    });
  if (offset !== 0 || at !== undefined)
    return rejected(selector, {
      message: 'events are counted as they happen, and offset and @ read another time',
      fix: `write ${print({ node: 'selector', name, matchers: selector.matchers })}`,
    });
  const all = Object.values(metrics);
  const metric = all.find((each) => each.name === name || seriesNames(each).includes(name));
  if (metric === undefined) {
    const known = all.flatMap(countedNames);
    return rejected(selector, {
      message: `the metric table has no series ${name}`,
      fix:
        known.length === 0
          ? 'add its counter to the table'
          : `use one of ${known.join(', ')}, or add the metric to the table`,
    });
  }
  const [counted] = countedNames(metric);
  const native = metric.kind === 'native histogram';
  if (native !== (expr.node === 'call') || (!native && name !== counted && !isBucket(metric, selector)))
    return notCounting(selector, name, metric);
  return [{ metric, selector, within }];
}

/** The expressions by which a metric counts events. */
function countedNames({ kind, name }: Metric): readonly string[] {
  switch (kind) {
    case 'counter':
      return [name];
    case 'gauge':
      return [];
    case 'histogram':
    case 'summary':
      return [`${name}_count`];
    case 'native histogram':
      return [`histogram_count(${name})`];
  }
}

const isBucket = (metric: Metric, selector: Selector): boolean => {
  const bound = boundOf({ metric, selector });
  return metric.kind === 'histogram' && bound !== undefined && metric.buckets.includes(bound);
};

function notCounting(selector: Selector, name: string, metric: Metric): Read {
  const [counted] = countedNames(metric);
  if (counted === undefined)
    return rejected(selector, {
      message: `${name} is a gauge, whose increases are not events`,
      fix: 'name a counter, or judge the gauge once a minute with timeSliceSlo({ ... })',
    });
  const buckets =
    metric.kind === 'histogram'
      ? `, or ${metric.name}_bucket with le="${metric.buckets.join('" or le="')}"`
      : '';
  return rejected(selector, {
    message: `this series of the ${metric.kind} ${metric.name} does not count events`,
    fix: `use ${counted}${buckets}`,
  });
}

const ESTIMATES: readonly string[] = ['rate', 'increase', 'irate', 'delta', 'idelta'];

function rejectedCall(expr: Call): Read {
  const [range] = expr.args;
  return ESTIMATES.includes(expr.name) && range?.node === 'range'
    ? rejected(expr, {
        message: `${expr.name} estimates the increase of a counter, and the rules count it exactly`,
        fix: `give the counter itself: ${print(range.selector)}`,
      })
    : rejected(expr, { message: `${expr.name} does not keep counts of events`, fix: EXAMPLE });
}

const rejectedAggregation = (expr: Aggregation): Read =>
  rejected(expr, {
    message: `${expr.operator} does not add up events`,
    fix: 'use sum, or leave the aggregation out',
  });

function rejectedOperator(expr: Binary): Read {
  const { operator, left, right } = expr;
  return rejected(expr, reasonAgainst(operator, print(left), print(right)));
}

function reasonAgainst(operator: Binary['operator'], left: string, right: string): Reason {
  switch (operator) {
    case '+':
      return {
        message: 'group_left and group_right repeat events',
        fix: 'add the counters without a modifier: events are added up for each service',
      };
    case '-':
      return {
        message: 'a difference of counters can fall, and then looks like a restart',
        fix: `leave events out by their labels, or give total: ${left}, and what is left without ${right} as bad or good`,
      };
    case '/':
      return {
        message: 'a ratio counts no events',
        fix: `give total: ${right}, and ${left} as bad or good`,
      };
    case 'or':
      return {
        message: 'or drops series on the right whose labels are on the left too',
        fix: 'add counters with +: a counter without series counts as 0',
      };
    default:
      return COMPARISONS.some((comparison) => comparison === operator)
        ? {
            message: 'a comparison is a condition and counts no events',
            fix: 'use timeSliceSlo({ ... }), which counts the minutes in which it holds',
          }
        : { message: `${operator} does not keep counts of events`, fix: EXAMPLE };
  }
}
