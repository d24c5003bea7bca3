import { maxBy, minBy, sub, topk } from '../promql/build';
import { sloRecords } from '../rules/naming';
import { BURN_RATE_WINDOW } from '../slo/error-budget';
import { SLO_LABELS } from '../slo/recordings';
import { recordedByAll, withLinkLabels, type Listed } from './any-service';
import { LABEL_TITLES, linkTo } from './overview-links';
import type { TableSpec, TimeSeriesSpec } from './panel';
import { BUDGET_COLORS } from './slo-panels';
import { UNTIL_EXHAUSTED, untilExhausted, withoutGaps } from './slo-series';

const NOT_COUNTED = 'Not counted yet';

/** One objective of one service in one environment. */
const ROW = ['cluster', ...SLO_LABELS] as const;

/** What is left of every error budget. */
export function remainingOfAll() {
  return withoutGaps(recordedByAll(sloRecords.remainingBudget, SLO_LABELS));
}

/**
 * One row an objective.
 * @param rows how many there are
 */
export function budgetTable(services: readonly Listed[], rows: number): TableSpec {
  // Where a row has several series, such as two Prometheus of one environment, it shows the worst.
  const slowly = (record: 'exhaustion' | 'coverage') =>
    minBy(ROW, withoutGaps(recordedByAll(sloRecords[record], SLO_LABELS)));
  const remaining = minBy(ROW, remainingOfAll());
  const burnRate = maxBy(
    ROW,
    recordedByAll(sloRecords.burnRate, [...SLO_LABELS, 'window'], { window: BURN_RATE_WINDOW }),
  );
  return {
    kind: 'table',
    title: 'Objectives',
    description:
      'Every objective, the most spent budget first: what is left, how fast it goes, when it is used up, and how much of its period was counted. A name leads to its error budgets.',
    unit: 'ratio',
    noData: NOT_COUNTED,
    symptom: 'ErrorBudgetBurn',
    rows,
    labels: { ...LABEL_TITLES, slo: 'Objective' },
    links: linkTo('slo', 'Error budgets'),
    columns: [
      {
        title: 'Promised',
        unit: 'ratio',
        query: withLinkLabels(maxBy(ROW, recordedByAll(sloRecords.objective, SLO_LABELS)), services),
      },
      { title: 'Budget left', unit: 'ratio', decimals: 1, query: remaining, ...BUDGET_COLORS },
      {
        title: 'Burn rate',
        unit: 'burnRate',
        decimals: 2,
        query: burnRate,
        thresholds: [{ from: 1, color: 'yellow' }],
      },
      {
        title: 'Exhausted in',
        ...UNTIL_EXHAUSTED,
        query: untilExhausted(slowly('exhaustion'), remaining, burnRate),
      },
      { title: 'Coverage', unit: 'ratio', decimals: 1, query: slowly('coverage') },
    ],
    sortBy: { column: 'Budget left', order: 'ascending' },
  };
}

/** More lines than this nobody can tell apart. */
const MOST_LINES = 10;

export function spentBudgets(): TimeSeriesSpec {
  return {
    kind: 'time series',
    title: 'Budgets spent most',
    description: `Share of the error budget that is spent, for the ${MOST_LINES} objectives that have spent most. Steps at the same time in several services have one cause.`,
    unit: 'ratio',
    noData: NOT_COUNTED,
    symptom: 'ErrorBudgetBurn',
    interval: '5m',
    min: 0,
    thresholds: [{ from: 1, color: 'red' }],
    queries: [
      {
        query: topk(MOST_LINES, sub(1, minBy(ROW, remainingOfAll()))),
        legend: '{{job}} {{slo}} {{namespace}} {{cluster}}',
      },
    ],
  };
}
