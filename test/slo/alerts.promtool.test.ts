import { duration, seconds, type Duration } from '../../src/promql/window';
import { isAlert, type PrintedGroup } from '../../src/rules/rule';
import { sloRules } from '../../src/slo/rules';
import { kindOf, type Slo } from '../../src/slo/slo';
import { ruleFailures, type ExpectedAlert, type RuleCase } from '../../src/testing/rule-tests';
import { availability, context, groupsAt, latency, withoutRestarts } from './order-api-slos';
import { traffic, type Stretch } from './traffic';

const BURN = 'OrderApiErrorBudgetBurn';

interface TierCase {
  readonly slo: Slo;
  readonly speed: 'fast' | 'slow';
  /** Between scrapes: one an evaluation is enough for the slow group. */
  readonly scrapeInterval: Duration;
  readonly labels: {
    readonly severity: string;
    readonly long: Duration;
    readonly short: Duration;
    readonly budget: string;
  };
  /** Bad events of 10,000 at which the tier is just not above its threshold. */
  readonly threshold: number;
  /** Bad events of 10,000 in the outage of the cases. */
  readonly outage: number;
  /** Time from the start of the outage to the first evaluation above the threshold in both windows. */
  readonly firesAfter: Duration;
  /** Time from the end of the outage to the first evaluation at which the short window is below it again. */
  readonly endsAfter: Duration;
  /** How long the alert goes on firing then: up to an hour with the short window. */
  readonly keptFor?: Duration;
  readonly description: string;
}

const page = { severity: 'critical' };
const ticket = { severity: 'warning' };
const fast = { speed: 'fast', scrapeInterval: '30s' } as const;
const slow = { speed: 'slow', scrapeInterval: '5m' } as const;

// firesAfter: long x threshold / outage, up to the next evaluation; 60m x 1.44 % / 5 % = 17.28m.
const TIER_CASES: readonly TierCase[] = [
  {
    slo: availability,
    ...fast,
    labels: { ...page, long: '1h', short: '5m', budget: '2%' },
    threshold: 144,
    outage: 500,
    firesAfter: '18m',
    endsAfter: '4m',
    keptFor: '55m',
    description:
      '1.5% of the requests to order-api in namespace default failed in the last 1h; the objective availability allows 0.1% over 30d. At this rate or above, 2% of the error budget is spent in 1h and all of it in 2d2h.',
  },
  {
    slo: availability,
    ...slow,
    labels: { ...page, long: '6h', short: '30m', budget: '5%' },
    threshold: 60,
    outage: 500,
    firesAfter: '45m',
    endsAfter: '30m',
    keptFor: '30m',
    description:
      '0.625% of the requests to order-api in namespace default failed in the last 6h; the objective availability allows 0.1% over 30d. At this rate or above, 5% of the error budget is spent in 6h and all of it in 5d.',
  },
  {
    slo: availability,
    ...slow,
    labels: { ...ticket, long: '1d', short: '2h', budget: '10%' },
    threshold: 30,
    outage: 500,
    firesAfter: '90m',
    endsAfter: '115m',
    description:
      '0.3125% of the requests to order-api in namespace default failed in the last 1d; the objective availability allows 0.1% over 30d. At this rate or above, 10% of the error budget is spent in 1d and all of it in 10d.',
  },
  {
    slo: availability,
    ...slow,
    labels: { ...ticket, long: '3d', short: '6h', budget: '10%' },
    threshold: 10,
    outage: 500,
    firesAfter: '90m',
    endsAfter: '355m',
    description:
      '0.1042% of the requests to order-api in namespace default failed in the last 3d; the objective availability allows 0.1% over 30d. At this rate or above, 10% of the error budget is spent in 3d and all of it in 30d.',
  },
  {
    slo: latency,
    ...fast,
    labels: { ...page, long: '1h', short: '5m', budget: '2%' },
    threshold: 1440,
    outage: 5000,
    firesAfter: '18m',
    endsAfter: '4m',
    keptFor: '55m',
    description:
      '15% of the requests to order-api in namespace default were too slow in the last 1h; the objective latency allows 1% over 30d. At this rate or above, 2% of the error budget is spent in 1h and all of it in 2d2h.',
  },
  {
    slo: latency,
    ...slow,
    labels: { ...page, long: '6h', short: '30m', budget: '5%' },
    threshold: 600,
    outage: 5000,
    firesAfter: '45m',
    endsAfter: '30m',
    keptFor: '30m',
    description:
      '6.25% of the requests to order-api in namespace default were too slow in the last 6h; the objective latency allows 1% over 30d. At this rate or above, 5% of the error budget is spent in 6h and all of it in 5d.',
  },
  {
    slo: latency,
    ...slow,
    labels: { ...ticket, long: '1d', short: '2h', budget: '10%' },
    threshold: 300,
    outage: 5000,
    firesAfter: '90m',
    endsAfter: '115m',
    description:
      '3.125% of the requests to order-api in namespace default were too slow in the last 1d; the objective latency allows 1% over 30d. At this rate or above, 10% of the error budget is spent in 1d and all of it in 10d.',
  },
  {
    slo: latency,
    ...slow,
    labels: { ...ticket, long: '3d', short: '6h', budget: '10%' },
    threshold: 100,
    outage: 5000,
    firesAfter: '90m',
    endsAfter: '355m',
    description:
      '1.042% of the requests to order-api in namespace default were too slow in the last 3d; the objective latency allows 1% over 30d. At this rate or above, 10% of the error budget is spent in 3d and all of it in 30d.',
  },
];

const EVENTS = 10_000;

/** What one tier's alert needs, and no other alert, since all tiers share a name. */
function groupsOf({ slo, speed, labels }: TierCase): readonly PrintedGroup[] {
  const windows: readonly (string | undefined)[] = [labels.long, labels.short];
  return withoutRestarts(groupsAt(speed, [slo])).map((group) => ({
    ...group,
    rules: group.rules.filter(
      ({ alert, record = '', labels: own = {} }) =>
        (alert !== undefined && own['long'] === labels.long) ||
        /:slo_(read|seen|counted|events|window)/.test(record) ||
        windows.includes(own['window']),
    ),
  }));
}

function casesOf(tier: TierCase): readonly RuleCase[] {
  const { slo, speed, scrapeInterval, labels } = tier;
  const { long, short } = labels;
  const every = speed === 'fast' ? 60 : 300;
  const scrapes = (length: Duration) => seconds(length) / seconds(scrapeInterval);
  const at = (...lengths: readonly (Duration | number)[]) =>
    duration(
      lengths.reduce<number>((sum, each) => sum + (typeof each === 'number' ? each : seconds(each)), 0),
    );
  const quiet: Stretch = { scrapes: scrapes(long), events: EVENTS };
  const outage = (length: Duration, bad: number): Stretch => ({
    scrapes: scrapes(length),
    events: EVENTS,
    bad,
  });
  const firing: ExpectedAlert = {
    labels: {
      ...labels,
      namespace: 'default',
      job: 'order-api',
      slo: slo.name,
      team: 'orders',
      service: 'order-api',
    },
    annotations: {
      summary: `Too many requests to order-api ${kindOf(slo).words.present} for its error budget.`,
      description: tier.description,
      runbook_url: 'https://runbooks.example.com/error-budget-burn.md',
    },
  };
  // A ticket needs the hours of half its window before.
  const steady = duration(
    labels.severity === 'warning' ? seconds(long) / 2 + 2 * seconds('1h') : seconds(short),
  );
  const fires = at(long, tier.firesAfter);
  const below = at(fires, tier.endsAfter);
  const ends = at(below, tier.keptFor ?? 0);
  return [
    {
      name: 'fires as soon as its share of the budget is spent, and ends with the short window or as much later as it is kept',
      inputSeries: traffic([
        quiet,
        outage(tier.firesAfter, tier.outage),
        { scrapes: scrapes(tier.endsAfter) + scrapes(tier.keptFor ?? '0s'), events: EVENTS },
      ]),
      alerts: [
        { at: at(fires, -every), alert: BURN, expected: [] },
        { at: fires, alert: BURN, expected: [firing] },
        { at: ends, alert: BURN, expected: [] },
      ],
      queries: [
        {
          expr: `count(ALERTS{alertname="${BURN}", alertstate="firing"} offset ${duration(every)})`,
          at: ends,
          expected: [{ labels: '{}', value: 1 }],
        },
        {
          expr: `order_api:slo_errors:ratio{window="${long}"} > bool ${tier.threshold / EVENTS}`,
          at: below,
          expected: [
            {
              labels: `{namespace="default", job="order-api", slo="${slo.name}", window="${long}"}`,
              value: 1,
            },
          ],
        },
      ],
    },
    {
      name: 'stays silent while the burn rate is exactly at its factor, and fires one evaluation of one event in ten thousand more later',
      inputSeries: traffic([outage(steady, tier.threshold), outage(duration(every), tier.threshold + 1)]),
      alerts: [{ at: steady, alert: BURN, expected: [] }],
      queries: [
        {
          expr: `count(ALERTS{alertname="${BURN}", alertstate="firing"})`,
          at: at(steady, every),
          expected: [{ labels: '{}', value: 1 }],
        },
      ],
    },
    {
      name: 'stays silent without traffic',
      inputSeries: traffic([{ scrapes: scrapes(short), events: 0 }]),
      alerts: [{ at: short, alert: BURN, expected: [] }],
    },
  ];
}

describe.each(
  TIER_CASES.map((tier) => ({ ...tier, title: `${tier.slo.name} ${tier.labels.long}/${tier.labels.short}` })),
)('$title', (tier) => {
  const cases = casesOf(tier);
  let failures: ReadonlyMap<string, string>;

  beforeAll(async () => {
    failures = await ruleFailures({
      groups: groupsOf(tier),
      interval: tier.speed === 'fast' ? '1m' : '5m',
      scrapeInterval: tier.scrapeInterval,
      cases,
    });
  });

  it.each(cases)('$name', ({ name }) => {
    expect(failures.get(name)).toBeUndefined();
  });
});

test('every burn rate alert of the Order API has its cases', () => {
  const alerts = sloRules(context, [availability, latency]).flatMap(({ rules }) => rules.filter(isAlert));
  const key = (labels: Readonly<Record<string, string>>) =>
    [labels['slo'], labels['long'], labels['short']].join(' ');
  expect(
    alerts
      .filter(({ alert }) => alert === BURN)
      .map(({ labels }) => key(labels))
      .toSorted(),
  ).toEqual(TIER_CASES.map(({ slo, labels }) => key({ ...labels, slo: slo.name })).toSorted());
});
