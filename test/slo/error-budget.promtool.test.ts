import { duration } from '../../src/promql/window';
import { matching } from '../../src/promql/build';
import { orderApiMetrics } from '../fixtures/stack/order-api-metrics';
import { availabilitySlo } from '../../src/slo/slo';
import { testRules } from '../../src/testing/rule-tests';
import { groupsAt, rulesBehind, withoutRestarts } from './order-api-slos';
import { traffic, up } from './traffic';

const SLO = '{namespace="default", job="order-api", slo="availability"}';
const TARGET = 'namespace="default", job="order-api", pod="order-api-1", instance="10.0.0.1:8000"';

/** As the Order API's, but with a period that a test can live through. */
const daily = availabilitySlo({
  name: 'availability',
  objective: 99,
  period: '1d',
  requests: orderApiMetrics.requests,
  errors: { status: matching('5..') },
});

/** Nothing but tiles and what comes of them. */
const budgetGroups = () =>
  rulesBehind(
    withoutRestarts(groupsAt('slow', [daily])),
    'order_api:slo_period_events:count',
    'order_api:slo_events:count5m',
  );

/** One scrape every five minutes, and never the same number of events twice in a row. */
const DAYS = 2.5;
const LENGTH = DAYS * 288;
const eventsAt = (scrape: number) => 100 + ((scrape * 37) % 91);
const errorsAt = (scrape: number) => (scrape % 17 === 0 ? scrape % 23 : 0);

/** A counter with one growth a scrape, and no sample during an outage. */
function uneven(growthAt: (scrape: number) => number, outage: readonly [number, number] = [0, 0]): string {
  let value = 0;
  return Array.from({ length: LENGTH + 1 }, (_, scrape) => {
    value += scrape === 0 ? 0 : growthAt(scrape);
    return scrape >= outage[0] && scrape < outage[1] ? '_' : String(value);
  }).join(' ');
}

function unevenTraffic(outage?: readonly [number, number]) {
  const answers = Array.from({ length: LENGTH + 1 }, (_, scrape) =>
    outage !== undefined && scrape >= outage[0] && scrape < outage[1] ? '_' : '1',
  );
  return [
    up(answers.join(' ')),
    {
      series: `order_api_requests_total{${TARGET}, status="200"}`,
      values: uneven((scrape) => eventsAt(scrape) - errorsAt(scrape), outage),
    },
    { series: `order_api_requests_total{${TARGET}, status="500"}`, values: uneven(errorsAt, outage) },
  ];
}

/** Events of the day before an evaluation, told by the scrapes themselves. */
function eventsOfTheDay(growthAt: (scrape: number) => number, evaluation: number): number {
  const first = Math.max(1, evaluation - 287);
  return Array.from({ length: evaluation - first + 1 }, (_, index) => growthAt(first + index)).reduce(
    (sum, growth) => sum + growth,
    0,
  );
}

/** Just before, at and after the ends of hours, of the first period, and of hours that leave it. */
const EVALUATIONS = [
  1, 11, 12, 13, 23, 24, 25, 287, 288, 289, 299, 300, 301, 311, 312, 500, 611, 612, 613, 720,
];

test('the events of the period are those of the tiles in it, at every minute of the hour', () =>
  testRules({
    groups: budgetGroups(),
    interval: '5m',
    cases: [
      {
        name: 'two and a half days with a period of one',
        inputSeries: unevenTraffic(),
        queries: EVALUATIONS.flatMap((evaluation) =>
          [
            { outcome: 'all', growthAt: eventsAt },
            { outcome: 'bad', growthAt: errorsAt },
          ].map(({ outcome, growthAt }) => ({
            expr: `order_api:slo_period_events:count{outcome="${outcome}"}`,
            at: duration(evaluation * 300),
            expected: [
              {
                labels: `order_api:slo_period_events:count{namespace="default", job="order-api", outcome="${outcome}", slo="availability"}`,
                value: eventsOfTheDay(growthAt, evaluation),
              },
            ],
          })),
        ),
      },
    ],
  }));

test('an outage over the end of an hour is recovered once, and stays exact while it leaves the period', () =>
  testRules({
    groups: budgetGroups(),
    interval: '5m',
    cases: [
      {
        name: 'forty minutes without a scrape from 1d45m on',
        inputSeries: unevenTraffic([297, 305]),
        queries: [296, 305, 306, 311, 312, 313, 320, 584, 593, 594, 600, 601, 612, 700].map((evaluation) => ({
          expr: [
            'order_api:slo_period_events:count',
            '- on (outcome) sum_over_time(order_api:slo_events:count5m[23h59m59s])',
          ].join(' '),
          at: duration(evaluation * 300),
          expected: [
            { labels: '{outcome="all"}', value: 0 },
            { labels: '{outcome="bad"}', value: 0 },
          ],
        })),
      },
    ],
  }));

test('what happened before an outage of hours stays in the budget', () =>
  testRules({
    groups: budgetGroups(),
    interval: '5m',
    cases: [
      // Not at 310, an hour after 298: only ranges of Prometheus 2 contain their first moment.
      { from: 298, evaluations: [297, 300, 305, 309, 330, 331, 335, 336, 340, 500, 584] },
      // The first tile of an hour is its last one: there is no other until the next hour, 60 minutes later.
      { from: 289, evaluations: [288, 295, 300, 330, 331, 335, 336, 340, 500, 584] },
    ].map(({ from, evaluations }) => ({
      name: `no scrape from ${duration(from * 300)} to ${duration(330 * 300)}`,
      inputSeries: unevenTraffic([from, 330]),
      queries: evaluations.map((evaluation) => ({
        expr: [
          'last_over_time(order_api:slo_period_events:count[4h])',
          '- on (outcome) sum_over_time(order_api:slo_events:count5m[23h59m59s])',
        ].join(' '),
        at: duration(evaluation * 300),
        expected: [
          { labels: '{outcome="all"}', value: 0 },
          { labels: '{outcome="bad"}', value: 0 },
        ],
      })),
    })),
  }));

describe('what is left of the budget', () => {
  // The burn rate of the last hour is given.
  const groups = (slo = daily) =>
    rulesBehind(
      withoutRestarts(groupsAt('slow', [slo])).filter(({ name }) => !name.endsWith('-status')),
      'order_api:slo_period_errors:ratio',
      'order_api:slo_error_budget:remaining',
      'order_api:slo_error_budget:exhaustion_seconds',
      'order_api:slo_error_budget:coverage',
    );
  const burnRate = (values: string) => ({
    series: `order_api:slo_errors:burn_rate{namespace="default", job="order-api", slo="availability", window="1h"}`,
    values,
  });

  test('is told as ratio, share and seconds, and falls below 0 when it is overdrawn', () =>
    testRules({
      groups: groups(),
      interval: '5m',
      cases: [
        {
          name: 'a quarter of the errors that a day allows',
          inputSeries: [...traffic([{ scrapes: 48, events: 10_000, bad: 25 }]), burnRate('4x60')],
          queries: [
            {
              expr: 'order_api:slo_period_errors:ratio',
              at: '4h',
              expected: [{ labels: `order_api:slo_period_errors:ratio${SLO}`, value: 0.0025 }],
            },
            {
              expr: 'order_api:slo_error_budget:remaining',
              at: '4h',
              expected: [{ labels: `order_api:slo_error_budget:remaining${SLO}`, value: 0.75 }],
            },
            // Three quarters of a day at four times the allowed rate.
            {
              expr: 'order_api:slo_error_budget:exhaustion_seconds',
              at: '4h',
              expected: [{ labels: `order_api:slo_error_budget:exhaustion_seconds${SLO}`, value: 16_200 }],
            },
          ],
        },
        {
          name: 'twice the errors that a day allows',
          inputSeries: [...traffic([{ scrapes: 48, events: 10_000, bad: 200 }]), burnRate('2x60')],
          queries: [
            {
              expr: 'order_api:slo_error_budget:remaining',
              at: '4h',
              expected: [{ labels: `order_api:slo_error_budget:remaining${SLO}`, value: -1 }],
            },
            {
              expr: 'order_api:slo_error_budget:exhaustion_seconds',
              at: '4h',
              expected: [{ labels: `order_api:slo_error_budget:exhaustion_seconds${SLO}`, value: 0 }],
            },
          ],
        },
        {
          name: 'nothing burns',
          inputSeries: [...traffic([{ scrapes: 48, events: 10_000 }]), burnRate('0x60')],
          queries: [
            {
              expr: 'order_api:slo_error_budget:remaining',
              at: '4h',
              expected: [{ labels: `order_api:slo_error_budget:remaining${SLO}`, value: 1 }],
            },
            { expr: 'order_api:slo_error_budget:exhaustion_seconds', at: '4h', expected: [] },
          ],
        },
      ],
    }));

  // Not equal to itself: NaN.
  const averageOfRatios =
    'avg_over_time((sum(rate(order_api_requests_total{status="500"}[10m])) / sum(rate(order_api_requests_total[10m])))[2h:5m])';

  test('is a number, and the true one, after twenty minutes of silence', () =>
    testRules({
      groups: groups(),
      interval: '5m',
      cases: [
        {
          name: 'silence from 1h to 1h20m',
          inputSeries: traffic([
            { scrapes: 12, events: 1000, bad: 10 },
            { scrapes: 4, events: 0 },
            { scrapes: 12, events: 1000 },
          ]),
          queries: [
            {
              expr: 'order_api:slo_period_errors:ratio',
              at: '2h20m',
              expected: [{ labels: `order_api:slo_period_errors:ratio${SLO}`, value: 0.005 }],
            },
            // What the peers average, where a window without traffic is 0/0: NaN stays for the whole period.
            {
              expr: `count(${averageOfRatios} != ${averageOfRatios})`,
              at: '2h20m',
              expected: [{ labels: '{}', value: 1 }],
            },
          ],
        },
        {
          name: 'no request at all',
          inputSeries: traffic([{ scrapes: 28, events: 0 }]),
          queries: [
            {
              expr: 'order_api:slo_period_events:count{outcome="all"}',
              at: '2h',
              expected: [
                {
                  labels: `order_api:slo_period_events:count{namespace="default", job="order-api", outcome="all", slo="availability"}`,
                  value: 0,
                },
              ],
            },
            {
              expr: '{__name__=~"order_api:slo_(period_errors:ratio|error_budget:remaining|error_budget:exhaustion_seconds)"}',
              at: '2h',
              expected: [],
            },
          ],
        },
      ],
    }));

  test('is counted in as many of its hours as there were, and says so', () =>
    testRules({
      groups: groups(),
      interval: '5m',
      cases: [
        {
          name: 'six hours of a day, then all of it',
          inputSeries: traffic([{ scrapes: 400, events: 10 }]),
          queries: [
            { expr: 'order_api:slo_error_budget:coverage', at: '55m', expected: [] },
            {
              expr: 'order_api:slo_error_budget:coverage',
              at: '6h',
              expected: [{ labels: `order_api:slo_error_budget:coverage${SLO}`, value: 0.25 }],
            },
            {
              expr: 'order_api:slo_error_budget:coverage',
              at: '33h',
              expected: [{ labels: `order_api:slo_error_budget:coverage${SLO}`, value: 1 }],
            },
          ],
        },
      ],
    }));

  test('goes on when the period changes: the new one finds the history of the old one', () =>
    testRules({
      groups: groups(
        availabilitySlo({
          name: 'availability',
          objective: 99.5,
          period: '7d',
          requests: orderApiMetrics.requests,
          errors: { status: matching('5..') },
        }),
      ),
      interval: '5m',
      cases: [
        {
          name: 'the hours that the rules of another period and objective recorded',
          inputSeries: [
            ...traffic([{ scrapes: 13, events: 100 }]),
            ...['all', 'bad'].map((outcome, bad) => ({
              series: `order_api:slo_events:count1h{namespace="default", job="order-api", slo="availability", outcome="${outcome}"}`,
              values: `_x4 ${bad === 0 ? 3800 : 38}`,
            })),
          ],
          queries: [
            {
              expr: 'order_api:slo_period_events:count',
              at: '55m',
              expected: [
                // Eleven tiles of a hundred, and the hour of the old rules.
                {
                  labels:
                    'order_api:slo_period_events:count{namespace="default", job="order-api", outcome="all", slo="availability"}',
                  value: 4900,
                },
                {
                  labels:
                    'order_api:slo_period_events:count{namespace="default", job="order-api", outcome="bad", slo="availability"}',
                  value: 38,
                },
              ],
            },
          ],
        },
      ],
    }));
});
