import fc from '../support/fast-check';
import { duration, seconds, type Duration } from '../../src/promql/window';
import { compare, decimal, decimalText, rational, times, toNumber } from '../../src/slo/decimal';
import {
  burnRateFactor,
  detectionSeconds,
  exhaustionSeconds,
  thresholdOf,
  tiersFor,
  TIER_NAMES,
} from '../../src/slo/tiers';

const shown = (period: Duration, windows: 'fitting' | 'standard') =>
  tiersFor(period, windows).map(
    ({ name, long, short, factor }) => `${name} ${long}/${short} ${decimalText(factor)}`,
  );

test.each<[Duration, readonly string[]]>([
  ['30d', ['page-fast 1h/5m 14.4', 'page-slow 6h/30m 6', 'ticket-fast 1d/2h 3', 'ticket-slow 3d/6h 1']],
  ['90d', ['page-fast 1h/5m 43.2', 'page-slow 6h/30m 18', 'ticket-fast 1d/2h 9', 'ticket-slow 3d/6h 3']],
  [
    '28d',
    [
      'page-fast 1h/5m 13.44',
      'page-slow 6h/30m 5.6',
      'ticket-fast 1d/2h 2.8',
      'ticket-slow 2d19h12m/5h36m 1',
    ],
  ],
  [
    '14d',
    ['page-fast 1h/5m 6.72', 'page-slow 6h/30m 2.8', 'ticket-fast 1d/2h 1.4', 'ticket-slow 1d9h36m/2h48m 1'],
  ],
  // Both tickets come to a tenth of the budget at burn rate 1, so one is enough.
  ['7d', ['page-fast 1h/5m 3.36', 'page-slow 6h/30m 1.4', 'ticket-slow 16h48m/1h24m 1']],
  ['1d', ['page-fast 28m48s/2m24s 1', 'page-slow 1h12m/6m 1', 'ticket-slow 2h24m/12m 1']],
  [
    '31d',
    [
      'page-fast 1h/5m 14.88',
      'page-slow 6h/30m 6.2',
      'ticket-fast 1d/2h 3.1',
      'ticket-slow 3d/6h 1.03333333333',
    ],
  ],
])('over %s the windows fit the period', (period, tiers) => {
  expect(shown(period, 'fitting')).toEqual(tiers);
});

test.each<[Duration, readonly string[]]>([
  ['7d', ['3.36', '1.4', '0.7', '0.233333333333']],
  ['14d', ['6.72', '2.8', '1.4', '0.466666666667']],
  ['28d', ['13.44', '5.6', '2.8', '0.933333333333']],
  ['30d', ['14.4', '6', '3', '1']],
  ['90d', ['43.2', '18', '9', '3']],
])('over %s the standard windows have the factors %j', (period, factors) => {
  expect(tiersFor(period, 'standard').map(({ factor }) => decimalText(factor))).toEqual(factors);
});

test('thresholds of 99.9 % over 30d print without residue', () => {
  const thresholds = tiersFor('30d', 'fitting').map((tier) => toNumber(thresholdOf(tier, decimal('0.001')!)));
  expect(thresholds.map(String)).toEqual(['0.0144', '0.006', '0.003', '0.001']);
});

test('an outage of 99.9 % over 30d is seen after 52 seconds, 5 % errors after a bit more than 17 minutes', () => {
  const [page] = tiersFor('30d', 'fitting');
  const after = (errors: string) => decimalText(detectionSeconds(page!, decimal('0.001')!, decimal(errors)!));
  expect([after('1'), after('0.2'), after('0.05')]).toEqual(['51.84', '259.2', '1036.8']);
});

test('a budget of 30d is gone after two days and two hours at burn rate 14.4', () => {
  expect(decimalText(exhaustionSeconds('30d', decimal('14.4')!))).toBe('180000');
  expect(duration(180_000)).toBe('2d2h');
});

const days = fc.integer({ min: 1, max: 1000 }).map((count): Duration => `${count}d`);

test('whatever the period, a tier fires when its share of the budget is spent, and never while on budget', () => {
  fc.assert(
    fc.property(days, (period) => {
      for (const { factor, budgetShare, long, short } of tiersFor(period, 'fitting')) {
        expect(compare(factor, rational(1))).toBeGreaterThanOrEqual(0);
        expect(times(factor, rational(seconds(long), seconds(period)))).toEqual(budgetShare);
        expect(burnRateFactor(budgetShare, period, long)).toEqual(factor);
        expect(seconds(short) * 12).toBe(seconds(long));
      }
    }),
  );
});

test('whatever the period, pages come before tickets, and no two tiers are the same', () => {
  fc.assert(
    fc.property(days, (period) => {
      const tiers = tiersFor(period, 'fitting');
      expect(tiers.map(({ name }) => name)).toEqual(
        TIER_NAMES.filter((name) => tiers.some((tier) => tier.name === name)),
      );
      for (const [index, tier] of tiers.slice(1).entries()) {
        expect(compare(tiers[index]!.factor, tier.factor)).toBeGreaterThanOrEqual(0);
        expect(seconds(tiers[index]!.long)).toBeLessThan(seconds(tier.long));
      }
    }),
  );
});
