import { unless } from '../promql/build';
import type { AlertContext, AlertRow } from './alert';
import { alive, pushedSeries, remembered } from './presence';
import type { PushedSeries } from './scope';

/** The fields of a service whose series are pushed that the alert on their absence depends on. */
export interface PushedContext extends AlertContext {
  readonly pushed: PushedSeries;
}

/** Instead of the alerts on scrapes, for services whose series are pushed: they have no `up`. */
export const pushedAlerts: readonly AlertRow<PushedContext>[] = [
  {
    symptom: 'SeriesMissing',
    severity: 'critical',
    // Prometheus shows a series for five minutes after its last sample, so these are ten in total.
    for: '5m',
    summary: 'Prometheus no longer receives series of %s.',
    description:
      'Up to {{ $value }} series of %s in namespace {{ $labels.namespace }} arrived in the last day, and none arrives now: the service is down, or what pushes its series is. It is not monitored.',
    expr: (service) => unless(remembered(service, pushedSeries(service.pushed)), alive(service)),
  },
];
