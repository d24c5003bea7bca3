import { maxBy, minBy, sub, topk } from '../promql/build';
import { sloRecords } from '../rules/naming';
import { BURN_RATE_WINDOW } from '../slo/error-budget';
import { sloLabels } from '../slo/recordings';
import { namedAfterService, recordedByAll, withLinkLabels, type Listed } from './any-service';
import { LABEL_TITLES, linkTo } from './overview-links';
import type { TableSpec, TimeSeriesSpec } from './panel';
import { BUDGET_COLORS } from './slo-panels';
import { UNTIL_EXHAUSTED, untilExhausted, withoutGaps } from './slo-series';

const NOT_COUNTED = 'Not recorded yet';

const OF_SLO = sloLabels({});
/** One objective of one service in one environment. */
const ROW = ['cluster', ...OF_SLO] as const;

/** The remaining share of every error budget. */
export function remainingOfAll(services: readonly Listed[]) {
  return namedAfterService(withoutGaps(recordedByAll(sloRecords.remainingBudget, OF_SLO)), services);
}

/**
 * One row for each objective.
 * @param rows number of objectives
 */
export function budgetTable(services: readonly Listed[], rows: number): TableSpec {
  // A row with several series, such as those of two Prometheus replicas, shows the worst value.
  const slowly = (record: 'exhaustion' | 'coverage') =>
    minBy(ROW, namedAfterService(withoutGaps(recordedByAll(sloRecords[record], OF_SLO)), services));
  const remaining = minBy(ROW, remainingOfAll(services));
  const burnRate = maxBy(
    ROW,
    namedAfterService(
      recordedByAll(sloRecords.burnRate, [...OF_SLO, 'window'], { window: BURN_RATE_WINDOW }),
      services,
    ),
  );
  return {
    kind: 'table',
    title: 'Objectives',
    description:
      'Every objective, the smallest remaining budget first: what is left, the burn rate, when it is exhausted, and how much of its period was measured. A name links to its error budgets.',
    unit: 'ratio',
    noData: NOT_COUNTED,
    symptom: 'ErrorBudgetBurn',
    rows,
    labels: { ...LABEL_TITLES, slo: 'Objective' },
    links: linkTo('slo', 'Error budgets'),
    columns: [
      {
        title: 'Objective target',
        unit: 'ratio',
        query: withLinkLabels(
          maxBy(ROW, namedAfterService(recordedByAll(sloRecords.objective, OF_SLO), services)),
          services,
        ),
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

/** More lines cannot be distinguished by colour. */
const MOST_LINES = 10;

export function spentBudgets(services: readonly Listed[]): TimeSeriesSpec {
  return {
    kind: 'time series',
    title: 'Budgets spent most',
    description: `Spent share of the error budget, for the ${MOST_LINES} objectives with the largest. Steps at the same time in several services have one cause.`,
    unit: 'ratio',
    noData: NOT_COUNTED,
    symptom: 'ErrorBudgetBurn',
    interval: '5m',
    min: 0,
    thresholds: [{ from: 1, color: 'red' }],
    queries: [
      {
        query: topk(MOST_LINES, sub(1, minBy(ROW, remainingOfAll(services)))),
        legend: '{{job}} {{slo}} {{namespace}} {{cluster}}',
      },
    ],
  };
}
