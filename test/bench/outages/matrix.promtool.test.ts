import { ALL_OUTAGES } from '../../../bench/outages/list/index';
import { storedResults } from '../../../bench/outages/results';
import { groupsIn } from '../../../bench/outages/stack';
import { testRules, type RuleCase } from '../../../src/testing/rule-tests';
import { outageSeries } from './outage-series';

/** Some outages that show the alerts of each kind: budgets, scrapes, pods, tickets. */
const CHECKED = [
  'Every request fails',
  'All pods hang, but stay ready',
  'Two of four pods are dead',
  'One of three pods is dead',
] as const;

const NAMESPACE = 'outage';
/** Healthy minutes before: as long as the window of the fast page. */
const BEFORE = 62;
/** Minutes that the live run and promtool may differ by: when in their intervals scrapes and evaluations are. */
const TOLERANCE = 2;
/** Later alerts would only take time. */
const LAST = 13;

const caseOf = (name: string): RuleCase => {
  const fired = storedResults().outages[name]!.alerts.filter(
    ({ alert, minute }) => (minute <= LAST && !alert.endsWith('ErrorBudgetBurn')) || minute <= 3,
  );
  const last = Math.max(...fired.map(({ minute }) => Math.ceil(minute)));
  return {
    name,
    inputSeries: outageSeries(
      ALL_OUTAGES.find((outage) => outage.name === name)!,
      NAMESPACE,
      BEFORE,
      last + TOLERANCE + 1,
    ),
    queries: fired.flatMap(({ alert, severity, minute }) => {
      const expr = `group(ALERTS{alertname="${alert}", severity="${severity}", alertstate="firing"})`;
      const at = (minutes: number) => `${BEFORE + minutes}m`;
      return [
        { expr, at: at(Math.floor(minute) - TOLERANCE), expected: [] },
        { expr, at: at(Math.ceil(minute) + TOLERANCE), expected: [{ labels: '{}', value: 1 }] },
      ];
    }),
  };
};

test('promtool fires what the live run saw, at the same time', () =>
  testRules({
    groups: groupsIn(NAMESPACE),
    interval: '1m',
    scrapeInterval: '30s',
    cases: CHECKED.map(caseOf),
  }));
