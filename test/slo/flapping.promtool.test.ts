import type { PrintedGroup } from '../../src/rules/rule';
import { testRules, type RuleCase } from '../../src/testing/rule-tests';
import { availability, groupsAt } from './order-api-slos';
import { traffic, type Stretch } from './traffic';

const HOURS = 6;
/** Scrapes are half a minute apart. */
const SCRAPES = HOURS * 120;

/** Failures that repeat for six hours: seconds of them, and minutes from one burst to the next. */
function bursts(seconds: number, every: number): readonly Stretch[] {
  const failing = Math.ceil(seconds / 30);
  const burst = { scrapes: failing, events: 300, bad: (300 * seconds) / (30 * failing) };
  const rest = { scrapes: 2 * every - failing, events: 300 };
  return Array.from({ length: Math.floor(SCRAPES / (2 * every)) }, () => [rest, burst]).flat();
}

const BURN = 'OrderApiErrorBudgetBurn';
/** The same alert as it would be without keep_firing_for. */
const UNKEPT = `${BURN}Unkept`;

const groups: readonly PrintedGroup[] = groupsAt('fast', [availability])
  .filter(({ name }) => name.endsWith('-fast'))
  .map((group) => ({
    ...group,
    rules: group.rules.flatMap((rule) => {
      const { keep_firing_for: kept, ...unkept } = rule;
      return kept === undefined ? [rule] : [rule, { ...unkept, alert: UNKEPT }];
    }),
  }));

/** How often each of the two begins to fire. */
const incidents = (
  stretches: readonly Stretch[],
  name: string,
  counts: Readonly<Record<string, number>>,
): RuleCase => ({
  name,
  inputSeries: traffic(stretches),
  queries: Object.entries(counts).map(([alert, value]) => {
    const firing = `ALERTS{alertname="${alert}", alertstate="firing", long="1h"}`;
    return {
      expr: `sum(count_over_time((${firing} unless ${firing} offset 1m)[${HOURS}h:1m]))`,
      at: `${HOURS}h`,
      expected: [{ labels: '{}', value }],
    };
  }),
});

test('bursts of failures are one incident, however far apart within the hour', () =>
  testRules({
    groups,
    interval: '1m',
    scrapeInterval: '30s',
    cases: [
      incidents(bursts(20, 10), '20 seconds every 10 minutes', { [BURN]: 1, [UNKEPT]: 36 }),
      incidents(bursts(60, 45), '60 seconds every 45 minutes', { [BURN]: 1, [UNKEPT]: 8 }),
    ],
  }));
