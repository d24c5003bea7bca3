import type { PlacedService } from '../catalog/placement';
import type { Gauge } from '../metrics/metric';
import { platformMetrics } from '../metrics/platform';
import { count, maxBy, or, recorded, select, sum, sumBy } from '../promql/build';
import { saturationQueries } from '../rules/saturation';
import { goldenSignalRecords } from '../rules/naming';
import { budgetAlerts, workloadAlerts } from '../rules/platform';
import { hasReplicas } from '../rules/controllers/index';
import { targetsOf, type PushedSeries } from '../rules/scope';
import { alertThreshold } from './alert-threshold';
import type { PanelQuery, Section, TimeSeriesSpec } from './panel';
import { shownScope, shownScopes } from './scope';
import { processesOf, shownReplicas } from './service-state';

const EXPORTERS = 'No data: kube-state-metrics or the kubelet is not scraped';
const NO_TARGETS = 'Prometheus has no target: see the runbook';

/** Requests in flight, and CPU and memory of the pods. */
export function saturationSection(service: PlacedService): readonly Section[] {
  const { signals } = service;
  const panels = service.controller !== undefined ? podPanels(service) : [];
  const instance = service.pushed?.instance ?? 'instance';
  if (signals?.inFlight !== undefined)
    panels.unshift({
      kind: 'time series',
      title: 'Requests in flight by target',
      description:
        'Requests being handled at once. One target far above the others gets too much traffic, or hangs. If all rise, a dependency is slow.',
      unit: 'count',
      noData: NO_TARGETS,
      min: 0,
      queries: [
        {
          query: sumBy([instance], select<Gauge>(signals.inFlight, targetsOf(shownScope(service)))),
          legend: `{{${instance}}}`,
        },
      ],
    });
  return panels.length === 0 ? [] : [{ title: 'Saturation', lines: [panels] }];
}

function podPanels(service: PlacedService): TimeSeriesSpec[] {
  const near = alertThreshold(workloadAlerts, 'MemoryNearLimit', service);
  return [
    {
      kind: 'time series',
      title: 'CPU cores in use by pod',
      description:
        'CPU cores used by each pod. They should follow the traffic; if only CPU rises, profile a pod. There is no CPU limit unless the namespace sets one.',
      unit: 'count',
      noData: EXPORTERS,
      symptom: 'CpuThrottled',
      min: 0,
      queries: [{ ...saturation(service, 'cpuUsage'), legend: '{{pod}}' }],
    },
    {
      kind: 'time series',
      title: 'Memory in use by pod',
      description:
        'Memory of each pod as a share of its limit. At 100 % the kernel kills the pod. A line that rises until the pod restarts is a leak.',
      unit: 'ratio',
      noData: EXPORTERS,
      symptom: 'MemoryNearLimit',
      min: 0,
      max: 1,
      thresholds: [{ from: near, color: 'red' }],
      queries: [{ ...saturation(service, 'memoryUtilization'), legend: '{{pod}}' }],
    },
  ];
}

/** The recorded series, or the query itself for services without golden signals, which record nothing. */
function saturation(
  service: PlacedService,
  key: 'cpuUsage' | 'memoryUtilization',
): Omit<PanelQuery, 'legend'> {
  const [{ namespace }] = shownScopes(service);
  const record = goldenSignalRecords[key](service.name);
  if (service.signals !== undefined)
    return {
      query: maxBy(['pod'], recorded(record, ['namespace', 'pod'], { namespace })),
    };
  const query = shownScopes(service)
    .map((scope) => saturationQueries(scope).find((candidate) => candidate.record === record)!.query)
    .reduce((all, next) => or(all, next));
  return { query, window: '$__rate_interval' };
}

/** Pods, targets and series: everything else on the page depends on them. */
export function presenceSection(service: PlacedService): Section {
  const { seriesBudget, pushed } = service;
  if (pushed !== undefined) return { title: 'Presence', lines: [[processes(pushed)]] };
  const scope = targetsOf(shownScope(service));
  const up = select(platformMetrics.up, scope);
  const samples = select(platformMetrics.scrapeSamples, scope);
  const targets: TimeSeriesSpec = {
    kind: 'time series',
    title: 'Targets answering and discovered',
    description:
      'Discovered targets, and those whose scrapes succeed. The data of a failing target is missing on this page; its error is on the Targets page of Prometheus.',
    unit: 'count',
    noData: NO_TARGETS,
    symptom: 'TargetDown',
    min: 0,
    queries: [
      { query: count(up), legend: 'discovered' },
      { query: sum(up), legend: 'answering' },
    ],
  };
  const series: TimeSeriesSpec = {
    kind: 'time series',
    title: 'Series by target',
    description:
      seriesBudget === undefined
        ? 'Series exposed by each target. A line that keeps rising is a label that has too many values. There is no limit without a series budget.'
        : 'Series exposed by each target. Above the line, a label has more values than declared; at twice that number, Prometheus rejects the whole scrape.',
    unit: 'count',
    noData: NO_TARGETS,
    min: 0,
    ...(seriesBudget === undefined
      ? {}
      : {
          symptom: 'SeriesBudgetExceeded',
          thresholds: [
            {
              from: alertThreshold(budgetAlerts, 'SeriesBudgetExceeded', { ...service, seriesBudget }),
              color: 'red' as const,
            },
          ],
        }),
    queries: [{ query: maxBy(['instance'], samples), legend: '{{instance}}' }],
  };
  return {
    title: 'Presence',
    lines: [[...(hasReplicas(service) ? [replicas(service)] : []), targets, series]],
  };
}

function replicas(service: PlacedService): TimeSeriesSpec {
  return {
    kind: 'time series',
    title: 'Pods available and wanted',
    description: `Ready pods, and the replicas of the ${service.controller?.kind ?? 'Deployment'}. A gap that lasts longer than a rollout means that pods do not start or do not become ready.`,
    unit: 'count',
    noData: EXPORTERS,
    symptom: 'Unavailable',
    min: 0,
    queries: [
      { query: shownReplicas(service, 'wanted'), legend: 'wanted' },
      { query: shownReplicas(service, 'available'), legend: 'available' },
    ],
  };
}

function processes(pushed: PushedSeries): TimeSeriesSpec {
  return {
    kind: 'time series',
    title: 'Processes whose series arrive',
    description:
      'Processes whose series Prometheus has received in the last five minutes. Without any, all other panels are empty.',
    unit: 'count',
    noData: 'No series arrive: see the runbook',
    symptom: 'SeriesMissing',
    min: 0,
    queries: [{ query: processesOf(pushed), legend: 'processes' }],
  };
}
