import { firingsOf } from '../../../bench/noise/firings';

/** 36 minutes. */
const DAYS = 0.025;

it('counts how often an alert begins to fire, for each service', async () => {
  const firings = await firingsOf(
    [
      { namespace: 'quiet-healthy', rate: 1, errors: 0.0001 },
      { namespace: 'quiet-failing', rate: 1, errors: 0.05 },
    ],
    DAYS,
    1,
  );
  expect(firings).toContainEqual({
    namespace: 'quiet-failing',
    alert: 'OrderApiErrorBudgetBurn',
    severity: 'critical',
    slo: 'availability',
    long: '1h',
    times: 1,
  });
  expect(firings.filter(({ namespace }) => namespace === 'quiet-healthy')).toEqual([]);
});

it('does not take a service for quiet whose requests are not counted', async () => {
  await expect(firingsOf([{ namespace: 'unmatched', rate: 1, errors: 0 }], DAYS, 1)).rejects.toThrow(
    'The rules did not count the requests of unmatched',
  );
});
