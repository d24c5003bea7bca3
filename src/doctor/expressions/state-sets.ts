import type { Selector } from '../../promql/expr';
import { nameOfSelector } from './series-catalog';

/** Metrics with a series for each state of an object, 1 for the one that it has and 0 for the others, by the label of the state. */
const STATES: readonly (readonly [metric: RegExp, label: string])[] = [
  [/^kube_(pod|namespace|persistentvolume|persistentvolumeclaim)_status_phase$/, 'phase'],
  [/^kube_(node|deployment|horizontalpodautoscaler|persistentvolumeclaim)_status_condition$/, 'status'],
  [/^kube_pod_status_(ready|scheduled)$/, 'condition'],
  [/^kube_pod_status_reason$/, 'reason'],
  [/^node_systemd_unit_state$/, 'state'],
  [/^certmanager_certificate_ready_status$/, 'condition'],
  [/^gotk_reconcile_condition$/, 'status'],
];

/** The label of the state of a selected object; undefined for other metrics. */
export function stateLabel(selector: Selector): string | undefined {
  const name = nameOfSelector(selector) ?? '';
  return STATES.find(([metric]) => metric.test(name))?.[1];
}
