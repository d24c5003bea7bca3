import type { Environment } from '../../catalog/environment';
import type { PlacedService } from '../../catalog/placement';
import { ruleResources } from '../../catalog/rule-resources';
import { isAlert } from '../../rules/rule';
import type { Labels } from './matcher';

/** An alert of a service with the labels that are known before it fires. */
export interface RaisedAlert {
  readonly service: PlacedService;
  readonly labels: Labels & { readonly alertname: string };
}

/** Every alert that the rules of a service can raise, each with every set of labels that they give it. */
export function raisedAlerts(
  service: PlacedService,
  { cluster }: Pick<Environment, 'cluster'>,
): readonly RaisedAlert[] {
  return ruleResources(service)
    .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.filter(isAlert)))
    .map(({ alert, labels }) => ({
      service,
      labels: { alertname: alert, cluster, namespace: service.namespace, ...labels },
    }));
}

/** Alerts of the chart that work as signals between programs: always firing, or there only to inhibit others. */
export const SIGNALS: readonly Labels[] = [
  { alertname: 'Watchdog', severity: 'none' },
  { alertname: 'InfoInhibitor', severity: 'none', namespace: 'default' },
];

/** What the chart's other alerts look like to a route: they have no team. One stands for all of its severity. */
export const CHART_PAGE: Labels = {
  alertname: 'KubePersistentVolumeFillingUp',
  severity: 'critical',
  namespace: 'default',
};
export const CHART_TICKET: Labels = {
  alertname: 'KubePodNotReady',
  severity: 'warning',
  namespace: 'default',
};
