import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { orderApi } from '../fixtures/stack/order-api';
import { orderApiMetrics } from '../fixtures/stack/order-api-metrics';
import { matching, notMatching } from '../../src/promql/build';
import { isAlert } from '../../src/rules/rule';
import { SLO_SYMPTOMS } from '../../src/slo/alerts';
import { sloRules } from '../../src/slo/rules';
import { availabilitySlo, latencySlo } from '../../src/slo/slo';
import { gapsOf, casesOf } from '../rules/alert-proof';
import { ruleFailures, testRules } from '../../src/testing/rule-tests';
import { sloProofs } from './proofs';
import { availability, context, groupsAt, latency } from './order-api-slos';
import { requests, traffic, up } from './traffic';

const TARGET = 'namespace="default", job="order-api", pod="order-api-1", instance="10.0.0.1:8000"';
const fast = { interval: '1m', scrapeInterval: '30s' } as const;
const labelsOf = (record: string, more = '') =>
  `${record}{namespace="default", job="order-api", slo="availability"${more}}`;

describe('what is recorded every minute', () => {
  test('is the error rate in percent, the ratio of each window and the burn rate', () =>
    testRules({
      groups: groupsAt('fast', [availability]),
      ...fast,
      cases: [
        {
          name: 'half an hour without errors, then five minutes with 1 %',
          inputSeries: traffic([
            { scrapes: 60, events: 100 },
            { scrapes: 10, events: 100, bad: 1 },
          ]),
          queries: [
            {
              expr: 'order_api:slo_errors:percentage',
              at: '35m',
              expected: [{ labels: labelsOf('order_api:slo_errors:percentage', ', window="5m"'), value: 1 }],
            },
            {
              expr: 'order_api:slo_errors:ratio',
              at: '35m',
              expected: [
                { labels: labelsOf('order_api:slo_errors:ratio', ', window="5m"'), value: 0.01 },
                { labels: labelsOf('order_api:slo_errors:ratio', ', window="1h"'), value: 10 / 7000 },
              ],
            },
            {
              expr: 'order_api:slo_errors:burn_rate',
              at: '35m',
              expected: [
                { labels: labelsOf('order_api:slo_errors:burn_rate', ', window="5m"'), value: 10 },
                {
                  labels: labelsOf('order_api:slo_errors:burn_rate', ', window="1h"'),
                  value: 10 / 7000 / 0.001,
                },
              ],
            },
            {
              expr: 'order_api:slo_objective:ratio',
              at: '35m',
              expected: [{ labels: labelsOf('order_api:slo_objective:ratio'), value: 0.999 }],
            },
          ],
        },
      ],
    }));

  test('is 0 before the first error, when no error series exists yet', () =>
    testRules({
      groups: groupsAt('fast', [availability]),
      ...fast,
      cases: [
        {
          name: 'only requests that succeed',
          inputSeries: [up('1x20'), requests('200', '0+10x20')],
          queries: [
            {
              expr: 'order_api:slo_errors:ratio{window="5m"}',
              at: '10m',
              expected: [{ labels: labelsOf('order_api:slo_errors:ratio', ', window="5m"'), value: 0 }],
            },
          ],
        },
        {
          name: 'the very first error, of a series that is born with it',
          inputSeries: [up('1x20'), requests('200', '0+10x20'), requests('500', '_x15 10x5')],
          queries: [
            {
              expr: 'order_api:slo_events:count1m{outcome="bad"}',
              at: '8m',
              expected: [{ labels: labelsOf('order_api:slo_events:count1m', ', outcome="bad"'), value: 10 }],
            },
          ],
        },
      ],
    }));

  test('is nothing without traffic, rather than NaN', () =>
    testRules({
      groups: groupsAt('fast', [availability, latency]),
      ...fast,
      cases: [
        {
          name: 'counters that stand still',
          inputSeries: traffic([{ scrapes: 40, events: 0 }]),
          queries: [
            { expr: '{__name__=~"order_api:slo_errors:.*"}', at: '20m', expected: [] },
            {
              expr: 'sum by (slo) (order_api:slo_events:count1m)',
              at: '20m',
              expected: [
                { labels: '{slo="availability"}', value: 0 },
                { labels: '{slo="latency"}', value: 0 },
              ],
            },
          ],
        },
      ],
    }));

  test('counts only the requests that the SLO counts, and both conditions on one label hold', () =>
    testRules({
      groups: groupsAt('fast', [
        availabilitySlo({
          name: 'availability',
          objective: 99.9,
          period: '30d',
          requests: orderApiMetrics.requests,
          counted: { endpoint: '/orders', status: notMatching('4..') },
          errors: { status: matching('[45]..') },
        }),
      ]),
      ...fast,
      cases: [
        {
          name: 'clients that are wrong, and another route',
          inputSeries: [
            up('1x10'),
            requests('200', '0+90x10'),
            requests('404', '0+50x10'),
            requests('500', '0+10x10'),
            requests('500', '0+70x10', 'method="GET", endpoint="unmatched"'),
          ],
          queries: [
            {
              expr: 'order_api:slo_events:count1m',
              at: '5m',
              expected: [
                { labels: labelsOf('order_api:slo_events:count1m', ', outcome="all"'), value: 200 },
                { labels: labelsOf('order_api:slo_events:count1m', ', outcome="bad"'), value: 20 },
              ],
            },
          ],
        },
      ],
    }));

  test('finds a whole-number bucket in both spellings of le, and a change between them loses and invents nothing', () =>
    testRules({
      groups: groupsAt('fast', [
        latencySlo({
          name: 'latency',
          objective: 99,
          period: '30d',
          durations: orderApiMetrics.requestDuration,
          threshold: 1,
        }),
      ]),
      ...fast,
      cases: ['1', '1.0']
        .map((le) => ({
          name: `le="${le}"`,
          inputSeries: [
            up('1x20'),
            { series: `order_api_request_duration_seconds_count{${TARGET}}`, values: '0+100x20' },
            { series: `order_api_request_duration_seconds_bucket{${TARGET}, le="${le}"}`, values: '0+95x20' },
          ],
          queries: [
            {
              expr: 'order_api:slo_events:count1m{outcome="bad"}',
              at: '10m',
              expected: [
                {
                  labels:
                    'order_api:slo_events:count1m{namespace="default", job="order-api", slo="latency", outcome="bad"}',
                  value: 10,
                },
              ],
            },
          ],
        }))
        .concat([
          {
            name: 'le="1" becomes le="1.0"',
            inputSeries: [
              up('1x20'),
              { series: `order_api_request_duration_seconds_count{${TARGET}}`, values: '0+100x20' },
              {
                series: `order_api_request_duration_seconds_bucket{${TARGET}, le="1"}`,
                values: '0+95x9 stale',
              },
              {
                series: `order_api_request_duration_seconds_bucket{${TARGET}, le="1.0"}`,
                values: '_x10 950+95x10',
              },
            ],
            queries: [
              {
                expr: 'min_over_time(order_api:slo_events:count1m{outcome="bad"}[10m])',
                at: '10m',
                expected: [
                  {
                    labels: '{namespace="default", job="order-api", slo="latency", outcome="bad"}',
                    value: 10,
                  },
                ],
              },
              {
                expr: 'sum_over_time(order_api:slo_events:count1m{outcome="bad"}[3m59s])',
                at: '10m',
                expected: [
                  {
                    labels: '{namespace="default", job="order-api", slo="latency", outcome="bad"}',
                    value: 40,
                  },
                ],
              },
            ],
          },
        ]),
    }));

  test('keeps two environments apart', () =>
    testRules({
      groups: ['default', 'staging'].flatMap((namespace) =>
        groupsAt('fast', [availability], { namespace }).map((group) => ({
          ...group,
          name: `${group.name}-${namespace}`,
        })),
      ),
      ...fast,
      cases: [
        {
          name: 'the same service in two namespaces',
          inputSeries: [
            ...traffic([{ scrapes: 20, events: 10 }]),
            ...traffic([{ scrapes: 20, events: 40 }]).map(({ series, values }) => ({
              series: series.replace('namespace="default"', 'namespace="staging"'),
              values,
            })),
          ],
          queries: [
            {
              expr: 'order_api:slo_events:count1m{outcome="all"}',
              at: '10m',
              expected: [
                { labels: labelsOf('order_api:slo_events:count1m', ', outcome="all"'), value: 20 },
                {
                  labels: labelsOf('order_api:slo_events:count1m', ', outcome="all"').replace(
                    'default',
                    'staging',
                  ),
                  value: 80,
                },
              ],
            },
          ],
        },
      ],
    }));
});

describe('a minimum of events', () => {
  const guarded = availabilitySlo({
    name: 'availability',
    objective: 99.9,
    period: '30d',
    requests: orderApiMetrics.requests,
    errors: { status: matching('5..') },
    minimumEvents: 200,
  });
  const firing = {
    expr: 'count(ALERTS{alertname="OrderApiErrorBudgetBurn", alertstate="firing"})',
    at: '20m',
  };

  test('keeps an alert silent until its long window holds that many', () =>
    testRules({
      groups: groupsAt('fast', [guarded]),
      ...fast,
      cases: [
        {
          name: 'four of 199 requests fail',
          inputSeries: traffic([
            { scrapes: 36, events: 5 },
            { scrapes: 1, events: 19, bad: 4 },
            { scrapes: 3, events: 0 },
          ]),
          queries: [{ ...firing, expected: [] }],
        },
        {
          name: 'four of 200 requests fail',
          inputSeries: traffic([
            { scrapes: 36, events: 5 },
            { scrapes: 1, events: 20, bad: 4 },
            { scrapes: 3, events: 0 },
          ]),
          queries: [{ ...firing, expected: [{ labels: '{}', value: 1 }] }],
        },
      ],
    }));
});

describe('alerts of the fast group', () => {
  const cases = casesOf(sloProofs, { service: 'order-api', interval: '1m' });
  let failures: ReadonlyMap<string, string>;

  beforeAll(async () => {
    failures = await ruleFailures({ groups: groupsAt('fast', [availability]), ...fast, cases });
  });

  it.each(cases)('$name', ({ name }) => {
    expect(failures.get(name)).toBeUndefined();
  });
});

test('a scanner hides neither failed nor slow requests of the Order API, however fast it is answered', () =>
  testRules({
    groups: groupsAt('fast', orderApi.slos),
    ...fast,
    cases: [
      {
        name: 'one request a second, all of which fail after half a second, beside 200 a second to unknown paths',
        inputSeries: [
          ...traffic([{ scrapes: 130, events: 30, bad: 30 }]),
          ...traffic([{ scrapes: 130, events: 6000 }])
            .filter(({ series }) => !series.startsWith('up{'))
            .map(({ series, values }) => ({
              series: series
                .replace('endpoint="/orders"', 'endpoint="unmatched"')
                .replace('status="200"', 'status="404"'),
              values,
            })),
        ],
        queries: [
          {
            expr: 'sum by (slo) (order_api:slo_errors:ratio{window="1h"})',
            at: '65m',
            expected: ['availability', 'latency'].map((slo) => ({ labels: `{slo="${slo}"}`, value: 1 })),
          },
          {
            expr: 'count by (slo) (ALERTS{alertstate="firing", severity="critical"})',
            at: '65m',
            expected: ['availability', 'latency'].map((slo) => ({ labels: `{slo="${slo}"}`, value: 1 })),
          },
        ],
      },
    ],
  }));

test('OrderApiSloDataMissing fires when the bucket of a latency SLO does not exist', () =>
  testRules({
    groups: groupsAt('fast', [latency]),
    ...fast,
    cases: [
      {
        name: 'a service that was built with other buckets',
        inputSeries: [
          up('1x60'),
          { series: `order_api_request_duration_seconds_count{${TARGET}}`, values: '0+5x60' },
          { series: `order_api_request_duration_seconds_bucket{${TARGET}, le="0.3"}`, values: '0+5x60' },
        ],
        alerts: [{ at: '9m', alert: 'OrderApiSloDataMissing', expected: [] }],
        queries: [
          {
            expr: 'count(ALERTS{alertname="OrderApiSloDataMissing", alertstate="firing"})',
            at: '10m',
            expected: [{ labels: '{}', value: 1 }],
          },
        ],
      },
    ],
  }));

describe('completeness', () => {
  const pages = readdirSync(join(__dirname, '..', '..', 'docs', 'runbooks'));
  const rows = Object.values(SLO_SYMPTOMS).map((symptom) => ({ symptom }));

  test('every alert of an SLO has a case that fires, a case that stays silent, and a runbook page', () => {
    expect(gapsOf([{ name: 'SLO_SYMPTOMS', rows, proofs: sloProofs }], pages)).toEqual([]);
  });

  test('no alert of an SLO has a name that is not in the table', () => {
    const alerts = sloRules(context, [availability, latency]).flatMap(({ rules }) => rules.filter(isAlert));
    expect(new Set(alerts.map(({ alert }) => alert))).toEqual(
      new Set(rows.map(({ symptom }) => `OrderApi${symptom}`)),
    );
  });
});
