import { InvalidInput } from '../findings/invalid-input';
import { combine, compare, set, type Filter, type Union } from './combine';
import { COMPARISONS } from './expr';
import { print } from './print';
import { vectorOf, type InstantVector } from './vector';

/**
 * Sum of two sides.
 * @example
 * add(select(inFlight), 1) // http_requests_in_flight + 1
 */
export const add = combine('+');
/**
 * Difference of two sides.
 * @example
 * sub(1, select(inFlight)) // 1 - http_requests_in_flight
 */
export const sub = combine('-');
/**
 * Product of two sides.
 * @example
 * mul(100, select(inFlight)) // 100 * http_requests_in_flight
 */
export const mul = combine('*');
/**
 * Quotient of two sides, joined on the same labels unless `on` or `ignoring` names some.
 * @example
 * div(sumBy(['job'], select(inFlight)), countBy(['job'], select(inFlight)))
 * // sum by (job) (http_requests_in_flight) / count by (job) (http_requests_in_flight)
 */
export const div = combine('/');
/**
 * Remainder of a division.
 * @example
 * mod(hour(), 6) // hour() % 6
 */
export const mod = combine('%');

/**
 * Keeps the series of the left that equal the right.
 * @example
 * eq(select(inFlight), 0) // http_requests_in_flight == 0
 */
export const eq = compare('==');
/**
 * Keeps the series of the left that differ from the right.
 * @example
 * ne(select(inFlight), 0) // http_requests_in_flight != 0
 */
export const ne = compare('!=');
/**
 * Keeps the series of the left that are above the right.
 * @example
 * gt(select(inFlight), 10) // http_requests_in_flight > 10
 */
export const gt = compare('>');
/**
 * Keeps the series of the left that are below the right.
 * @example
 * lt(select(inFlight), 10) // http_requests_in_flight < 10
 */
export const lt = compare('<');
/**
 * Keeps the series of the left that are not below the right.
 * @example
 * ge(select(inFlight), 10) // http_requests_in_flight >= 10
 */
export const ge = compare('>=');
/**
 * Keeps the series of the left that are not above the right.
 * @example
 * le(select(inFlight), 10) // http_requests_in_flight <= 10
 */
export const le = compare('<=');

/**
 * Series of the left that have a partner on the right.
 * @example
 * and(select(inFlight), gt(select(inFlight), 10)) // http_requests_in_flight and http_requests_in_flight > 10
 */
export const and = set('and') as Filter;
/**
 * Series of the left that have no partner on the right.
 * @example
 * unless(select(inFlight), sumBy(['job'], select(inFlight)), { on: ['job'] })
 * // http_requests_in_flight unless on (job) sum by (job) (http_requests_in_flight)
 */
export const unless = set('unless') as Filter;
/**
 * All series of the left, and those of the right that have no partner there.
 * @example
 * or(select(inFlight), vector(0)) // http_requests_in_flight or vector(0)
 */
export const or = set('or') as Union;

/**
 * Makes a comparison answer 1 or 0 where it would keep or drop the series.
 * @throws InvalidInput for anything but a comparison
 * @example
 * bool(gt(select(inFlight), 10)) // http_requests_in_flight > bool 10
 */
export function bool<L extends string>(comparison: InstantVector<L>): InstantVector<L> {
  const { expr } = comparison;
  if (expr.node !== 'binary' || !(COMPARISONS as readonly string[]).includes(expr.operator))
    throw new InvalidInput({
      resource: `PromQL ${print(expr)}`,
      path: 'bool',
      message: 'only a comparison can return a bool',
      found: expr.node,
      fix: 'compare first, e.g. bool(gt(vector, 0))',
    });
  return vectorOf({ ...expr, bool: true }, comparison.labels);
}
