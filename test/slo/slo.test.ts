import { orderApi } from '../fixtures/stack/order-api';
import { InvalidInput } from '../../src/findings/invalid-input';
import { orderApiMetrics } from '../fixtures/stack/order-api-metrics';
import { matching, not, notMatching } from '../../src/promql/build';
import { checkSlos, sloWarnings } from '../../src/slo/check';
import { decimalText } from '../../src/slo/decimal';
import { availabilitySlo, errorBudgetOf, kindOf, latencySlo } from '../../src/slo/slo';
import { availability, latency } from './order-api-slos';

const { requests, requestDuration: durations } = orderApiMetrics;
const base = {
  name: 'availability',
  objective: 99.9,
  period: '30d',
  requests,
  errors: { status: matching('5..') },
} as const;

function message(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidInput) return error.message;
    throw error;
  }
  throw new Error('nothing was rejected');
}

test('an SLO has a metric and an error budget', () => {
  expect([availability, latency].map((slo) => kindOf(slo).metrics(slo))).toEqual([[requests], [durations]]);
  expect([availability, latency].map((slo) => decimalText(errorBudgetOf(slo)))).toEqual(['0.001', '0.01']);
});

test('the objectives of the catalog are those that the tests here prove', () => {
  expect(orderApi.slos).toEqual([availability, latency]);
});

describe('an availability SLO is rejected', () => {
  test.each<readonly [string, object, string]>([
    [
      'with a name that is no label',
      { name: 'Availability!' },
      'SLO "Availability!": not a label of at most 40 characters (name: "Availability!"). Use lower-case letters, digits and hyphens, starting with a letter.',
    ],
    [
      'with an objective of 100',
      { objective: 100 },
      'SLO "availability": not above 0 and below 100 percent (objective: 100). Write 99.9 for 99.9 %; an objective of 100 leaves no error budget.',
    ],
    [
      'with an objective of 0',
      { objective: 0 },
      'SLO "availability": not above 0 and below 100 percent (objective: 0). Write 99.9 for 99.9 %; an objective of 100 leaves no error budget.',
    ],
    [
      'with an objective that is no number',
      { objective: NaN },
      'SLO "availability": not a number (objective: NaN). Write 99.9 for 99.9 %.',
    ],
    [
      'with an objective that is text, and without a name',
      { objective: '99.9', name: undefined },
      'SLO without a name: required field is missing (name). Name the objective, e.g. availability.\n' +
        'SLO without a name: not a number (objective: "99.9"). Write 99.9 for 99.9 %.',
    ],
    [
      'with a misspelt field',
      { minimunEvents: 9 },
      'SLO "availability": unknown field (minimunEvents: 9). Use one of name, objective, period, counted, minimumEvents, tiers, windows, requests, errors.',
    ],
    [
      'with a choice of windows that there is not',
      { windows: 'standrd' },
      'SLO "availability": not one of the allowed values (windows: "standrd"). Use one of fitting, standard.',
    ],
    [
      'with a gauge where a counter belongs',
      { requests: { kind: 'gauge' } },
      `SLO "availability": not a counter, histogram or summary (requests: {"kind":"gauge"}). Name a metric of the contract that counts requests.`,
    ],
    [
      'with errors that are not counted',
      { counted: { status: '200' } },
      'SLO "availability": no counted event can be an error, because counted selects status="200" (errors.status: "5.."). Widen counted, so that it includes the failed events.',
    ],
    [
      'with errors that are all but what is counted',
      { counted: { endpoint: '/orders' }, errors: { endpoint: not('/orders') } },
      'SLO "availability": no counted event can be an error, because counted selects endpoint="/orders" (errors.endpoint: "/orders"). Widen counted, so that it includes the failed events.',
    ],
    [
      'with errors among what is left out',
      { counted: { endpoint: not('unmatched') }, errors: { endpoint: 'unmatched' } },
      'SLO "availability": no counted event can be an error, because counted selects endpoint!="unmatched" (errors.endpoint: "unmatched"). Widen counted, so that it includes the failed events.',
    ],
    [
      'with errors that no value is left for',
      { counted: { endpoint: matching('/orders.*') }, errors: { endpoint: notMatching('/.*') } },
      'SLO "availability": no counted event can be an error, because counted selects endpoint=~"/orders.*" (errors.endpoint: "/.*"). Widen counted, so that it includes the failed events.',
    ],
    [
      'with errors of a form that is left out',
      { counted: { status: notMatching('5..') }, errors: { status: '503' } },
      'SLO "availability": no counted event can be an error, because counted selects status!~"5.." (errors.status: "503"). Widen counted, so that it includes the failed events.',
    ],
    [
      'when nothing is counted',
      { counted: { endpoint: notMatching('.*') } },
      'SLO "availability": no value of the label matches, so no event would be counted (counted.endpoint: ".*"). Allow one of /orders, /orders/:id, unmatched.',
    ],
    [
      'with counted events that are no value of the label',
      { counted: { endpoint: not('unmached') } },
      'metric "order_api_requests_total": the label never has this value (label endpoint: "unmached"). Use one of /orders, /orders/:id, unmatched.',
    ],
    [
      'with counted events that are no matchers',
      { counted: 'endpoint' },
      'SLO "availability": not a map of labels to values (counted: "endpoint"). Write e.g. { status: matching(\'5..\') }.',
    ],
    [
      'with a number where a value belongs',
      { counted: { status: 200 }, errors: { status: null } },
      "SLO \"availability\": not a label value or matcher (counted.status: 200). Write a string, or e.g. not('unmatched') or matching('5..').\n" +
        "SLO \"availability\": not a label value or matcher (errors.status: null). Write a string, or e.g. not('unmatched') or matching('5..').",
    ],
    [
      'with a period of 36 hours',
      { period: '36h' },
      'SLO "availability": not a whole number of days (period: "36h"). Write it like 7d, 28d or 30d.',
    ],
    [
      'with a period that is no duration',
      { period: '30 days' },
      'SLO "availability": not a whole number of days (period: "30 days"). Write it like 7d, 28d or 30d.',
    ],
    [
      'with a fraction of an event as minimum',
      { minimumEvents: 0.5 },
      'SLO "availability": not a whole number from 0 on (minimumEvents: 0.5). Leave it out, or give the number of events that make a ratio worth an alert.',
    ],
    [
      'with a negative minimum of events',
      { minimumEvents: -1 },
      'SLO "availability": not a whole number from 0 on (minimumEvents: -1). Leave it out, or give the number of events that make a ratio worth an alert.',
    ],
    [
      'when every request would be an error',
      { errors: {} },
      'SLO "availability": invalid: no label given, so every request would be an error; select failed requests, e.g. { status: matching(\'5..\') } (errors: {}). Correct it.',
    ],
    [
      'with errors that are no value of the label',
      { errors: { method: 'PUT' } },
      'metric "order_api_requests_total": the label never has this value (label method: "PUT"). Use one of GET, POST, PATCH, DELETE, other.',
    ],
    [
      'with an unknown tier',
      { tiers: { 'page-faster': 'off' } },
      'SLO "availability": unknown field (tiers.page-faster: "off"). Use one of page-fast, page-slow, ticket-fast, ticket-slow.',
    ],
    [
      'with an unknown severity',
      { tiers: { 'page-fast': 'page' } },
      'SLO "availability": not one of the allowed values (tiers.page-fast: "page"). Use one of critical, warning, info, off.',
    ],
    [
      'with an objective so low that its pages never fire',
      { objective: 90 },
      'SLO "availability": page-fast can never fire: burn rate 14.4 with a budget of 10 % needs more than 144 % errors (objective: 90). Raise it above 93.0555555556, or switch page-fast off.',
    ],
    [
      'with an objective at which everything has to fail and more',
      { objective: 83.3 },
      'SLO "availability": page-fast can never fire: burn rate 14.4 with a budget of 16.7 % needs more than 240.48 % errors (objective: 83.3). Raise it above 93.0555555556, or switch page-fast off.\n' +
        'SLO "availability": page-slow can never fire: burn rate 6 with a budget of 16.7 % needs more than 100.2 % errors (objective: 83.3). Raise it above 83.3333333333, or switch page-slow off.',
    ],
    [
      'with an objective that is written as a share',
      { objective: 0.999 },
      'SLO "availability": no alert can fire, as the objective is in percent (objective: 0.999). Write 99.9 for 99.9 %.',
    ],
    [
      'with standard windows that alert while on budget',
      { period: '28d', windows: 'standard' },
      'SLO "availability": ticket-slow would fire while the service is on budget: 10 % of 28d in 3d is a burn rate of 0.933333333333, below 1 (windows: "standard"). Use \'fitting\', which shortens the window, or switch ticket-slow off.',
    ],
  ])('%s', (_, change, expected) => {
    expect(message(() => availabilitySlo({ ...base, ...change }))).toBe(expected);
  });

  test('with everything that is wrong at once', () => {
    const wrong = { ...base, name: '', objective: -1, period: '0d', minimumEvents: -1, errors: {} } as const;
    expect(message(() => availabilitySlo(wrong)).split('\n')).toHaveLength(5);
  });
});

test('an objective exactly at the limit of a tier is rejected: nothing is above 100 % errors', () => {
  const atLimit = { ...base, period: '24d', objective: 95, tiers: { 'page-fast': 'off' } } as const;
  // 5 % of 24d in 6h is a burn rate of 4.8; 20 / 4.8 leaves room.
  expect(() => availabilitySlo(atLimit)).not.toThrow();
  expect(
    message(() => availabilitySlo({ ...base, objective: 80, period: '25d', tiers: { 'page-fast': 'off' } })),
  ).toBe(
    'SLO "availability": page-slow can never fire: burn rate 5 with a budget of 20 % needs more than 100 % errors (objective: 80). Raise it above 80, or switch page-slow off.',
  );
});

test.each([
  ['a tier that is switched off', { objective: 90, tiers: { 'page-fast': 'off', 'page-slow': 'off' } }],
  ['standard windows that fit', { windows: 'standard' }],
  [
    'standard windows whose only unfitting tier is off',
    { period: '28d', windows: 'standard', tiers: { 'ticket-slow': 'off' } },
  ],
  ['a week', { period: '7d' }],
  ['a year and a day', { period: '366d' }],
  ['an objective with five nines', { objective: 99.999 }],
] as const)('an availability SLO may have %s', (_, change) => {
  expect(() => availabilitySlo({ ...base, ...change })).not.toThrow();
});

test('errors may be told by a label that is counted, as long as both can hold', () => {
  const slos = [
    { counted: { endpoint: '/orders' }, errors: { endpoint: '/orders' } },
    { counted: { status: '500' }, errors: { status: matching('5..') } },
    { counted: { status: '500' }, errors: { status: not('200') } },
    { counted: { status: matching('[25]..') }, errors: { status: matching('5..') } },
    { counted: { endpoint: not('unmatched') }, errors: { endpoint: '/orders' } },
    { counted: { endpoint: not('unmatched') }, errors: { endpoint: not('/orders') } },
    { counted: { pod: not('canary') }, errors: { status: '500' } },
  ] as const;
  for (const fields of slos) expect(() => availabilitySlo({ ...base, ...fields })).not.toThrow();
});

test('a latency SLO is rejected with a counter in place of a histogram', () => {
  const counter = requests as unknown as typeof durations;
  expect(
    message(() =>
      latencySlo({ name: 'latency', objective: 99, period: '30d', durations: counter, threshold: 0.25 }),
    ),
  ).toContain('SLO "latency": not a histogram (durations: {"kind":"counter",');
});

test('a latency SLO is rejected when its threshold is no bucket', () => {
  const props = { name: 'latency', objective: 99, period: '30d', durations, threshold: 0.3 } as const;
  // @ts-expect-error the contract has no such bucket
  expect(message(() => latencySlo(props))).toBe(
    'SLO "latency": the histogram order_api_request_duration_seconds has no such bucket, so requests within the threshold cannot be counted (threshold: 0.3). Use one of 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, or add it to the metric\'s buckets.',
  );
});

test('a latency SLO is rejected when nothing is counted', () => {
  const props = { name: 'latency', objective: 99, period: '30d', durations, threshold: 0.25 } as const;
  expect(message(() => latencySlo({ ...props, counted: { endpoint: notMatching('.*') } }))).toBe(
    'SLO "latency": no value of the label matches, so no event would be counted (counted.endpoint: ".*"). Allow one of /orders, /orders/:id, unmatched.',
  );
});

test('a label that the metric does not have does not compile, and is rejected', () => {
  // @ts-expect-error a value that the label never holds
  expect(message(() => availabilitySlo({ ...base, counted: { endpoint: not('/task') } }))).toContain('/task');
  // @ts-expect-error the contract has no such label
  expect(message(() => availabilitySlo({ ...base, counted: { tenant: 'a' } }))).toContain(
    'the series do not have this label (matchers: "tenant")',
  );
  const slow = { name: 'latency', objective: 99, period: '30d', durations, threshold: 0.25 } as const;
  // @ts-expect-error the histogram has no status
  expect(message(() => latencySlo({ ...slow, counted: { status: '200' } }))).toContain(
    'the series do not have this label (matchers: "status")',
  );
});

describe('where the SLOs run', () => {
  const prod = { resource: 'environment "prod"', scrapeInterval: '30s', retention: '35d' } as const;
  const check = (slos: Parameters<typeof checkSlos>[1], conditions: Parameters<typeof checkSlos>[2]) =>
    message(() => checkSlos('service "order-api"', slos, conditions));

  test('the SLOs of the Order API can be measured', () => {
    expect(() => checkSlos('service "order-api"', [availability, latency], prod)).not.toThrow();
    expect(() =>
      checkSlos('service "order-api"', [availability], { ...prod, retention: '30d' }),
    ).not.toThrow();
    expect(() =>
      checkSlos('service "order-api"', [availability], { ...prod, scrapeInterval: '75s' }),
    ).not.toThrow();
  });

  test('samples must be kept for the period', () => {
    expect(check([availability], { ...prod, retention: '10d' })).toBe(
      'SLO "availability": longer than the 10d for which environment "prod" keeps samples (period: "30d"). Raise its retention to 30d or more, or shorten the period.',
    );
  });

  test('the short windows must hold four scrapes', () => {
    expect(check([availability], { ...prod, scrapeInterval: '76s' })).toBe(
      'SLO "availability": the short window of page-fast, 5m, holds fewer than 4 scrapes at the scrape interval of 76s in environment "prod" (period: "30d"). Scrape every 1m15s or more often, lengthen the period, or switch page-fast off.',
    );
    const withoutPageFast = availabilitySlo({ ...base, tiers: { 'page-fast': 'off' } });
    expect(() =>
      checkSlos('service "order-api"', [withoutPageFast], { ...prod, scrapeInterval: '2m' }),
    ).not.toThrow();
    const off = {
      'page-fast': 'off',
      'page-slow': 'off',
      'ticket-fast': 'off',
      'ticket-slow': 'off',
    } as const;
    const silent = availabilitySlo({ ...base, tiers: off });
    expect(() =>
      checkSlos('service "order-api"', [silent], { ...prod, scrapeInterval: '10m' }),
    ).not.toThrow();
  });

  test('a name can be used once, and all problems are reported at once', () => {
    expect(check([availability, availability, latency], { ...prod, retention: '29d' }).split('\n')).toEqual([
      'service "order-api": duplicate name of an SLO (slos: "availability"). Give each SLO its own name, which identifies its recorded history.',
      ...['availability', 'availability', 'latency'].map(
        (name) =>
          `SLO "${name}": longer than the 29d for which environment "prod" keeps samples (period: "30d"). Raise its retention to 30d or more, or shorten the period.`,
      ),
    ]);
  });

  test('an objective that leaves a tier for outages only is a warning', () => {
    const low = availabilitySlo({ ...base, objective: 96 });
    expect(new InvalidInput(sloWarnings([low, availability])).message).toBe(
      'SLO "availability": page-fast fires only in an outage: burn rate 14.4 with a budget of 4 % needs more than 57.6 % errors (objective: 96). Raise it to 96.5277777778 or more, or switch page-fast off.',
    );
    expect(sloWarnings([availability, latency])).toEqual([]);
    // 5 % of 25d in 6h is a burn rate of 5, and 5 x 10 % is exactly one half.
    expect(
      sloWarnings([
        availabilitySlo({ ...base, objective: 90, period: '25d', tiers: { 'page-fast': 'off' } }),
      ]),
    ).toEqual([]);
  });
});
