import { words } from '../../findings/words';
import { isComparison, type Binary, type Call, type Expr, type Selector } from '../../promql/expr';
import { print } from '../../promql/print';
import { isNamedGauge } from './known-gauges';
import { nameOfSelector, type SeriesCatalog } from './series-catalog';
import { isScalar } from './infer';

/** Functions whose result is still a counter value. */
const KEEPING = words(`
  abs ceil floor round sort sort_desc clamp_max clamp_min clamp label_replace label_join max_over_time
  min_over_time avg_over_time last_over_time sum_over_time
`);
const ADDING = ['sum', 'avg'];
const KEEPING_AGGREGATORS = [...ADDING, 'min', 'max', 'topk', 'bottomk', 'quantile'];

/** The counter whose total, or sum of totals, an expression returns. */
export function rawCounter(expr: Expr, catalog: SeriesCatalog): Selector | undefined {
  const selector = raw(expr);
  const name = selector && nameOfSelector(selector);
  const metric = name === undefined ? undefined : catalog.metric(name);
  if (metric === undefined || metric.kind === 'gauge') return undefined;
  // The quantiles of a summary have its own name, and go up and down.
  return metric.kind === 'summary' && metric.name === name ? undefined : selector;
}

/** Names of events. Without one, many gauges of public exporters end in `_total`: `digitalocean_incidents_total`. */
const EVENTS =
  /_(errors?|failures?|failed|exceptions?|panics?|crashes|restarts?|requests?|retries|timeouts?|dropped|rejected|rejections?|kills?|evictions?|corruptions?|conflicts?)_total$/;

/** What waits or happens now, which goes down too: `argocd_repo_pending_request_total`. */
const NOW = /_(pending|waiting|queued|active|running|current|open|in_?flight|max|limit)_/;

/** As rawCounter; where nothing is known of a metric, by a name that counts events. */
export function likelyCounter(expr: Expr, catalog: SeriesCatalog): Selector | undefined {
  const selector = raw(expr);
  const name = selector && nameOfSelector(selector);
  if (name === undefined || catalog.metric(name) !== undefined) return rawCounter(expr, catalog);
  return EVENTS.test(name) && !NOW.test(name) && catalog.recordings.rulesOf(name).length === 0
    ? selector
    : undefined;
}

/** As rawCounter; where nothing is known of a metric, by the suffix of counters. */
export function namedCounter(expr: Expr, catalog: SeriesCatalog): Selector | undefined {
  const selector = raw(expr);
  const name = selector && nameOfSelector(selector);
  if (name === undefined || catalog.metric(name) !== undefined) return rawCounter(expr, catalog);
  const isNamed = name.endsWith('_total') && !name.includes(':') && !NOW.test(name);
  return isNamed && catalog.recordings.rulesOf(name).length === 0 ? selector : undefined;
}

/** The buckets whose totals an expression returns. Names with a colon are recorded, mostly as rates. */
export function rawBuckets(expr: Expr, catalog: SeriesCatalog): Selector | undefined {
  const selector = raw(expr);
  const name = selector && nameOfSelector(selector);
  const isBucket = name?.endsWith('_bucket') === true && !name.includes(':');
  return isBucket && catalog.recordings.rulesOf(name).length === 0 ? selector : undefined;
}

/** The conditions of an alert that hold as soon as a counter is above 0: each makes it fire until a restart. */
export function everAboveZero(
  expr: Expr,
  catalog: SeriesCatalog,
): readonly { readonly condition: Binary; readonly counter: Selector }[] {
  if (expr.node !== 'binary') return [];
  const { operator, left, right } = expr;
  if (operator === 'or') return [left, right].flatMap((side) => everAboveZero(side, catalog));
  const isZero = ({ node, ...rest }: Expr) => node === 'number' && 'value' in rest && rest.value === 0;
  const side =
    isZero(right) && (operator === '>' || operator === '!=')
      ? left
      : isZero(left) && (operator === '<' || operator === '!=')
        ? right
        : undefined;
  const counter = side && likelyCounter(side, catalog);
  return counter === undefined || expr.bool === true ? [] : [{ condition: expr, counter }];
}

/** A ratio of the totals of two counters, which is that since their process started: `sum(errors_total) / sum(requests_total)`. */
export function lifetimeRatio(
  { operator, left, right }: Binary,
  catalog: SeriesCatalog,
): readonly [Selector, Selector] | undefined {
  if (operator !== '/') return undefined;
  const [part, whole] = [raw(left), raw(right)];
  const [few, many] = [part, whole].map((selector) => (selector && nameOfSelector(selector)) ?? '');
  if (part === undefined || whole === undefined) return undefined;
  const unknown = [few!, many!].every(
    (name) => catalog.metric(name) === undefined && catalog.recordings.rulesOf(name).length === 0,
  );
  const isAverage = many!.endsWith('_count') && few === many!.replace(/_count$/, '_sum');
  const areCounters =
    [left, right].every((side) => namedCounter(side, catalog) !== undefined) &&
    [left, right].some((side) => likelyCounter(side, catalog) !== undefined);
  return (isAverage && unknown && !few.includes(':')) || areCounters ? [part, whole] : undefined;
}

/** An expression that reads the increase of a counter in place of its total. */
export function increased(expr: Expr, counter: Selector): Expr {
  const inside = (inner: Expr): Expr => increased(inner, counter);
  const over = (window: number): Call => ({
    node: 'call',
    name: 'increase',
    args: [{ node: 'range', selector: counter, window }],
  });
  switch (expr.node) {
    case 'selector':
      return expr === counter ? over(DEFAULT_WINDOW) : expr;
    case 'call': {
      const [range] = expr.args;
      if (range?.node === 'range' && range.selector === counter) return over(range.window);
      return { ...expr, args: expr.args.map(inside) };
    }
    case 'aggregation':
    case 'subquery':
      return { ...expr, expr: inside(expr.expr) };
    case 'binary':
      return { ...expr, left: inside(expr.left), right: inside(expr.right) };
    default:
      return expr;
  }
}

/** Seconds: the window of examples in the documentation of Prometheus. */
const DEFAULT_WINDOW = 300;

/** The selector whose values an expression returns, aggregated or not. */
function raw(expr: Expr): Selector | undefined {
  switch (expr.node) {
    case 'selector':
      return expr;
    case 'range':
      return expr.selector;
    case 'subquery':
      return raw(expr.expr);
    case 'aggregation':
      return KEEPING_AGGREGATORS.includes(expr.operator) ? raw(expr.expr) : undefined;
    case 'call': {
      const vector = KEEPING.includes(expr.name) ? expr.args.find((arg) => !isScalar(arg)) : undefined;
      return vector && raw(vector);
    }
    default:
      return undefined;
  }
}

/** The side that is compared with a number other than 0. `counter > 0` tests whether it ever happened: see everAboveZero. */
export function thresholdOf({ operator, left, right }: Binary): Expr | undefined {
  if (!isComparison(operator)) return undefined;
  if (right.node === 'number' && right.value !== 0) return left;
  return left.node === 'number' && left.value !== 0 ? right : undefined;
}

/** Describes a selector that is certainly not a counter; undefined if it may be one. */
export function gaugeIn(selector: Selector, catalog: SeriesCatalog): string | undefined {
  const name = nameOfSelector(selector);
  if (name === undefined) return undefined;
  if (catalog.metric(name)?.kind === 'gauge') return `the gauge ${name}`;
  const quantile = selector.matchers.find(({ label, operator }) => label === 'quantile' && operator === '=');
  if (catalog.metric(name)?.kind === 'summary' && quantile !== undefined)
    return `the quantile ${quantile.value} of ${name}`;
  const rules = catalog.recordings.rulesOf(name);
  const are = (is: (expr: Expr) => boolean): boolean =>
    rules.length > 0 && rules.every(({ expr }) => expr !== undefined && is(expr));
  if (are(isRated)) return `${name}, which is already recorded as a rate`;
  return are(isRatio) ? `${name}, which is recorded as a ratio` : undefined;
}

/** The name of a metric of which only the name tells that it is a gauge; undefined if it may be a counter. */
export function namedGauge(selector: Selector, catalog: SeriesCatalog): string | undefined {
  const name = nameOfSelector(selector);
  const isUnknown =
    name !== undefined && catalog.metric(name) === undefined && catalog.recordings.rulesOf(name).length === 0;
  return isUnknown && isNamedGauge(name) ? name : undefined;
}

/** A ratio of two series goes down whenever the second one goes up. */
function isRatio(expr: Expr): boolean {
  if (expr.node === 'aggregation') return KEEPING_AGGREGATORS.includes(expr.operator) && isRatio(expr.expr);
  if (expr.node !== 'binary') return false;
  const { operator, left, right } = expr;
  if (operator === '/') return !isScalar(right);
  return operator === '*' && (isScalar(left) ? isRatio(right) : isScalar(right) && isRatio(left));
}

const RATING = ['rate', 'irate', 'deriv', 'histogram_quantile'];

/** Whether an expression certainly returns rates. */
export function isRated(expr: Expr): boolean {
  switch (expr.node) {
    case 'call':
      return RATING.includes(expr.name);
    case 'aggregation':
      return KEEPING_AGGREGATORS.includes(expr.operator) && isRated(expr.expr);
    default:
      return false;
  }
}

/** A sum of counters that a rate is taken of. */
export function summedBefore(
  { name, args }: Call,
  catalog: SeriesCatalog,
): { readonly where: string; readonly fix: string } | undefined {
  if (name !== 'rate' && name !== 'irate' && name !== 'increase') return undefined;
  const [arg] = args;
  if (arg?.node === 'subquery') return isSum(arg.expr) ? summed(arg.expr, name, print(arg.expr)) : undefined;
  const recorded = arg?.node === 'range' ? nameOfSelector(arg.selector) : undefined;
  const rule = recorded === undefined ? undefined : catalog.recordings.rulesOf(recorded)[0];
  return rule?.expr !== undefined && isSum(rule.expr)
    ? summed(rule.expr, name, `${recorded} is recorded as ${print(rule.expr)}`)
    : undefined;
}

/** Whether values are added up without a rate. The rate of a sum of gauges is wrong too. */
function isSum(expr: Expr): boolean {
  return expr.node === 'aggregation' && ADDING.includes(expr.operator) && raw(expr.expr) !== undefined;
}

function summed(expr: Expr, rate: string, where: string): { readonly where: string; readonly fix: string } {
  const selector = raw(expr)!;
  const head =
    expr.node === 'aggregation'
      ? `${expr.operator}${expr.grouping === undefined ? '' : ` ${expr.grouping.mode} (${expr.grouping.labels.join(', ')}) `}`
      : '';
  return { where, fix: `${head}(${rate}(${print(selector)}[5m]))` };
}
