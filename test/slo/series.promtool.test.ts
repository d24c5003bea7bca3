import { ruleFailures, testRules, type InputSeries, type RuleCase } from '../../src/testing/rule-tests';
import type { Duration } from '../../src/promql/window';
import { availability, groupsAt } from './order-api-slos';

/** One target, and what scrapes every 30 seconds have stored of it. */
interface SeriesCase {
  readonly name: string;
  readonly up: string;
  readonly good?: string;
  readonly bad?: string;
  readonly start?: string;
  /** What a second replica of Prometheus has stored in the same place. */
  readonly replica?: Omit<SeriesCase, 'name' | 'events' | 'replica'>;
  readonly events: number;
}

/** When processes have started, in seconds: a day before the case, and 20 minutes after it began. */
const EARLY = -86_400;
const LATER = 20 * 60;

const CASES: readonly SeriesCase[] = [
  {
    name: 'a restart in place that one of two replicas has seen before the other counts what the new process has served',
    up: '1x80',
    good: '5000x40 1+1x38',
    start: `${EARLY}x40 ${LATER}x40`,
    replica: { up: '1x80', good: '5000x42 3+1x36', start: `${EARLY}x42 ${LATER}x38` },
    events: 39,
  },
  {
    name: 'a replica that is gone does not hide a restart, and what passes its last value is counted once',
    up: '1x40 _x40',
    good: '5000x40 _x40',
    start: `${EARLY}x40 _x40`,
    replica: { up: '1x80', good: '5000x41 1+1x37', start: `${EARLY}x41 ${LATER}x39` },
    events: 38,
  },
  {
    // Of 740 events, the 400 of the process in between are hidden by the last samples of the other replica.
    name: 'the last samples of a replica that is gone hide processes that begin and end within five minutes',
    up: '1x40 _x40',
    good: '5000x40 _x40',
    start: `${EARLY}x40 _x40`,
    replica: {
      up: '1x80',
      good: '5000x41 100+100x3 10+10x33',
      start: `${EARLY}x41 ${LATER + 60}x3 ${LATER + 180}x33`,
    },
    events: 340,
  },
  {
    // Of 5_501 events, the 500 by which one series passes the last sample of the other replica count twice.
    name: 'without a start time, what a process serves in those five minutes may count twice',
    up: '1x40 _x40',
    good: '5000x40 _x40',
    bad: '40x40 _x40',
    replica: { up: '1x80', good: '5000x41 5500x38', bad: '40x41 1x38' },
    events: 6001,
  },
  {
    // Of 22_938 events, the first 5_040 look like those of the process before.
    name: 'or be missed, if it serves more in them than the process before it ever did',
    up: '1x40 _x40',
    good: '5000x40 _x40',
    bad: '40x40 _x40',
    replica: { up: '1x80', good: '5000x41 700+600x37', bad: '40x41 1+1x37' },
    events: 17_898,
  },
  {
    name: 'a start time that arrives later than the counters does not make a process new',
    up: '1x40 _x14 1x26',
    good: '5000x40 _x16 5060x24',
    bad: '200x40 _x14 200x26',
    start: `${EARLY}x40 _x18 ${EARLY}x22`,
    events: 60,
  },
  {
    name: 'a process that never said when it started is new when its counters fall',
    up: '1x80',
    good: '5000x40 7x40',
    events: 7,
  },
  {
    name: 'a series that an exporter has expired and exposes again has counted nothing',
    up: '1x80',
    good: '5000x80',
    bad: '718x20 stale _x19 718x40',
    start: `${EARLY}x80`,
    events: 0,
  },
  {
    name: 'nor when it was exposed again while Prometheus was away',
    up: '1x40 _x20 1x20',
    good: '5000x40 _x20 5000x20',
    bad: '718x20 stale _x19 _x20 718x20',
    start: `${EARLY}x40 _x20 ${EARLY}x20`,
    events: 0,
  },
  {
    name: 'nor when its target did not answer at first',
    up: '1x30 0x4 1x45',
    good: '5000x30 stale _x4 5000x45',
    bad: '718x20 stale _x14 718x45',
    start: `${EARLY}x30 stale _x4 ${EARLY}x45`,
    events: 0,
  },
  {
    name: 'what it has counted since it was expired is counted',
    up: '1x80',
    good: '5000x80',
    bad: '718x20 stale _x19 720x40',
    start: `${EARLY}x80`,
    events: 2,
  },
  {
    name: 'a series that expires and returns again and again has counted nothing',
    up: '1x80',
    good: '5000x80',
    bad: '718x10 stale _x9 718x10 stale _x9 718x10 stale _x9 718x20',
    start: `${EARLY}x80`,
    events: 0,
  },
  {
    name: 'a series of a new process is not an old one that is back',
    up: '1x80',
    good: '5000x40 0x40',
    bad: '3x20 stale _x19 _x10 5x30',
    start: `${EARLY}x40 ${LATER}x40`,
    events: 5,
  },
];

let failures: ReadonlyMap<string, string>;
beforeAll(async () => {
  failures = await ruleFailures({
    groups: groupsAt('fast', [availability]).map((group) => ({
      ...group,
      rules: group.rules.filter(({ record }) =>
        /:slo_(read|seen|counted|idle|process|events:)/.test(record ?? ''),
      ),
    })),
    interval: '1m',
    scrapeInterval: '30s',
    cases: CASES.map((each): RuleCase => ({
      name: each.name,
      inputSeries: [
        ...seriesOf(each, ', replica="a"'),
        ...(each.replica === undefined ? [] : seriesOf(each.replica, ', replica="b"')),
      ],
      queries: [
        {
          expr: 'sum(sum_over_time(order_api:slo_events:count1m{outcome="all"}[2h]))',
          at: '40m',
          expected: [{ labels: '{}', value: each.events }],
        },
      ],
    })),
  });
});

function seriesOf(
  { up, good, bad, start }: Omit<SeriesCase, 'name' | 'events' | 'replica'>,
  replica: string,
): readonly InputSeries[] {
  const target = `namespace="default", job="order-api", pod="order-api-1", instance="10.0.0.1:8000"${replica}`;
  const requests = (status: string) =>
    `order_api_requests_total{${target}, method="GET", endpoint="/orders", status="${status}"}`;
  return [
    { series: `up{${target}}`, values: up },
    ...(good === undefined ? [] : [{ series: requests('200'), values: good }]),
    ...(bad === undefined ? [] : [{ series: requests('500'), values: bad }]),
    ...(start === undefined ? [] : [{ series: `process_start_time_seconds{${target}}`, values: start }]),
  ];
}

test.each(CASES)('$name', ({ name }) => {
  expect(failures.get(name)).toBeUndefined();
});

test('an evaluation that Prometheus ends after its tiles has counted them, and one that it ends before them has not', async () => {
  const labels = 'namespace="default", job="order-api", slo="availability"';
  const target = `${labels}, pod="order-api-1", instance="10.0.0.1:8000", outcome="all"`;
  // Evaluations of other minutes record all three.
  const recordedBy = (tiles: string, counted: string, seen = '10+10x9'): readonly InputSeries[] => [
    { series: `order_api:slo_seen:sum{${target}}`, values: seen },
    {
      series: `order_api:slo_events_by_hour:count1m{${labels}, outcome="all", hours="even"}`,
      values: tiles,
    },
    { series: `order_api:slo_counted:sum{${target}}`, values: counted },
  ];
  const before = (value: number, at: Duration = '6m') => [
    {
      expr: 'order_api:slo_seen_before:sum',
      at,
      expected: [{ labels: `order_api:slo_seen_before:sum{${target}}`, value }],
    },
  ];
  await testRules({
    groups: groupsAt('fast', [availability]).map((group) => ({
      ...group,
      rules: group.rules.filter(({ record }) => record === 'order_api:slo_seen_before:sum'),
    })),
    interval: '1m',
    cases: [
      { name: 'neither', inputSeries: recordedBy('10x4 _ 10x4', '10+10x4 _ 70+10x3'), queries: before(50) },
      { name: 'after tiles', inputSeries: recordedBy('10x9', '10+10x4 _ 70+10x3'), queries: before(60) },
      { name: 'complete', inputSeries: recordedBy('10x9', '10+10x9'), queries: before(60) },
      { name: 'held back', inputSeries: recordedBy('10x9', '10+10x4 75 70+10x3'), queries: before(75) },
      // What was counted at 0m is out of the look-back first.
      {
        name: 'after tiles, and then away',
        inputSeries: recordedBy('10 10', '10', '10 20'),
        queries: [...before(20), ...before(10, '7m')],
      },
    ],
  });
});
