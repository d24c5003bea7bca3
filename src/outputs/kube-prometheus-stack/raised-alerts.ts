import type { Environment } from '../../catalog/environment';
import type { PlacedService } from '../../catalog/placement';
import { ruleResources, type RulesOf } from '../../catalog/rule-resources';
import { isAlert } from '../../rules/rule';
import type { Labels } from './matcher';

/** An alert of a service, with the labels that are known before it fires. */
export interface RaisedAlert {
  readonly service: PlacedService;
  readonly labels: Labels & { readonly alertname: string };
}

/** Every alert that the rules of a service can raise, once for each set of labels. */
export function raisedAlerts(
  service: PlacedService,
  { cluster }: Pick<Environment, 'cluster'>,
  rulesOf: RulesOf = ruleResources,
): readonly RaisedAlert[] {
  return rulesOf(service)
    .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.filter(isAlert)))
    .map(({ alert, labels }) => ({
      service,
      labels: { alertname: alert, cluster, namespace: service.namespace, ...labels },
    }));
}

/** Alerts of the chart that always fire or exist only to inhibit others. */
export const SIGNALS: readonly Labels[] = [
  { alertname: 'Watchdog', severity: 'none' },
  { alertname: 'InfoInhibitor', severity: 'none', namespace: 'default' },
];

/** One alert of the chart for each severity. Routes treat all others alike, as they have no team. */
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
