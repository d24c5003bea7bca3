import type { Duration } from '../promql/window';
import { alertsOf, type AlertContext, type AlertRow } from './alert';
import { autoscalingAlerts } from './autoscaling';
import { rowsAbout } from './controllers/index';
import { cronJobAlerts, punctualityAlerts } from './cron-job';
import { externalAlerts, workloadAlerts } from './platform';
import type { AlertRule } from './rule';

/** The fields of a service that the alerts on its pods depend on. */
export interface PodContext extends AlertContext {
  /** What runs it, or `external` if nothing is known about its pods. */
  readonly workload: 'external' | object;
}

/** Every symptom that some service can have of its pods. */
export const podSymptoms: readonly string[] = [
  ...new Set(
    [...externalAlerts, ...workloadAlerts, ...autoscalingAlerts, ...cronJobAlerts, ...punctualityAlerts].map(
      ({ symptom }: Pick<AlertRow, 'symptom'>) => symptom,
    ),
  ),
];

/** Symptoms of missing targets, which a service whose series are pushed does not have. */
const OF_TARGETS: readonly string[] = externalAlerts.map(({ symptom }) => symptom);

/**
 * Alerts on the pods of a service, or on its targets if nothing is known about pods. Those on pods read
 * kube-state-metrics, however the series of the service itself arrive.
 */
export function podAlerts(service: PodContext): readonly AlertRule[] {
  const { workload, controller, pushed } = service;
  const has = ({ symptom }: Pick<AlertRow, 'symptom'>) =>
    pushed === undefined || !OF_TARGETS.includes(symptom);
  if (workload === 'external') return alertsOf(externalAlerts.filter(has), service);
  if (controller?.kind === 'CronJob') return jobAlerts(service, controller.succeedsWithin);
  return [
    ...alertsOf(rowsAbout(workloadAlerts.filter(has), controller?.kind ?? 'Deployment'), service),
    ...(controller?.autoscaler === undefined
      ? []
      : alertsOf(autoscalingAlerts, { ...service, autoscaler: controller.autoscaler })),
  ];
}

function jobAlerts(service: PodContext, succeedsWithin: Duration | undefined): readonly AlertRule[] {
  return [
    ...alertsOf(cronJobAlerts, service),
    ...(succeedsWithin === undefined ? [] : alertsOf(punctualityAlerts, { ...service, succeedsWithin })),
  ];
}
