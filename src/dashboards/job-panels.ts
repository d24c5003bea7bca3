import type { PlacedService } from '../catalog/placement';
import { controllerMetrics } from '../metrics/controllers';
import type { Gauge } from '../metrics/metric';
import { eq, matching, max, or, select, sub, sum, time, type Series } from '../promql/build';
import { seconds } from '../promql/window';
import { alertStatsOf } from './alert-stats';
import type { StatSpec } from './panel';
import { ofAnyCluster, shownScope } from './scope';

const NO_DATA = 'No data: kube-state-metrics is not scraped';

/** A series of kube-state-metrics about the CronJob of a service, in the namespace of the dashboard's variable. */
function ofCronJob(service: PlacedService, metric: Gauge): Series<string, 'gauge'> {
  const { namespace } = shownScope(service);
  return ofAnyCluster(
    select<Gauge>(metric, { namespace, cronjob: service.controller?.name ?? service.name }),
  );
}

/** How old the last success is, and firing alerts. */
export function jobState(service: PlacedService): readonly StatSpec[] {
  const within = service.controller?.succeedsWithin;
  const created = ofCronJob(service, controllerMetrics.cronJobCreated);
  const { namespace } = shownScope(service);
  return [
    {
      kind: 'stat',
      title: 'Last success',
      description:
        'Time since a job succeeded; before the first success, since the CronJob was created. It should start again with every run.',
      unit: 'remainingSeconds',
      noData: NO_DATA,
      ...(within === undefined
        ? {}
        : {
            symptom: 'JobOverdue',
            base: 'green' as const,
            thresholds: [{ from: seconds(within), color: 'red' as const }],
          }),
      query: {
        query: sub(time(), or(max(ofCronJob(service, controllerMetrics.cronJobLastSuccess)), max(created))),
        legend: 'last success',
      },
    },
    {
      kind: 'stat',
      title: 'Suspended',
      description: 'Whether the CronJob is suspended and starts no jobs.',
      unit: 'count',
      noData: 'No',
      symptom: 'JobSuspended',
      base: 'green',
      zero: 'No',
      thresholds: [{ from: 1, color: 'yellow' }],
      query: {
        query: sum(eq(ofCronJob(service, controllerMetrics.cronJobSuspended), 1)),
        legend: 'suspended',
      },
    },
    ...alertStatsOf(service.name, matching(`${namespace}|`), { up: created, noData: NO_DATA }),
  ];
}
