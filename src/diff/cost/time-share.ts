import { combine } from '../../certify/engine/join';
import { walk, type Expr } from '../../promql/expr';
import { print } from '../../promql/print';

const DAY = 86_400;

/** Seconds between the moments of a week that are tried. */
const STEP = 1800;

/** Functions of the evaluation time alone. */
const CLOCK: Readonly<Record<string, (time: number) => number>> = {
  time: (time) => time,
  minute: (time) => new Date(time * 1000).getUTCMinutes(),
  hour: (time) => new Date(time * 1000).getUTCHours(),
  day_of_week: (time) => new Date(time * 1000).getUTCDay(),
};

/** The share of a week in which a condition on the clock holds, e.g. ½ for `hour() % 2 == 0`. Undefined: it reads more than that. */
export function timeShare(expr: Expr): number | undefined {
  const nodes = [...walk(expr)];
  const isClock = nodes.some((node) => node.node === 'call' && node.name in CLOCK && node.args.length === 0);
  if (!isClock || !nodes.every(isKnown)) return undefined;
  const moments = Array.from({ length: (7 * DAY) / STEP }, (_, index) => index * STEP + STEP / 2);
  return moments.filter((time) => valueAt(expr, time) !== undefined).length / moments.length;
}

/** Shares of conditions that were computed before: rules of many services have the same. */
export class TimeShares {
  private readonly known = new Map<string, number | undefined>();

  of(condition: Expr): number | undefined {
    const text = print(condition);
    if (!this.known.has(text)) this.known.set(text, timeShare(condition));
    return this.known.get(text);
  }
}

const isKnown = (node: Expr): boolean =>
  node.node === 'number' ||
  node.node === 'negation' ||
  (node.node === 'call' && ((node.name in CLOCK && node.args.length === 0) || node.name === 'vector')) ||
  (node.node === 'binary' && node.matching === undefined);

function valueAt(expr: Expr, time: number): number | undefined {
  switch (expr.node) {
    case 'number':
      return expr.value;
    case 'negation': {
      const value = valueAt(expr.expr, time);
      return value === undefined ? undefined : -value;
    }
    case 'call':
      return expr.args.length === 0 ? CLOCK[expr.name]!(time) : valueAt(expr.args[0]!, time);
    case 'binary': {
      const left = valueAt(expr.left, time);
      const right = valueAt(expr.right, time);
      if (expr.operator === 'or') return left ?? right;
      if (expr.operator === 'unless') return right === undefined ? left : undefined;
      if (left === undefined || right === undefined) return undefined;
      return expr.operator === 'and' ? left : combine(expr.operator, left, right, expr.bool ?? false);
    }
    default:
      return undefined;
  }
}
