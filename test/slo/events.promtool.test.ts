import fc from '../support/fast-check';
import { ruleFailures, testRules, type InputSeries, type RuleCase } from '../../src/testing/rule-tests';
import { availability, groupsAt, latency } from './order-api-slos';

const SPEEDS = [
  { speed: 'fast', interval: '1m', scrapes: 2, record: 'order_api:slo_events:count1m' },
] as const;

/** Every history is run in one namespace per place that it can have among the scrapes of a tile. */
const place = (shift: number) => `shift-${shift}`;

/** The rules that count alone: what they record does not depend on any other. */
function tileGroups(speed: 'fast', shifts: readonly number[]) {
  return shifts.flatMap((shift) =>
    groupsAt(speed, [availability], { namespace: place(shift) }).map((group) => ({
      ...group,
      name: `${group.name}-${shift}`,
      rules: group.rules.filter(({ record }) =>
        /:slo_(read|seen|counted|idle|process|events:)/.test(record ?? ''),
      ),
    })),
  );
}

function historyAt(
  shift: number,
  { counter, up }: Pick<CounterCase, 'counter' | 'up'>,
): readonly InputSeries[] {
  const target = `namespace="${place(shift)}", job="order-api", pod="order-api-1", instance="10.0.0.1:8000"`;
  const before = shift === 0 ? '' : `_x${shift} `;
  return [
    {
      series: `order_api_requests_total{${target}, method="GET", endpoint="/orders", status="200"}`,
      values: before + counter,
    },
    { series: `up{${target}}`, values: before + up },
  ];
}

interface CounterCase {
  readonly name: string;
  /** One value a scrape, every 30 seconds. */
  readonly counter: string;
  readonly up: string;
  readonly events: number;
}

const COUNTER_CASES: readonly CounterCase[] = [
  {
    name: 'a counter born at 1 has counted one event',
    counter: '_x9 1x30',
    up: '1x40',
    events: 1,
  },
  {
    name: 'a counter born at 3 that goes on to 7, 7 and 9 has counted nine',
    counter: '_x9 3 7 7 9x27',
    up: '1x40',
    events: 9,
  },
  {
    name: 'a counter that rises from 0 to 500 has counted 500',
    counter: '0+10x50',
    up: '1x50',
    events: 500,
  },
  {
    name: 'a counter that stands at 100000 on both sides of a gap of 10 minutes has counted nothing',
    counter: '100000x9 _x20 100000x30',
    up: '1x9 _x20 1x30',
    events: 0,
  },
  {
    name: 'a restart in place after 100 events and before 20 more counts all 120 once',
    counter: '0+10x10 0+2x10',
    up: '1x21',
    events: 120,
  },
  {
    name: 'a failed scrape loses nothing',
    counter: '0+10x10 stale 120+10x10',
    up: '1x10 0 1x11',
    events: 220,
  },
  {
    name: 'a restart between two scrapes, hidden by what came after it, is seen: 3, 0, 5, 15 are 15 events',
    counter: '3x12 0 5 15x20',
    up: '1x40',
    events: 15,
  },
  {
    name: 'what a new pod has counted before its first scrape is not counted, as its age is unknown',
    counter: '_x9 50 60 70x20',
    up: '_x9 1x22',
    events: 20,
  },
  {
    name: 'events during an outage of Prometheus of 30 minutes are recovered',
    counter: '0+10x19 _x60 800+10x20',
    up: '1x19 _x60 1x20',
    events: 1000,
  },
  {
    name: 'a gap of 8 minutes is recovered',
    counter: '0+10x19 _x16 360+10x20',
    up: '1x19 _x16 1x20',
    events: 560,
  },
  {
    name: 'a pod that ends takes none of its last events with it',
    counter: '0+10x15 stale',
    up: '1x15 stale',
    events: 150,
  },
  {
    name: 'a restart that takes eight minutes starts at 0, not at the first value after it',
    counter: '0+10x10 stale _x14 7+10x10',
    up: '1x10 0x15 1x11',
    events: 207,
  },
  {
    name: 'a restart during a gap of ten minutes starts at 0',
    counter: '0+10x10 _x19 7+10x10',
    up: '1x10 _x19 1x10',
    events: 207,
  },
  {
    name: 'a counter born two minutes after its target counts from its first value',
    counter: '_x4 5x20',
    up: '1x30',
    events: 5,
  },
  {
    name: 'a counter that restarts and passes its old value within a scrape interval counts the difference at least',
    counter: '0 10 30x20',
    up: '1x30',
    events: 30,
  },
];

describe.each(SPEEDS)('events counted every $interval', ({ speed, interval, scrapes, record }) => {
  const shifts = Array.from({ length: scrapes }, (_, shift) => shift);

  let failures: ReadonlyMap<string, string>;

  beforeAll(async () => {
    failures = await ruleFailures({
      groups: tileGroups(speed, shifts),
      interval,
      scrapeInterval: '30s',
      cases: COUNTER_CASES.map((each): RuleCase => ({
        name: each.name,
        inputSeries: shifts.flatMap((shift) => historyAt(shift, each)),
        queries: [
          {
            expr: `sum_over_time(${record}{outcome="all"}[2h])`,
            at: '75m',
            expected: shifts.map((shift) => ({
              labels: `{namespace="${place(shift)}", job="order-api", slo="availability", outcome="all"}`,
              value: each.events,
            })),
          },
        ],
      })),
    });
  });

  it.each(COUNTER_CASES)('$name, wherever it falls', ({ name }) => {
    expect(failures.get(name)).toBeUndefined();
  });
});

test.each(SPEEDS)(
  'a new pod that gets the address of another one is new all the same, every $interval',
  ({ speed, interval, record }) => {
    const target = (pod: string) =>
      `namespace="${place(0)}", job="order-api", pod="${pod}", instance="10.0.0.1:8000"`;
    return testRules({
      groups: tileGroups(speed, [0]),
      interval,
      scrapeInterval: '30s',
      cases: [
        {
          name: 'the second pod has counted 50 before its first scrape',
          inputSeries: [
            { series: `up{${target('old')}}`, values: '1x10 stale' },
            { series: `order_api_requests_total{${target('old')}, status="200"}`, values: '0+10x10 stale' },
            { series: `up{${target('new')}}`, values: '_x12 1x20' },
            { series: `order_api_requests_total{${target('new')}, status="200"}`, values: '_x12 50+10x20' },
          ],
          queries: [
            {
              expr: `sum(sum_over_time(${record}{outcome="all"}[1h]))`,
              at: '30m',
              expected: [{ labels: '{}', value: 100 + 200 }],
            },
          ],
        },
      ],
    });
  },
);

describe('targets that change', () => {
  const target = (pod: string, address: string) =>
    `namespace="${place(0)}", job="order-api", pod="${pod}", instance="${address}"`;
  const series = (of: string, up: string, start: string, good: string): readonly InputSeries[] => [
    { series: `up{${of}}`, values: up },
    { series: `process_start_time_seconds{${of}}`, values: start },
    { series: `order_api_requests_total{${of}, status="200"}`, values: good },
  ];
  const EARLY = -86_400;
  const durations = (of: string, bound: string, up: string, all: string): readonly InputSeries[] => [
    { series: `up{${of}}`, values: up },
    { series: `order_api_request_duration_seconds_count{${of}}`, values: all },
    { series: `order_api_request_duration_seconds_bucket{${of}, le="${bound}"}`, values: all },
  ];
  const first = target('order-api-0', '10.0.0.1:8000');

  test.each([
    {
      name: 'a new pod of the same name with another address counts from 0, as those of StatefulSets',
      inputSeries: [
        ...series(first, '1x20 stale', `${EARLY}x20 stale`, '0+10x20 stale'),
        ...series(
          target('order-api-0', '10.0.0.2:8000'),
          '_x23 1x50',
          `_x23 ${22 * 30}x50`,
          '_x23 50+10x20 250x30',
        ),
      ],
      slo: 'availability',
      events: { all: 200 + 250, bad: 0 },
    },
    {
      name: 'a process that gets another address does not',
      inputSeries: [
        ...series(first, '1x20 stale', '0x20 stale', '1000+10x20 stale'),
        ...series(
          target('order-api-0', '10.0.0.1:9000'),
          '_x20 1x50',
          '_x20 0x50',
          '_x20 1200+10x20 1400x30',
        ),
      ],
      slo: 'availability',
      events: { all: 400, bad: 0 },
    },
    {
      name: 'requests of pods without the bucket of a latency objective are neither good nor bad',
      inputSeries: [
        ...durations(first, '0.25', '1x70', '0+10x60'),
        ...durations(target('order-api-1', '10.0.0.2:8000'), '0.3', '1x70', '0+10x60'),
      ],
      slo: 'latency',
      events: { all: 600, bad: 0 },
    },
  ])('$name', ({ name, inputSeries, slo, events }) =>
    testRules({
      groups: groupsAt('fast', [availability, latency], { namespace: place(0) }),
      interval: '1m',
      scrapeInterval: '30s',
      cases: [
        {
          name,
          inputSeries,
          queries: Object.entries(events).map(([outcome, value]) => ({
            expr: `sum(sum_over_time(order_api:slo_events:count1m{slo="${slo}", outcome="${outcome}"}[1h]))`,
            at: '40m',
            expected: [{ labels: '{}', value }],
          })),
        },
      ],
    }),
  );
});

test('the example of docs/slo.md: ten events before a restart and four after it', () => {
  const target = `namespace="${place(0)}", job="order-api", pod="order-api-1", instance="10.0.0.1:8000"`;
  return testRules({
    groups: tileGroups('fast', [0]),
    interval: '1m',
    scrapeInterval: '10s',
    cases: [
      {
        name: 'scrapes at 40s, 70s and 100s',
        inputSeries: [
          { series: `up{${target}}`, values: '_x4 1 _ _ 1 _ _ 1' },
          { series: `order_api_requests_total{${target}, status="200"}`, values: '_x4 100 _ _ 110 _ _ 4' },
        ],
        queries: [
          {
            expr: 'sum(order_api:slo_events:count1m{outcome="all"})',
            at: '2m',
            expected: [{ labels: '{}', value: 14 }],
          },
          {
            expr: 'sum(increase(order_api_requests_total[1m]))',
            at: '2m',
            expected: [{ labels: '{}', value: 8 }],
          },
        ],
      },
    ],
  });
});

/** What happens to one counter between two scrapes. */
type Step = 'failed scrape' | 'restart' | number;

interface History {
  /** Scrapes of its target before the counter appears; 0: it comes with its target, at 5000. */
  readonly born: number;
  readonly steps: readonly Step[];
}

/** Between restarts, so that a slow tile has one at most. */
const RESTART_EVERY = 30;
/** More than ten scrapes can add, so that a counter does not pass its old value in the tile of its restart. */
const LEAST_BEFORE_RESTART = 400;

const histories: fc.Arbitrary<History> = fc.record({
  born: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 15 })),
  steps: fc
    .array(
      fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 0, max: 20 }) },
        { weight: 1, arbitrary: fc.constant('failed scrape' as const) },
        { weight: 1, arbitrary: fc.constant('restart' as const) },
      ),
      { minLength: 60, maxLength: 100 },
    )
    .map(withRareRestarts),
});

function withRareRestarts(steps: readonly Step[]): readonly Step[] {
  let last = 0;
  return steps.map((step, index) => {
    if (step !== 'restart') return step;
    if (index - last < RESTART_EVERY) return 1;
    last = index;
    return step;
  });
}

/** The scrapes of a history, and the events that they show: what each value adds to the one before it. */
function scrapesOf({ born, steps }: History): { values: string; up: string; events: number } {
  const values: string[] = Array.from({ length: born }, () => '_');
  const up: string[] = Array.from({ length: born }, () => '1');
  let value = born === 0 ? 5000 : 1000;
  let seen = born === 0 ? 5000 : 0;
  let events = 0;
  for (const step of [0, ...steps]) {
    const restarts = step === 'restart' && value >= LEAST_BEFORE_RESTART;
    value = restarts ? 3 : value + (typeof step === 'number' ? step : 10);
    up.push(step === 'failed scrape' ? '0' : '1');
    values.push(step === 'failed scrape' ? 'stale' : String(value));
    if (step === 'failed scrape') continue;
    events += value >= seen ? value - seen : value;
    seen = value;
  }
  return { values: values.join(' '), up: up.join(' '), events };
}

/** A property of histories in promtool: every run is a process, so each checks twenty of them. */
const BATCH = 20;

test.each(SPEEDS)('events of any history are counted once every $interval', ({ speed, interval, record }) =>
  fc.assert(
    fc.asyncProperty(fc.array(histories, { minLength: BATCH, maxLength: BATCH }), async (batch) => {
      const scraped = batch.map(scrapesOf);
      await testRules({
        groups: tileGroups(speed, [0]),
        interval,
        scrapeInterval: '30s',
        cases: [
          {
            name: 'twenty pods',
            inputSeries: scraped.flatMap(({ values, up }, pod) => {
              const target = `namespace="${place(0)}", job="order-api", pod="pod-${pod}", instance="10.0.0.${pod}:8000"`;
              return [
                { series: `order_api_requests_total{${target}, status="200"}`, values },
                { series: `up{${target}}`, values: up },
              ];
            }),
            queries: [
              {
                expr: `sum(sum_over_time(${record}{outcome="all"}[2h]))`,
                at: '65m',
                expected: [{ labels: '{}', value: scraped.reduce((sum, { events }) => sum + events, 0) }],
              },
            ],
          },
        ],
      });
    }),
    { numRuns: 4 },
  ),
);
