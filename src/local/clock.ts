import { words } from '../findings/words';
import { mapOf, listOf, textOf, type Fields } from '../kubernetes/object';
import { children, isComparison, mapExpr, type Expr, type TimeShift } from '../promql/expr';
import { duration, tryMilliseconds } from '../promql/window';

export interface Clock {
  /** Seconds that pass on it in one real second; 1 is real time. */
  readonly speed: number;
  /** A real time, in seconds since 1970. */
  readonly real: number;
  /** The time that it shows at `real`, in seconds since 1970. */
  readonly shown: number;
}

/** A duration on the real clock, in the notation of Prometheus. Other text is returned unchanged. */
export function shortened(text: string, { speed }: Pick<Clock, 'speed'>): string {
  const length = tryMilliseconds(text);
  if (!length || speed === 1) return text;
  return duration(Math.max(MOMENT, length / 1000 / speed));
}

/** Seconds: the shortest duration that Prometheus and Alertmanager accept. */
const MOMENT = 0.001;

/** Functions that read the calendar of the evaluation time where they have no argument. */
const CALENDAR = words('minute hour day_of_week day_of_month day_of_year days_in_month month year');

/**
 * The same query on a faster clock: every range, offset and subquery is as much shorter as the intervals of scrapes and
 * rules are, so each covers as many samples as it would; bounds of an age (`time() - x < 3600`) are as much smaller; and
 * calendar functions read the faster clock. Other numbers stay: a ratio has no time in it, and a rate is one in real
 * seconds.
 */
export function speedUp(expr: Expr, clock: Clock): Expr {
  const { speed } = clock;
  return mapExpr(expr, {
    selector: (selector) => ({ ...selector, ...shift(selector, speed) }),
    node: (node) => {
      switch (node.node) {
        case 'range':
          return { ...node, window: node.window / speed };
        case 'subquery':
          return {
            ...node,
            window: node.window / speed,
            ...(node.step === undefined ? {} : { step: node.step / speed }),
            ...shift(node, speed),
          };
        case 'binary':
          return isAge(node.left) && node.right.node === 'number'
            ? { ...node, right: { ...node.right, value: node.right.value / speed } }
            : node;
        case 'call':
          return CALENDAR.includes(node.name) && node.args.length === 0
            ? { ...node, args: [{ node: 'call', name: 'vector', args: [shownTime(clock)] }] }
            : node;
        default:
          return node;
      }
    },
  });
}

/** `time() - x`: seconds since a time. */
function isAge(expr: Expr): boolean {
  return expr.node === 'binary' && expr.operator === '-' && isTime(expr.left);
}

const isTime = (expr: Expr): boolean => expr.node === 'call' && expr.name === 'time';

/** The time of an evaluation or of a sample, or the first or last of several. */
function isMoment(expr: Expr): boolean {
  if (expr.node === 'aggregation') return /^(min|max)$/.test(expr.operator) && isMoment(expr.expr);
  return (
    isTime(expr) ||
    (expr.node === 'call' && expr.name === 'timestamp' && !children(expr).some(dependsOnRealTime))
  );
}

/** Whether an expression compares times with anything but each other and a bound for an age, which {@link speedUp} adapts. */
export function dependsOnRealTime(expr: Expr): boolean {
  switch (expr.node) {
    case 'call':
      return isTime(expr) || expr.name === 'timestamp' || children(expr).some(dependsOnRealTime);
    case 'binary':
      if (isAge(expr.left) && expr.right.node === 'number') return false;
      // The earlier of two times is the same on any clock.
      if (isComparison(expr.operator) && isMoment(expr.left) && isMoment(expr.right)) return false;
      // A time stamp remains one on any clock.
      if (expr.operator === '+' && isTime(expr.right)) return dependsOnRealTime(expr.left);
      return dependsOnRealTime(expr.left) || dependsOnRealTime(expr.right);
    default:
      return children(expr).some(dependsOnRealTime);
  }
}

const shift = ({ offset }: TimeShift, speed: number): TimeShift =>
  offset === undefined ? {} : { offset: offset / speed };

/** `(time() - real) * speed + shown`. */
const shownTime = ({ real, speed, shown }: Clock): Expr => ({
  node: 'binary',
  operator: '+',
  left: {
    node: 'binary',
    operator: '*',
    left: {
      node: 'binary',
      operator: '-',
      left: { node: 'call', name: 'time', args: [] },
      right: { node: 'number', value: real },
    },
    right: { node: 'number', value: speed },
  },
  right: { node: 'number', value: shown },
});

/** Fields of Alertmanager's configuration that are lengths of time. */
const WAITS: readonly string[] = ['resolve_timeout', 'group_wait', 'group_interval', 'repeat_interval'];

/** Alertmanager's configuration with every wait as much shorter. */
export function speedUpWaits(config: Fields, clock: Pick<Clock, 'speed'>): Fields {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const text = textOf(value);
      if (WAITS.includes(key) && text !== undefined) return [key, shortened(text, clock)];
      if (key === 'routes') return [key, listOf(value).map((route) => speedUpWaits(mapOf(route), clock))];
      return [key, key === 'global' || key === 'route' ? speedUpWaits(mapOf(value), clock) : value];
    }),
  );
}
