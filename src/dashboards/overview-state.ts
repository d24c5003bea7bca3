import { platformMetrics } from '../metrics/platform';
import {
  avgBy,
  count,
  countBy,
  div,
  eq,
  gt,
  matching,
  min,
  minBy,
  mul,
  or,
  select,
  sumBy,
  unless,
  vector,
  type InstantVector,
} from '../promql/build';
import { goldenSignalRecords } from '../rules/naming';
import type { Severity } from '../rules/rule';
import { SCRAPED_LABELS } from '../rules/scope';
import { alertsWith, alertStats } from './alert-stats';
import {
  copyLabel,
  listed,
  namedAfterService,
  ofServices,
  recordedByAll,
  withLinkLabels,
  type Listed,
} from './any-service';
import type { StatSpec, TableColumn, TableSpec, ThresholdColor } from './panel';
import { BUDGET_COLORS } from './slo-panels';
import { LABEL_TITLES, linkTo } from './overview-links';
import { remainingOfAll } from './overview-budgets';
import { PLACE_LABELS } from './scope';
import { TARGET_COLORS } from './service-state';

const NO_TARGET = 'No target of any service';

const up = (services: readonly Listed[]) =>
  namedAfterService(ofServices(select(platformMetrics.up), 'job'), services);

const firing = (severity: Severity) => ofServices(alertsWith({ alertstate: 'firing', severity }), 'service');

/** The number of alerts about each service in each place. */
function byPlace(alerts: InstantVector) {
  return countBy(PLACE_LABELS, copyLabel(alerts, 'job', 'service'));
}

/**
 * Number of services that one expression lists, as it needs a vector for each. In larger stacks, services without any
 * series have no row; their alert on missing targets still fires.
 */
export const MOST_LISTED = 1000;

/**
 * Share of healthy targets, for every service in every place; 0 where the alert on missing targets fires, and for
 * services without any series.
 */
function targetsUp(services: readonly Listed[]): InstantVector {
  const missing = ofServices(alertsWith({ alertname: matching('.+TargetMissing') }), 'service');
  const known = or(avgBy(PLACE_LABELS, up(services)), mul(0, byPlace(missing)));
  return services.length > MOST_LISTED ? known : or(known, unless(listed(services), known, { on: ['job'] }));
}

/** The state of all services in four or five numbers. */
export function stateStats(services: readonly Listed[], hasSlos: boolean): readonly StatSpec[] {
  const leastBudget: StatSpec = {
    kind: 'stat',
    ...LEAST_BUDGET,
    description: 'The smallest remaining error budget.',
    noData: 'Not counted yet',
    symptom: 'ErrorBudgetBurn',
    query: { query: min(remainingOfAll(services)), legend: 'remaining' },
  };
  return [
    {
      kind: 'stat',
      title: 'Services in the stack',
      description: 'Services that this dashboard lists. Synthesis generates it from the stack.',
      unit: 'count',
      noData: 'None',
      query: { query: vector(services.length), legend: 'services' },
    },
    {
      kind: 'stat',
      title: 'Services without a healthy target',
      description:
        'Services whose targets all fail their scrapes, or that have no target, counted in each cluster and namespace. Other numbers on this page do not include them.',
      unit: 'count',
      noData: 'None',
      symptom: 'Down',
      base: 'green',
      thresholds: [{ from: 1, color: 'red' }],
      query: { query: or(count(eq(targetsUp(services), 0)), vector(0)), legend: 'services' },
    },
    ...alertStats({ about: 'these services', firing, up: up(services), noData: NO_TARGET }),
    ...(hasSlos ? [leastBudget] : []),
  ];
}

const LEAST_BUDGET = { title: 'Least budget left', unit: 'ratio', decimals: 1, ...BUDGET_COLORS } as const;

function firingColumn(
  title: string,
  severity: Severity,
  color: ThresholdColor,
  services: readonly Listed[],
): TableColumn {
  return {
    title,
    unit: 'count',
    // 0 instead of an empty cell for a healthy service.
    query: or(byPlace(firing(severity)), mul(0, countBy(PLACE_LABELS, up(services)))),
    thresholds: [{ from: 1, color }],
  };
}

/** One row for each service: targets, alerts and golden signals. */
export function servicesTable(
  services: readonly Listed[],
  { hasSignals, hasSlos }: { readonly hasSignals: boolean; readonly hasSlos: boolean },
): TableSpec {
  const signal = (record: 'requestRate' | 'errorPercentage') =>
    namedAfterService(recordedByAll(goldenSignalRecords[record], SCRAPED_LABELS), services);
  const requests = signal('requestRate');
  const errors = signal('errorPercentage');
  const signals: readonly TableColumn[] = [
    { title: 'Requests', unit: 'requestsPerSecond', query: sumBy(PLACE_LABELS, requests) },
    {
      title: 'Failed',
      unit: 'percent',
      decimals: 2,
      query: div(sumBy(PLACE_LABELS, mul(errors, requests)), gt(sumBy(PLACE_LABELS, requests), 0)),
    },
  ];
  return {
    kind: 'table',
    title: 'Services',
    description:
      'Every service in every cluster: share of healthy targets, firing alerts, traffic, errors, and the smallest error budget. A name links to the golden signals.',
    unit: 'count',
    noData: NO_TARGET,
    symptom: 'TargetMissing',
    rows: services.length,
    labels: LABEL_TITLES,
    links: linkTo('signals', 'Golden signals'),
    columns: [
      {
        title: 'Targets up',
        unit: 'ratio',
        query: withLinkLabels(targetsUp(services), services),
        ...TARGET_COLORS,
      },
      firingColumn('Pages', 'critical', 'red', services),
      firingColumn('Tickets', 'warning', 'yellow', services),
      ...(hasSignals ? signals : []),
      ...(hasSlos ? [{ ...LEAST_BUDGET, query: minBy(PLACE_LABELS, remainingOfAll(services)) }] : []),
    ],
    sortBy: { column: 'Pages', order: 'descending' },
  };
}
