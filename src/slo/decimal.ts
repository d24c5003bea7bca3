/** An exact fraction in lowest terms; thresholds are computed in these, so that 0.001 stays 0.001. */
export interface Rational {
  readonly numerator: bigint;
  /** Above 0. */
  readonly denominator: bigint;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/;

/** A whole number, or a quotient of two. */
export function rational(numerator: number | bigint, denominator: number | bigint = 1): Rational {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  const divisor = greatestCommonDivisor(n < 0n ? -n : n, d < 0n ? -d : d);
  const sign = d < 0n ? -1n : 1n;
  return { numerator: (sign * n) / divisor, denominator: (sign * d) / divisor };
}

/** The number that a decimal writes, without rounding; undefined for text that is not a decimal. */
export function decimal(text: string | number): Rational | undefined {
  const match = DECIMAL.exec(String(text));
  if (match === null) return undefined;
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  const shift = BigInt(exponent) - BigInt(fraction.length);
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return shift >= 0n ? rational(digits * 10n ** shift) : rational(digits, 10n ** -shift);
}

export function times(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** @param b not 0 */
export function over(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function minus(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

/** Below 0 when a is the smaller one, 0 when they are equal. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Digits of a fraction that no decimal writes exactly, e.g. 31/30. */
const SIGNIFICANT_DIGITS = 12;

/** All digits of a fraction that has finitely many; otherwise rounded to twelve significant ones. */
export function decimalText(value: Rational): string {
  const { numerator, denominator } = value;
  const magnitude = numerator < 0n ? -numerator : numerator;
  const places = decimalPlaces(denominator) ?? placesFor(magnitude, denominator);
  const scaled = roundedQuotient(magnitude * 10n ** BigInt(places), denominator);
  const digits = scaled.toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${numerator < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The nearest floating-point number, which prints as {@link decimalText} does. */
export function toNumber(value: Rational): number {
  return Number(decimalText(value));
}

/** How many places after the point write 1/denominator exactly; undefined when none do. */
function decimalPlaces(denominator: bigint): number | undefined {
  let rest = denominator;
  const count = (factor: bigint): number => {
    let found = 0;
    for (; rest % factor === 0n; found++) rest /= factor;
    return found;
  };
  const places = Math.max(count(2n), count(5n));
  return rest === 1n ? places : undefined;
}

/** Places that leave {@link SIGNIFICANT_DIGITS} digits of the quotient, or none when it has more before the point. */
function placesFor(numerator: bigint, denominator: bigint): number {
  const least = 10n ** BigInt(SIGNIFICANT_DIGITS - 1) * denominator;
  let places = 0;
  while (numerator * 10n ** BigInt(places) < least) places++;
  return places;
}

function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
