import { FEWEST_BAD_EVENTS } from '../../src/slo/alerts';
import { activeTiers } from '../../src/slo/check-tiers';
import { toNumber } from '../../src/slo/decimal';
import { seconds } from '../../src/promql/window';
import { errorBudgetOf } from '../../src/slo/slo';
import { thresholdOf, type Tier } from '../../src/slo/tiers';
import { testRules } from '../../src/testing/rule-tests';
import { availability, groupsAt } from './order-api-slos';
import { counter, requests, up } from './traffic';

const YEAR = seconds('365d');
const budget = errorBudgetOf(availability);
const pages = activeTiers(availability).filter(({ severity }) => severity === 'critical');

/** Probability that a Poisson variable is at least `least`. */
function tail(mean: number, least: number): number {
  let term = Math.exp(-mean);
  let below = 0;
  for (let count = 0; count < least; count++) {
    below += term;
    term *= mean / (count + 1);
  }
  return Math.max(0, 1 - below);
}

/**
 * Pages in a year when failures come at random at a constant ratio. One begins with the failure that brings the long
 * window above the threshold and to the fewest bad events, so it needs one fewer in the window before.
 */
function pagesInAYear(tier: Tier, requestsPerSecond: number, errorRatio: number): number {
  const long = seconds(tier.long);
  const needed = Math.max(
    FEWEST_BAD_EVENTS,
    Math.floor(toNumber(thresholdOf(tier, budget)) * requestsPerSecond * long) + 1,
  );
  const failures = requestsPerSecond * errorRatio;
  return YEAR * failures * tail(failures * long, needed - 1);
}

describe('failures at random that the budget allows', () => {
  const rates = Array.from({ length: 400 }, (_, step) => 60 * 1.04 ** -step);
  const worst = (errorRatio: number) =>
    Math.max(
      ...rates.map((rate) => pages.reduce((sum, tier) => sum + pagesInAYear(tier, rate, errorRatio), 0)),
    );

  test('page less than once a year at half of the allowed ratio, whatever the traffic', () => {
    expect(worst(toNumber(budget) / 2)).toBeLessThan(1);
  });

  test('page less than once in a thousand years at a tenth of it', () => {
    expect(worst(toNumber(budget) / 10)).toBeLessThan(1 / 1000);
  });
});

describe('one request a minute', () => {
  const groups = groupsAt('slow', [availability]);
  const firing = 'count by (severity) (ALERTS{alertname="OrderApiErrorBudgetBurn", alertstate="firing"})';
  const minutes = (length: number) => 2 * length;

  test('does not page for one failure, nor for one after a silent night', () =>
    testRules({
      groups,
      interval: '1m',
      scrapeInterval: '30s',
      cases: [
        {
          name: 'one of three hours of requests fails',
          inputSeries: [
            up(`1x${minutes(200)}`),
            requests('200', '0+0.5x400'),
            requests('500', `0x${minutes(120)} 1x${minutes(80)}`),
          ],
          queries: [{ expr: `sum_over_time((${firing})[3h:1m])`, at: '200m', expected: [] }],
        },
        {
          name: 'ten hours without a request, then the second request fails',
          inputSeries: [
            up(`1x${minutes(660)}`),
            requests('200', `0x${minutes(600)} 1x${minutes(60)}`),
            requests('500', `0x${minutes(601)} 1x${minutes(59)}`),
          ],
          queries: [{ expr: `sum_over_time((${firing})[11h:1m])`, at: '660m', expected: [] }],
        },
      ],
    }));

  test('pages for an outage with its fifth failure', () =>
    testRules({
      groups,
      interval: '1m',
      scrapeInterval: '30s',
      cases: [
        {
          name: 'every request fails after two hours',
          inputSeries: [
            up(`1x${minutes(140)}`),
            requests(
              '200',
              counter([
                [minutes(120), 0.5],
                [minutes(20), 0],
              ]),
            ),
            requests(
              '500',
              counter([
                [minutes(120), 0],
                [minutes(20), 0.5],
              ]),
            ),
          ],
          queries: [
            { expr: firing, at: '124m', expected: [] },
            { expr: firing, at: '125m', expected: [{ labels: '{severity="critical"}', value: 2 }] },
          ],
        },
      ],
    }));
});

test('windows of days need half of their hours before a ticket is opened', () =>
  testRules({
    groups: groupsAt('slow', [availability]),
    interval: '5m',
    cases: [
      {
        name: 'a new service of which one request in 200 fails',
        inputSeries: [up('1x600'), requests('200', '0+995x600'), requests('500', '0+5x600')],
        queries: [11, 13, 35, 37].map((hours) => ({
          expr: 'count by (long) (ALERTS{alertname="OrderApiErrorBudgetBurn", severity="warning", alertstate="firing"})',
          at: `${hours}h`,
          expected: [
            ...(hours > 12 ? [{ labels: '{long="1d"}', value: 1 }] : []),
            ...(hours > 36 ? [{ labels: '{long="3d"}', value: 1 }] : []),
          ],
        })),
      },
    ],
  }));
