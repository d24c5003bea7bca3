import { words } from '../../findings/words';
import { isComparison, type Binary, type Call, type Expr } from '../../promql/expr';
import { added, ANY, filtered, lowered, raised, times, type ValueRange } from './range-arithmetic';
import { nameOfSelector, type SeriesCatalog } from './series-catalog';
import { print } from '../../promql/print';
import {
  countsSome,
  FIRST_UNIX_TIME,
  isPartByName,
  NEVER_NEGATIVE,
  scaled,
  UNIX_TIMES,
} from './exporter-ranges';
import { isPartOf } from './part-of';

const POSITIVE: ValueRange = { min: 0, max: Infinity };
const FROM_ONE: ValueRange = { min: 1, max: Infinity };
const ONE: ValueRange = { min: 1, max: 1 };
const UNIT: ValueRange = { min: 0, max: 1 };

/** https://prometheus.io/docs/prometheus/latest/querying/functions/ */
const CALLS: ReadonlyMap<string, ValueRange> = new Map([
  ['absent', ONE],
  ['absent_over_time', ONE],
  ['present_over_time', ONE],
  ['count_over_time', FROM_ONE],
  ['changes', POSITIVE],
  ['resets', POSITIVE],
  ['rate', POSITIVE],
  ['irate', POSITIVE],
  ['increase', POSITIVE],
  ['abs', POSITIVE],
  ['sqrt', POSITIVE],
  ['histogram_fraction', UNIT],
  ['hour', { min: 0, max: 23 }],
  ['minute', { min: 0, max: 59 }],
  ['day_of_week', { min: 0, max: 6 }],
  ['day_of_month', { min: 1, max: 31 }],
  ['days_in_month', { min: 28, max: 31 }],
  ['month', { min: 1, max: 12 }],
]);

/** Functions that return some of the values of their argument, or a value between them. */
const KEEPING = words(`
  sort sort_desc label_replace label_join max_over_time min_over_time avg_over_time last_over_time
`);

/** Series of Prometheus and its exporters that are 0 or 1. */
export const FLAGS: readonly string[] = ['up', 'probe_success'];

/** What is known about series, and which recorded ones are being resolved. */
interface Known {
  readonly catalog: SeriesCatalog;
  readonly within: readonly string[];
}

/**
 * The values that an expression can return, as far as its functions, the contracts and the recording rules tell. NaN is
 * left out.
 */
export const valueRange = (expr: Expr, catalog: SeriesCatalog): ValueRange =>
  rangeIn(expr, { catalog, within: [] });

function rangeIn(expr: Expr, known: Known): ValueRange {
  const of = (inner: Expr): ValueRange => rangeIn(inner, known);
  switch (expr.node) {
    case 'number':
      return Number.isNaN(expr.value) ? ANY : { min: expr.value, max: expr.value };
    case 'string':
      return ANY;
    case 'selector': {
      const name = nameOfSelector(expr) ?? '';
      if (FLAGS.includes(name)) return UNIT;
      const kind = known.catalog.metric(name)?.kind;
      if (kind === 'counter' || kind === 'histogram') return POSITIVE;
      if (known.catalog.recordings.rulesOf(name).length > 0) return ofRecorded(name, known);
      if (UNIX_TIMES.test(name)) return { min: FIRST_UNIX_TIME, max: Infinity };
      return NEVER_NEGATIVE.test(name) ? POSITIVE : ANY;
    }
    case 'range':
      return of(expr.selector);
    case 'subquery':
      return of(expr.expr);
    case 'negation':
      return times(of(expr.expr), -1);
    case 'aggregation':
      switch (expr.operator) {
        case 'count':
          return FROM_ONE;
        case 'group':
          return ONE;
        case 'stddev':
        case 'stdvar':
          return POSITIVE;
        case 'sum':
          return added(of(expr.expr));
        case 'avg':
        case 'min':
        case 'max':
        case 'topk':
        case 'bottomk':
          return of(expr.expr);
        case 'quantile':
        case 'count_values':
          return ANY;
      }
    case 'call':
      return ofCall(expr, known);
    case 'binary':
      return ofBinary(expr, known);
  }
}

/** Of a recorded series, by the expressions of all its rules. Many rules read it, so it is computed once. */
function ofRecorded(name: string, { catalog, within }: Known): ValueRange {
  const before = catalog.recordedRanges.get(name);
  if (before !== undefined) return before;
  const rules = within.includes(name) ? [] : catalog.recordings.rulesOf(name);
  const ranges = rules.map(({ expr }) =>
    expr === undefined ? ANY : rangeIn(expr, { catalog, within: [...within, name] }),
  );
  if (ranges.length === 0) return ANY;
  const range = {
    min: Math.min(...ranges.map(({ min }) => min)),
    max: Math.max(...ranges.map(({ max }) => max)),
  };
  catalog.recordedRanges.set(name, range);
  return range;
}

function ofCall({ name, args }: Call, known: Known): ValueRange {
  const [first, second, third] = args;
  if (name === 'sum_over_time') return added(rangeIn(first!, known));
  if (name === 'vector' || KEEPING.includes(name)) return rangeIn(first!, known);
  if (name === 'clamp_min' && second?.node === 'number') return raised(rangeIn(first!, known), second.value);
  if (name === 'clamp_max' && second?.node === 'number') return lowered(rangeIn(first!, known), second.value);
  if (name === 'clamp' && second?.node === 'number' && third?.node === 'number')
    return lowered(raised(rangeIn(first!, known), second.value), third.value);
  if (name === 'histogram_quantile') return ofQuantile(first!, second!, known.catalog);
  // Of each second, a processor spends at most one in a mode.
  if ((name === 'rate' || name === 'irate') && first?.node === 'range')
    if (nameOfSelector(first.selector) === 'node_cpu_seconds_total') return UNIT;
  return CALLS.get(name) ?? ANY;
}

/** A quantile in the last bucket is the largest bound, because +Inf cannot be interpolated. */
function ofQuantile(quantile: Expr, buckets: Expr, catalog: SeriesCatalog): ValueRange {
  const bounds = boundsIn(buckets, catalog);
  const valid = quantile.node === 'number' && quantile.value >= 0 && quantile.value <= 1;
  const first = Math.min(...(bounds ?? []));
  return !valid || bounds === undefined || bounds.length === 0
    ? ANY
    : { min: Math.min(0, first), max: Math.max(...bounds) };
}

/** The bucket bounds of the only histogram in an expression. */
function boundsIn(expr: Expr, catalog: SeriesCatalog): readonly number[] | undefined {
  switch (expr.node) {
    case 'selector': {
      const metric = catalog.metric(nameOfSelector(expr) ?? '');
      return metric?.kind === 'histogram' ? metric.buckets : undefined;
    }
    case 'range':
      return boundsIn(expr.selector, catalog);
    case 'aggregation':
      return boundsIn(expr.expr, catalog);
    case 'call':
      return ['rate', 'irate', 'increase'].includes(expr.name) ? boundsIn(expr.args[0]!, catalog) : undefined;
    default:
      return undefined;
  }
}

function ofBinary(expr: Binary, known: Known): ValueRange {
  const { operator, bool } = expr;
  const left = rangeIn(expr.left, known);
  const right = rangeIn(expr.right, known);
  if (isComparison(operator)) return bool === true ? UNIT : filtered(left, operator, right);
  switch (operator) {
    case 'or':
      return { min: Math.min(left.min, right.min), max: Math.max(left.max, right.max) };
    case 'and':
    case 'unless':
      return left;
    case '+':
      return { min: left.min + right.min, max: left.max + right.max };
    case '-':
      if (isAge(expr)) return { min: -Infinity, max: known.catalog.lookBack };
      return { min: left.min - right.max, max: left.max - right.min };
    case '*':
      if (expr.right.node === 'number') return times(left, expr.right.value);
      if (expr.left.node === 'number') return times(right, expr.left.value);
      return left.min >= 0 && right.min >= 0 ? POSITIVE : ANY;
    case '/':
      if (expr.right.node === 'number' && expr.right.value !== 0) return times(left, 1 / expr.right.value);
      return ofRatio(expr) ?? (left.min >= 0 && right.min >= 0 ? POSITIVE : ANY);
    default:
      return ANY;
  }
}

/** The ratio of a part and its whole, which is 0 to 1, or that of equal sides. */
function ofRatio({ left, right, matching }: Binary): ValueRange | undefined {
  const [part, whole] = [scaled(left), scaled(right)];
  const factor = part.factor / whole.factor;
  if (!Number.isFinite(factor) || factor === 0) return undefined;
  if (matching === undefined && isSame(part.of, whole.of)) return times(ONE, factor);
  const isPart =
    isPartByName(part.of, whole.of) ||
    (matching === undefined && (isPartOf(part.of, whole.of) || countsSome(part.of, whole.of)));
  return isPart ? times(UNIT, factor) : undefined;
}

export const isSame = (left: Expr, right: Expr): boolean =>
  left.node === right.node && left.node !== 'number' && print(left) === print(right);

/** `time() - timestamp(x)`: an instant selector returns no sample older than the look-back. */
export const isAge = ({ left, right }: Binary): boolean =>
  left.node === 'call' &&
  left.name === 'time' &&
  right.node === 'call' &&
  right.name === 'timestamp' &&
  right.args[0]?.node === 'selector' &&
  (right.args[0].offset ?? 0) === 0 &&
  right.args[0].at === undefined;
