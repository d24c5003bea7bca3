import type { Expr } from '../../promql/expr';
import { plainSelector } from './plain-series';
import { nameOfSelector } from './series-catalog';

const POD = ['namespace', 'pod'];
const CONTAINER = [...POD, 'container'];

/**
 * Labels that distinguish the series of one exporter, beside those of its target. `uid`, which only some versions have, and
 * what only describes an object are left out, so that a label here is always there.
 * https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics
 * https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md
 */
const LABELS: readonly (readonly [name: RegExp, labels: readonly string[]])[] = [
  [/^kube_node_(spec_unschedulable|created)$/, ['node']],
  [/^kube_node_status_condition$/, ['node', 'condition', 'status']],
  [/^kube_node_status_(allocatable|capacity)$/, ['node', 'resource', 'unit']],
  [/^kube_node_role$/, ['node', 'role']],
  [/^kube_pod_(status_scheduled_time|start_time|created|completion_time|status_ready_time)$/, POD],
  [/^kube_pod_status_phase$/, [...POD, 'phase']],
  [/^kube_pod_status_(ready|scheduled)$/, [...POD, 'condition']],
  [/^kube_pod_status_reason$/, [...POD, 'reason']],
  [/^kube_pod_container_status_(waiting|running|terminated|ready|restarts_total)$/, CONTAINER],
  [/^kube_pod_container_status_(waiting|terminated|last_terminated)_reason$/, [...CONTAINER, 'reason']],
  [/^kube_pod_container_resource_(limits|requests)$/, [...CONTAINER, 'resource', 'unit']],
  [
    /^kube_deployment_(spec_replicas|spec_paused|status_replicas\w*|metadata_generation|status_observed_generation)$/,
    ['namespace', 'deployment'],
  ],
  [/^kube_deployment_status_condition$/, ['namespace', 'deployment', 'condition', 'status']],
  [
    /^kube_statefulset_(replicas|status_replicas\w*|metadata_generation|status_observed_generation)$/,
    ['namespace', 'statefulset'],
  ],
  [/^kube_statefulset_status_(current|update)_revision$/, ['namespace', 'statefulset', 'revision']],
  [/^kube_daemonset_status_(current|desired|number|updated)_\w+$/, ['namespace', 'daemonset']],
  [
    /^kube_horizontalpodautoscaler_(spec_(max|min)|status_(current|desired))_replicas$/,
    ['namespace', 'horizontalpodautoscaler'],
  ],
  [
    /^kube_horizontalpodautoscaler_status_condition$/,
    ['namespace', 'horizontalpodautoscaler', 'condition', 'status'],
  ],
  [/^kube_persistentvolumeclaim_resource_requests_storage_bytes$/, ['namespace', 'persistentvolumeclaim']],
  [/^kube_persistentvolumeclaim_status_phase$/, ['namespace', 'persistentvolumeclaim', 'phase']],
  [/^kube_resourcequota$/, ['namespace', 'resourcequota', 'resource', 'type']],
  [/^node_(load\d+|memory_\w+|time_seconds|boot_time_seconds)$/, []],
  [/^node_cpu_seconds_total$/, ['cpu', 'mode']],
  [
    /^node_filesystem_(avail_bytes|free_bytes|size_bytes|files|files_free|readonly)$/,
    ['device', 'mountpoint'],
  ],
  [/^node_(disk|network)_\w+_total$/, ['device']],
  [/^alertmanager_notifications_total$/, ['integration']],
  [/^alertmanager_notifications_failed_total$/, ['integration', 'reason']],
];

/** The labels of a plain series of a common exporter; undefined where they are not known. */
export function objectLabels(expr: Expr): readonly string[] | undefined {
  const selector = plainSelector(expr);
  const name = selector === undefined ? undefined : nameOfSelector(selector);
  return name === undefined ? undefined : LABELS.find(([pattern]) => pattern.test(name))?.[1];
}

/** Labels that the oldest versions do not have: Alertmanager gives the reason since 0.26. */
export const RECENT: readonly string[] = ['reason'];
