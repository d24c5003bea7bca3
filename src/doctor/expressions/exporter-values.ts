import { words } from '../../findings/words';
import type { Matcher, Selector } from '../../promql/expr';
import { listed, matches } from './matchers';
import { nearest } from './nearest';
import { nameOfSelector } from './series-catalog';

/** The values that exporters give a label. */
interface ExporterValues {
  readonly metric: RegExp;
  readonly label: string;
  readonly values: readonly string[];
  /** Whether there are no others. Reasons and types of conditions, for example, come from any controller. */
  readonly complete: boolean;
}

const all = (metric: RegExp, label: string, values: string): ExporterValues => ({
  metric,
  label,
  values: words(values),
  complete: true,
});
const some = (metric: RegExp, label: string, values: string): ExporterValues => ({
  ...all(metric, label, values),
  complete: false,
});

const STATUS = 'true false unknown';
const KINDS = 'ReplicaSet DaemonSet StatefulSet Job Node ReplicationController Deployment CronJob';

/**
 * https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics, and the metrics of node exporter, cert-manager,
 * Flux and Argo CD. kube-state-metrics writes the status of conditions in lower case, cert-manager and Flux do not.
 */
const VALUES: readonly ExporterValues[] = [
  all(/^ALERTS$/, 'alertstate', 'firing pending'),
  all(/^kube_pod_status_phase$/, 'phase', 'Pending Running Succeeded Failed Unknown'),
  all(/^kube_namespace_status_phase$/, 'phase', 'Active Terminating'),
  all(/^kube_persistentvolume_status_phase$/, 'phase', 'Pending Available Bound Released Failed'),
  all(/^kube_persistentvolumeclaim_status_phase$/, 'phase', 'Pending Bound Lost'),
  all(
    /^kube_(node|deployment|horizontalpodautoscaler|persistentvolumeclaim)_status_condition$/,
    'status',
    STATUS,
  ),
  all(/^kube_(pod_status_(ready|scheduled)|job_(complete|failed))$/, 'condition', STATUS),
  all(
    /^kube_horizontalpodautoscaler_status_condition$/,
    'condition',
    'AbleToScale ScalingActive ScalingLimited',
  ),
  all(/^kube_deployment_status_condition$/, 'condition', 'Available Progressing ReplicaFailure'),
  some(
    /^kube_node_status_condition$/,
    'condition',
    'Ready MemoryPressure DiskPressure PIDPressure NetworkUnavailable KernelDeadlock ReadonlyFilesystem',
  ),
  some(
    /^kube_pod_(init_)?container_status_waiting_reason$/,
    'reason',
    'ContainerCreating PodInitializing CrashLoopBackOff CreateContainerConfigError CreateContainerError ErrImagePull ImagePullBackOff InvalidImageName RunContainerError',
  ),
  some(
    /^kube_pod_(init_)?container_status_(last_)?terminated_reason$/,
    'reason',
    'OOMKilled Completed Error ContainerCannotRun DeadlineExceeded Evicted StartError',
  ),
  some(
    /^kube_pod_status_reason$/,
    'reason',
    'Evicted NodeAffinity NodeLost Shutdown UnexpectedAdmissionError',
  ),
  some(
    /^kube_(pod_(init_)?container_resource_(requests|limits)|node_status_(capacity|allocatable))$/,
    'resource',
    'cpu memory ephemeral_storage storage pods nvidia_com_gpu hugepages_1Gi hugepages_2Mi',
  ),
  all(
    /^kube_(pod_(init_)?container_resource_(requests|limits)|node_status_(capacity|allocatable))$/,
    'unit',
    'core byte integer',
  ),
  all(/^kube_resourcequota$/, 'type', 'hard used'),
  all(/^kube_node_spec_taint$/, 'effect', 'NoSchedule PreferNoSchedule NoExecute'),
  all(/^kube_service_spec_type$/, 'type', 'ClusterIP NodePort LoadBalancer ExternalName'),
  some(/^kube_(pod|job|replicaset)_owner$/, 'owner_kind', KINDS),
  some(/^kube_pod_info$/, 'created_by_kind', KINDS),
  some(/^node_cpu_seconds_total$/, 'mode', 'idle iowait irq nice softirq steal system user'),
  all(/^node_md_disks$/, 'state', 'active failed spare sync'),
  all(/^node_systemd_unit_state$/, 'state', 'activating active deactivating failed inactive'),
  some(
    /^apiserver_request_(total|duration_seconds_(bucket|count|sum))$/,
    'verb',
    'GET LIST WATCH POST PUT PATCH DELETE DELETECOLLECTION APPLY CONNECT PROXY WATCHLIST',
  ),
  all(/^certmanager_certificate_ready_status$/, 'condition', 'True False Unknown'),
  some(/^gotk_reconcile_condition$/, 'status', 'True False Unknown Deleted'),
  some(/^argocd_app_info$/, 'health_status', 'Healthy Progressing Degraded Suspended Missing Unknown'),
  some(/^argocd_app_info$/, 'sync_status', 'Synced OutOfSync Unknown'),
];

/** Conditions that Kubernetes once had, and what it has instead. */
const GONE: readonly (readonly [metric: RegExp, value: string, instead: string, since: string])[] = [
  [/^kube_node_status_condition$/, 'OutOfDisk', 'DiskPressure', 'Kubernetes 1.13'],
];

/** Values in the matcher of an exporter's label that the label never has, or never in this spelling. */
export interface WrongValues {
  readonly matcher: Matcher;
  readonly wrong: readonly string[];
  /** The matcher that was meant. @default not known */
  readonly meant?: Matcher;
  /** All values of the label. @default not all are known */
  readonly values?: readonly string[];
  /** The label that has them. @default none of the same metric is known to */
  readonly belongsTo?: string;
  /** Why it is wrong, as a clause for messages. @default nothing more is known */
  readonly because?: string;
  /** Whether the matcher cannot match any series of the metric. */
  readonly dead: boolean;
}

/** The first matcher of a selector with such values; undefined if there is none. */
export function wrongValues(selector: Selector): WrongValues | undefined {
  const name = nameOfSelector(selector);
  const known = name === undefined ? [] : VALUES.filter(({ metric }) => metric.test(name));
  for (const of of known)
    for (const matcher of selector.matchers) {
      const found = matcher.label === of.label ? inMatcher(matcher, of, known, name!) : undefined;
      if (found !== undefined) return found;
    }
  return undefined;
}

/** What a template engine replaces before the rule is applied. */
const PLACEHOLDER = /[${}<>]/;

function inMatcher(
  matcher: Matcher,
  { values, complete, label }: ExporterValues,
  known: readonly ExporterValues[],
  name: string,
): WrongValues | undefined {
  const isNegative = matcher.operator.startsWith('!');
  const positive: Matcher = { ...matcher, operator: matcher.operator.endsWith('~') ? '=~' : '=' };
  if (PLACEHOLDER.test(matcher.value)) return undefined;
  const parts = listed(positive);
  if (parts === undefined) {
    const dead = complete && !isNegative && ![...values, ''].some((value) => matches(matcher, value));
    return dead ? { matcher, wrong: [matcher.value], values, dead } : undefined;
  }
  const goneFrom = (part: string) => GONE.find(([metric, value]) => metric.test(name) && value === part);
  const ownerOf = (part: string): string | undefined =>
    known.find((one) => one.label !== label && one.values.includes(part))?.label;
  const because = (part: string): string | undefined => {
    const [, , , since] = goneFrom(part) ?? [];
    if (since !== undefined) return `${since} removed it`;
    const other = ownerOf(part);
    return other === undefined ? undefined : `it is a value of ${other}`;
  };
  const wrong = parts.filter(
    (part) =>
      part !== '' &&
      !values.includes(part) &&
      (complete || respelt(part, values) !== undefined || because(part) !== undefined),
  );
  const [first] = wrong;
  if (first === undefined) return undefined;
  const spelt = wrong.map(
    (part) => goneFrom(part)?.[2] ?? respelt(part, values) ?? (complete ? nearest(part, values) : undefined),
  );
  // What is excluded without effect, or stands beside other values, is worth a finding only where it is a misspelling.
  const dead = !isNegative && wrong.length === parts.length;
  if (!dead && spelt.includes(undefined)) return undefined;
  const meant = parts.map((part) => (wrong.includes(part) ? spelt[wrong.indexOf(part)] : part));
  const reason = because(first);
  const owner = ownerOf(first);
  const isWhole = dead && wrong.every((part) => ownerOf(part) === owner);
  return {
    matcher,
    wrong,
    dead,
    ...(spelt.includes(undefined) ? {} : { meant: { ...matcher, value: meant.join('|') } }),
    ...(complete ? { values } : {}),
    ...(owner !== undefined && isWhole ? { belongsTo: owner } : {}),
    ...(reason === undefined ? {} : { because: reason }),
  };
}

/** The value that differs in nothing but case and separators: `CrashLoopBackoff`, `ephemeral-storage`. */
const respelt = (value: string, values: readonly string[]): string | undefined =>
  values.find((one) => plain(one) === plain(value));

const plain = (value: string): string => value.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
