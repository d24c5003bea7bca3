import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { alwaysFires, isConstant } from '../../expressions/conditions';
import { outcome, type ValueRange } from '../../expressions/range-arithmetic';
import { scaled, UNIX_TIMES } from '../../expressions/exporter-ranges';
import { nameOfSelector, type SeriesCatalog } from '../../expressions/series-catalog';
import { thresholdIn, type Threshold } from '../../expressions/threshold';
import { FLAGS, isAge, valueRange } from '../../expressions/value-range';
import { walk, type Binary, type Call, type ComparisonOperator, type Expr } from '../../../promql/expr';
import { print, printNumber } from '../../../promql/print';
import { duration } from '../../../promql/window';

/** Two conditions on one value that cannot hold together: `x > 5 and x < 3`, `x > 5 unless x > 3`. */
function contradiction(node: Binary, catalog: SeriesCatalog): { readonly fix: string } | undefined {
  const { operator, left, right, matching } = node;
  if ((operator !== 'and' && operator !== 'unless') || matching !== undefined) return undefined;
  const [first, second] = [conditionOn(left), conditionOn(right)];
  if (first === undefined || second === undefined || print(first.side) !== print(second.side))
    return undefined;
  const [few, many] = [valueRange(left, catalog), valueRange(right, catalog)];
  if (operator === 'and')
    return few.min > many.max || many.min > few.max
      ? { fix: `write ${print({ ...node, operator: 'or' })}` }
      : undefined;
  const within = (first.operator === second.operator && few.min === many.min) || few.min > many.min;
  const below = (first.operator === second.operator && few.max === many.max) || few.max < many.max;
  const covered =
    (many.max === Infinity && few.max === Infinity && within) ||
    (many.min === -Infinity && few.min === -Infinity && below);
  return covered ? { fix: `write ${print(left)}` } : undefined;
}

/** A comparison of a value with a number, which orders it. */
function conditionOn(expr: Expr): Threshold | undefined {
  if (expr.node !== 'binary' || expr.bool === true) return undefined;
  const threshold = thresholdIn(expr);
  return threshold !== undefined && threshold.operator !== '!=' && threshold.side === expr.left
    ? threshold
    : undefined;
}

/** Whether an expression returns something only while series exist, so that every value is a condition. */
const testsExistence = (expr: Expr): boolean =>
  [...walk(expr)].some(
    (node) =>
      (node.node === 'aggregation' && ['count', 'group'].includes(node.operator)) ||
      (node.node === 'call' && /^(absent|count_over|present_over)/.test(node.name)) ||
      (node.node === 'binary' && node.operator === 'or'),
  );

const show = ({ min, max }: ValueRange): string =>
  min === max
    ? printNumber(min)
    : max === Infinity
      ? `${printNumber(min)} or more`
      : min === -Infinity
        ? `${printNumber(max)} or less`
        : `${printNumber(min)} to ${printNumber(max)}`;

/** Whether the whole expression is empty whenever a part of it is. */
function needsPart(expr: Expr, part: Expr): boolean {
  if (expr === part) return true;
  switch (expr.node) {
    case 'aggregation':
    case 'negation':
      return needsPart(expr.expr, part);
    case 'binary':
      if (expr.operator === 'or') return false;
      return needsPart(expr.left, part) || (expr.operator !== 'unless' && needsPart(expr.right, part));
    default:
      return false;
  }
}

/** `count(x) == 0` and `count(x) < 1` mean that there is no series. */
function cure({ side, operator, value }: Threshold, range: ValueRange, lookBack: number): string {
  if (Number.isNaN(value)) return `write ${print(compared(side, operator === '!=' ? '==' : '!=', side))}`;
  const [selector] =
    side.node === 'binary' && side.operator === '-' && side.right.node === 'call' && isAge(side)
      ? side.right.args
      : [];
  if (selector?.node === 'selector')
    return `write absent_over_time(${print({ node: 'range', selector, window: Math.max(value, lookBack) })})`;
  const present = side.node === 'call' ? presence(side) : undefined;
  if (present !== undefined) return `write ${print(operator.startsWith('>') ? side : present)}`;
  const counts = side.node === 'aggregation' && side.operator === 'count' && value <= 1;
  // Of a series that is 0 or 1, the ones were meant.
  if (counts && side.grouping !== undefined && side.expr.node === 'selector')
    if (FLAGS.includes(nameOfSelector(side.expr) ?? ''))
      return `write ${print(compared({ ...side, operator: 'sum' }, operator, number(value)))}`;
  if (counts && side.grouping === undefined) return `write absent(${print(side.expr)})`;
  if (counts) return `write <all series> unless ${print(side)}`;
  const meant = asPercent({ side, operator, value }, range);
  if (meant !== undefined) return `write ${print(meant)}`;
  const age = asAge({ side, operator, value });
  if (age !== undefined) return `write ${print(age)}`;
  const isOrder = operator !== '==' && operator !== '!=';
  const percent = isOrder && range.max === 1 && value > 1 && value <= 100;
  return percent
    ? `write a ratio instead of a percentage: ${printNumber(Number((value / 100).toPrecision(12)))}`
    : `compare with a possible value: ${show(range)}`;
}

/** What returns series exactly while `absent()` or `absent_over_time()` does not. */
function presence({ name, args: [arg] }: Call): Expr | undefined {
  if (name === 'absent') return arg;
  return name === 'absent_over_time' && arg !== undefined
    ? { node: 'call', name: 'present_over_time', args: [arg] }
    : undefined;
}

/** A comparison in which a ratio and a percentage are mixed, as it was meant: `1 - x * 100 > 80`, `100 - x > 0.8`. */
function asPercent({ side, operator, value }: Threshold, range: ValueRange): Expr | undefined {
  if (side.node !== 'binary') return undefined;
  const { left, right } = side;
  const { factor, of } = scaled(right);
  if (side.operator === '/' && factor === 100)
    return compared(times100({ ...side, right: of }), operator, number(value));
  if (side.operator !== '-' || left.node !== 'number') return undefined;
  const difference: Binary = { ...side, left: number(1), right: of };
  if (left.value === 1 && factor === 100) return compared(times100(difference), operator, number(value));
  // Of 100, a ratio leaves 99 or more.
  const isRatio = left.value === 100 && factor === 1 && range.min === 99 && range.max === 100;
  return isRatio ? compared(difference, operator, number(value > 1 ? value / 100 : value)) : undefined;
}

/** Whether a part of an expression is what `or` falls back to. */
const isAlternative = (expr: Expr, part: Expr): boolean =>
  [...walk(expr)].some((node) => node.node === 'binary' && node.operator === 'or' && node.right === part);

/** A Unix time that is compared with a number of seconds: `probe_ssl_earliest_cert_expiry < 86400`. */
function asAge({ side, operator, value }: Threshold): Expr | undefined {
  const name = side.node === 'selector' ? nameOfSelector(side) : undefined;
  if (name === undefined || !UNIX_TIMES.test(name) || value <= 0) return undefined;
  const now: Expr = { node: 'call', name: 'time', args: [] };
  const [left, right] = /expiry|not_after/.test(name) ? [side, now] : [now, side];
  return compared({ node: 'binary', operator: '-', left, right }, operator, number(value));
}

/** A time since a start that has to be short: `uptime_seconds < 60`, `time() - process_start_time_seconds < 60`. */
function isSinceStart({ side, operator, value }: Threshold): boolean {
  if (value <= 0 || (operator !== '<' && operator !== '<=')) return false;
  if (side.node === 'selector') return /(^|_)uptime(_seconds)?$/.test(nameOfSelector(side) ?? '');
  return (
    side.node === 'binary' &&
    side.operator === '-' &&
    side.right.node === 'selector' &&
    /(^|_)(start|boot)_time(_seconds)?$/.test(nameOfSelector(side.right) ?? '')
  );
}

const times100 = (left: Expr): Binary => ({ node: 'binary', operator: '*', left, right: number(100) });

const number = (value: number): Expr => ({ node: 'number', value });

const compared = (left: Expr, operator: ComparisonOperator, right: Expr): Binary => ({
  node: 'binary',
  operator,
  left,
  right,
});

export const check = defineCheck({
  id: 'impossible-threshold',
  severity: 'warning',
  question: 'Can every comparison hold, and not hold?',
  symptom: 'An alert never fires, or never resolves.',
  why: 'Many expressions have bounds: count() is at least 1 because it returns nothing without series, a ratio of a part is at most 1, a quantile is at most the largest bucket bound, and a rate is at least 0.',
  remedy: 'Compare with a number between the bounds. Use absent() for series that are missing.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/operators/#comparison-binary-operators',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { binaries, catalog } }) =>
    aboutEach(binaries, (node, { expr, of }) => {
      const isAlert = 'rule' in of && of.rule.kind === 'alert';
      const conflict = contradiction(node, catalog);
      if (conflict !== undefined)
        return {
          severity: isAlert && needsPart(expr!, node) ? 'error' : 'warning',
          message: `the two sides of ${node.operator} are conditions on one value that never hold together`,
          found: print(node),
          expected: 'conditions that one value can meet',
          fix: conflict.fix,
        };
      const threshold = thresholdIn(node);
      // alert-condition reports a comparison that was meant for more than the constant.
      if (threshold === undefined || (isConstant(threshold.side) && isAlternative(expr!, node)))
        return undefined;
      const range = valueRange(threshold.side, catalog);
      const found = outcome(range, threshold.operator, threshold.value);
      if (found === 'never')
        return {
          severity: isAlert && node.bool !== true && needsPart(expr!, node) ? 'error' : 'warning',
          message: `${threshold.operator} ${printNumber(threshold.value)} never holds, because ${Number.isNaN(threshold.value) ? 'nothing equals NaN' : `the value is ${show(range)}`}`,
          found: print(node),
          expected: `a threshold among the possible values: ${show(range)}`,
          fix: cure(threshold, range, catalog.lookBack),
        };
      const { pending = 0 } = 'rule' in of ? of.rule : {};
      if (isAlert && isSinceStart(threshold) && threshold.value <= pending && needsPart(expr!, node))
        return {
          message: `${threshold.operator} ${printNumber(threshold.value)} holds for ${duration(threshold.value)} after a start, and the alert waits ${duration(pending)}, so one restart never fires it`,
          found: print(node),
          expected: `for below ${duration(threshold.value)}`,
          fix: 'for: 0s',
        };
      const fires = isAlert && node === expr && node.bool !== true && !testsExistence(threshold.side);
      if (found !== 'always' || !fires || !alwaysFires(threshold.side, catalog)) return undefined;
      return {
        message: `${threshold.operator} ${printNumber(threshold.value)} always holds, because the value is ${show(range)}`,
        found: print(node),
        expected: `a threshold among the possible values: ${show(range)}`,
        fix: cure(threshold, range, catalog.lookBack),
      };
    }),
});
