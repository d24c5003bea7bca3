import type { Call, ComparisonOperator, Expr, Selector } from '../../promql/expr';
import { print, printNumber } from '../../promql/print';
import { UNIX_TIMES } from './exporter-ranges';
import { plainSelector } from './plain-series';
import { nameOfSelector } from './series-catalog';
import type { Threshold } from './threshold';

/** A threshold in another unit than its value. */
interface WrongUnit {
  /** As a clause, e.g. `x_percent is 0 to 100`. */
  readonly because: string;
  readonly unit: string;
  readonly fix: string;
}

/** A value with a unit in its name. */
interface Measured {
  /** Without the suffixes of histograms. */
  readonly name: string;
  /** Whether it is the mean or a quantile of observations. */
  readonly observed: boolean;
}

const AVERAGING = ['sum', 'avg', 'max', 'min', 'quantile', 'topk', 'bottomk'];
const OVER_TIME = /^(avg|max|min|last|quantile)_over_time$/;
const RATES = ['rate', 'irate', 'increase'];

/** The metric whose values an expression returns; undefined where it computes something else. */
function measured(expr: Expr): Measured | undefined {
  const named = (selector: Selector, observed: boolean): Measured | undefined => {
    const name = nameOfSelector(selector);
    return name === undefined ? undefined : { name: name.replace(/_(bucket|sum)$/, ''), observed };
  };
  switch (expr.node) {
    case 'selector': {
      const isQuantile = expr.matchers.some(({ label }) => label === 'quantile');
      return named(expr, isQuantile);
    }
    case 'aggregation':
      return AVERAGING.includes(expr.operator) ? measured(expr.expr) : undefined;
    case 'call': {
      if (expr.name === 'histogram_quantile') {
        const selector = selectorIn(expr.args[1]!);
        return selector && named(selector, true);
      }
      const range = OVER_TIME.test(expr.name) ? expr.args.find(({ node }) => node === 'range') : undefined;
      return range?.node === 'range' ? named(range.selector, false) : undefined;
    }
    case 'binary':
      return expr.operator === '/' ? average(expr.left, expr.right) : undefined;
    default:
      return undefined;
  }
}

/** `rate(x_seconds_sum) / rate(x_seconds_count)`, and times of operations over their number. */
function average(left: Expr, right: Expr): Measured | undefined {
  const [sum, count] = [left, right].map((side) => {
    const selector = selectorIn(side);
    return selector === undefined ? undefined : nameOfSelector(selector);
  });
  if (sum === undefined || count === undefined) return undefined;
  if (sum.endsWith('_sum') && count === sum.replace(/_sum$/, '_count'))
    return { name: sum.replace(/_sum$/, ''), observed: true };
  const isTime = sum.endsWith('_time_seconds_total') && count.endsWith('_total');
  return isTime ? { name: sum.replace(/_total$/, ''), observed: true } : undefined;
}

/** The selector below aggregations and rates. */
function selectorIn(expr: Expr): Selector | undefined {
  if (expr.node === 'aggregation') return selectorIn(expr.expr);
  if (expr.node === 'call') return RATES.includes(expr.name) ? selectorIn(expr.args[0]!) : undefined;
  if (expr.node === 'range') return expr.selector;
  return expr.node === 'selector' ? expr : undefined;
}

const ORDERING: readonly ComparisonOperator[] = ['<', '<=', '>', '>='];

const written = ({ side, operator }: Threshold, value: number): string =>
  `write ${print({ node: 'binary', operator, left: side, right: { node: 'number', value } })}`;

const rounded = (value: number): number => Number(value.toPrecision(12));

/** What takes less than a second, so that 100 seconds are meant as milliseconds. */
const SHORT =
  /(^|_)(http|grpc|rpc|request|response|latency|query|read_time|write_time|fsync|commit|round_trip|handling)(_|$)/;

/** The ways in which units are mixed up. Each knows one. */
export const UNITS: readonly ((threshold: Threshold) => WrongUnit | undefined)[] = [
  percentAsRatio,
  ratioAsPercent,
  fewBytes,
  fractionOfMillisecond,
  manySeconds,
  processorsAsPercent,
  unixTime,
  millisecondsAgo,
];

function percentAsRatio(threshold: Threshold): WrongUnit | undefined {
  const { name } = measured(threshold.side) ?? {};
  const { value } = threshold;
  if (name === undefined || value <= 0.5 || value >= 1) return undefined;
  if (!/_(percent|percentage|pct)$|^aws_\w*cpuutilization\w*$/.test(name)) return undefined;
  return {
    because: `${name} is 0 to 100`,
    unit: 'percent',
    fix: written(threshold, rounded(value * 100)),
  };
}

/** Some ratios are larger than 1: of compression, and of what is promised and there. */
const LARGE_RATIO = /compress|dedup|overcommit|amplification|load|speed|fragmentation/;

function ratioAsPercent(threshold: Threshold): WrongUnit | undefined {
  const { name } = measured(threshold.side) ?? {};
  const { value } = threshold;
  if (name === undefined || value < 10 || value > 100) return undefined;
  if (!/[:_]ratio(_rate\w+)?$/.test(name) || LARGE_RATIO.test(name)) return undefined;
  return {
    because: `${name} is a ratio of 0 to 1 by its name`,
    unit: 'ratios',
    fix: written(threshold, rounded(value / 100)),
  };
}

function fewBytes({ side, operator, value }: Threshold): WrongUnit | undefined {
  const { name, observed } = measured(side) ?? {};
  if (name === undefined || observed || !name.endsWith('_bytes') || !ORDERING.includes(operator))
    return undefined;
  if (value < 2 || value > 100) return undefined;
  return {
    because: `${name} is in bytes`,
    unit: 'bytes',
    fix: `write bytes, such as 1e9 for 1 GB, or divide ${name} by the size that is ${printNumber(value)} % of`,
  };
}

function fractionOfMillisecond(threshold: Threshold): WrongUnit | undefined {
  const { name } = measured(threshold.side) ?? {};
  const { value } = threshold;
  if (name === undefined || value <= 0 || value > 1) return undefined;
  if (!/_(milliseconds|millis|msec|ms)$/.test(name) || !SHORT.test(name)) return undefined;
  return {
    because: `${name} is in milliseconds`,
    unit: 'milliseconds',
    fix: written(threshold, rounded(value * 1000)),
  };
}

function manySeconds(threshold: Threshold): WrongUnit | undefined {
  const found = measured(threshold.side);
  const { value } = threshold;
  if (found === undefined || !found.observed || value < 100) return undefined;
  if (!found.name.endsWith('_seconds') || !SHORT.test(found.name)) return undefined;
  return {
    because: `${found.name} is in seconds`,
    unit: 'seconds',
    fix: written(threshold, rounded(value / 1000)),
  };
}

const PROCESSOR_TIME = /^(container_cpu_usage|process_cpu)_seconds_total$/;
const ONE_WORKLOAD = ['pod', 'container', 'instance', 'name', 'pod_name', 'container_name'];

/** `rate(container_cpu_usage_seconds_total[5m]) > 80`: 80 processors. */
function processorsAsPercent(threshold: Threshold): WrongUnit | undefined {
  const { side, value } = threshold;
  if (value < 50 || value > 100) return undefined;
  const rate = side.node === 'aggregation' ? side.expr : side;
  const grouping = side.node === 'aggregation' ? side.grouping : undefined;
  if (side.node === 'aggregation' && !grouping?.labels.some((label) => ONE_WORKLOAD.includes(label)))
    return undefined;
  const selector = isRate(rate) ? plainSelector(rate) : undefined;
  const name = selector === undefined ? undefined : nameOfSelector(selector);
  if (name === undefined || !PROCESSOR_TIME.test(name)) return undefined;
  return {
    because: `the rate of ${name} is a number of processors`,
    unit: 'processors',
    fix: `${written(threshold, rounded(value / 100))} for a share of one processor, or divide by the limit in processors`,
  };
}

const isRate = (expr: Expr): expr is Call => expr.node === 'call' && ['rate', 'irate'].includes(expr.name);

const TIME_NAME = /(_timestamp(_seconds)?|_not_after|_not_before|_expire_time_seconds)$/;
/** Seconds of 31 years: Unix times are larger, and durations are not. */
const LONGEST = 1e9;

/** `backup_last_success_timestamp_seconds < 86400` compares 1970 with now. */
function unixTime(threshold: Threshold): WrongUnit | undefined {
  const { side, operator, value } = threshold;
  const selector = side.node === 'aggregation' ? side.expr : side;
  const name = selector.node === 'selector' ? nameOfSelector(selector) : undefined;
  if (name === undefined || !TIME_NAME.test(name) || UNIX_TIMES.test(name)) return undefined;
  if (value <= 1 || value >= LONGEST || !ORDERING.includes(operator)) return undefined;
  const now: Expr = { node: 'call', name: 'time', args: [] };
  const [left, right] = /expir|not_after/.test(name) ? [side, now] : [now, side];
  return {
    because: `${name} is a Unix time`,
    unit: 'seconds since 1970',
    fix: written({ ...threshold, side: { node: 'binary', operator: '-', left, right } }, value),
  };
}

/** `time() - x_timestamp_ms`. */
function millisecondsAgo(threshold: Threshold): WrongUnit | undefined {
  const { side, value } = threshold;
  if (side.node !== 'binary' || side.operator !== '-') return undefined;
  const [past, now] = [side.right, side.left];
  const isNow = now.node === 'call' && now.name === 'time';
  const name = past.node === 'selector' ? nameOfSelector(past) : undefined;
  if (!isNow || name === undefined || !/_(milliseconds|millis|msec|ms)$/.test(name)) return undefined;
  const seconds: Expr = {
    node: 'binary',
    operator: '/',
    left: past,
    right: { node: 'number', value: 1000 },
  };
  return {
    because: `${name} is in milliseconds, and time() in seconds`,
    unit: 'seconds',
    fix: written({ ...threshold, side: { ...side, right: seconds } }, value),
  };
}
