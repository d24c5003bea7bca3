import fc from '../support/fast-check';
import {
  compare,
  decimal,
  decimalText,
  minus,
  over,
  rational,
  times,
  toNumber,
  type Rational,
} from '../../src/slo/decimal';

test.each([
  ['99.9', 999n, 10n],
  ['0.001', 1n, 1000n],
  ['-2.50', -5n, 2n],
  ['1e-7', 1n, 10_000_000n],
  ['2.5e3', 2500n, 1n],
  ['0', 0n, 1n],
])('%s is read without rounding', (text, numerator, denominator) => {
  expect(decimal(text)).toEqual({ numerator, denominator });
});

test.each(['', 'NaN', 'Infinity', '1.', '.5', '1_000', '0x10', '+1'])('%j is no decimal', (text) => {
  expect(decimal(text)).toBeUndefined();
});

test('a number is read as its author wrote it', () => {
  expect(decimal(99.95)).toEqual(rational(1999, 20));
  expect(decimal(1e-7)).toEqual(rational(1, 10_000_000));
});

test.each([
  [rational(1, 1000), '0.001'],
  [rational(144, 10_000), '0.0144'],
  [rational(-5, 2), '-2.5'],
  [rational(3, -4), '-0.75'],
  [rational(30), '30'],
  [rational(0), '0'],
  [rational(1, 1024), '0.0009765625'],
  // No decimal writes these: twelve digits, the last one rounded.
  [rational(1, 3), '0.333333333333'],
  [rational(2, 3), '0.666666666667'],
  [rational(31, 30), '1.03333333333'],
  [rational(-1, 3000), '-0.000333333333333'],
  [rational(10_000_000_000_000, 3), '3333333333333'],
])('%j is written %s', (value, text) => {
  expect(decimalText(value)).toBe(text);
});

test('the threshold of 99.9 % is not 0.0009999999999999432', () => {
  const budget = over(minus(rational(100), decimal(99.9)!), rational(100));
  expect((100 - 99.9) / 100).toBe(0.0009999999999999432);
  expect(toNumber(budget)).toBe(0.001);
  expect(String(toNumber(times(decimal('14.4')!, budget)))).toBe('0.0144');
});

test('fractions are compared exactly', () => {
  expect(compare(rational(1, 3), rational(333_333, 1_000_000))).toBe(1);
  expect(compare(rational(1, 3), rational(2, 6))).toBe(0);
  expect(compare(rational(-1, 3), rational(0))).toBe(-1);
});

const fractions: fc.Arbitrary<Rational> = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([numerator, denominator]) => rational(numerator, denominator));

test('arithmetic is exact: what is multiplied and divided, or subtracted twice, is back', () => {
  fc.assert(
    fc.property(fractions, fractions, (a, b) => {
      expect(minus(a, minus(a, b))).toEqual(b);
      fc.pre(b.numerator !== 0n);
      expect(over(times(a, b), b)).toEqual(a);
    }),
  );
});

test('a decimal of any length is written as it was read', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 18n }),
      fc.integer({ min: 0, max: 18 }),
      (digits, places) => {
        const text = decimalText(rational(digits, 10n ** BigInt(places)));
        expect(decimal(text)).toEqual(rational(digits, 10n ** BigInt(places)));
        expect(text).not.toMatch(/\.\d*0$/);
      },
    ),
  );
});

test('any other fraction is off by less than one part in 10^11', () => {
  fc.assert(
    fc.property(fractions, (value) => {
      fc.pre(value.numerator !== 0n);
      const error = over(minus(decimal(decimalText(value))!, value), value);
      const magnitude = error.numerator < 0n ? minus(rational(0), error) : error;
      expect(compare(magnitude, rational(1, 10n ** 11n))).toBe(-1);
    }),
  );
});
