import { isComparison, type Expr, type Selector } from '../../promql/expr';
import { print } from '../../promql/print';
import { nameOfSelector } from './series-catalog';

/** Gauges of common exporters that are sizes, numbers of things, times or states. A network without a speed has -1. */
export const NEVER_NEGATIVE =
  /^(kube_|container_|node_(cpu|memory|filesystem|disk|filefd|nf_conntrack)_|kubelet_volume_stats_)/;

/** Unix times that are never 0, as their series exist only with what they are about. */
export const UNIX_TIMES =
  /^(process_start_time_seconds|node_boot_time_seconds|node_time_seconds|kube_\w+_created|kube_pod_start_time|probe_ssl_earliest_cert_expiry|x509_cert_not_(after|before))$/;

/** September 2001. */
export const FIRST_UNIX_TIME = 1e9;

/** What a metric is at most, for sizes that are never 0 while there is something of them. */
const PARTS: readonly (readonly [part: RegExp, whole: string])[] = [
  [
    /^node_memory_(MemFree|MemAvailable|Cached|Buffers|Active|Inactive|Slab|Shmem)_bytes$/,
    'node_memory_MemTotal_bytes',
  ],
  [/^node_memory_SwapFree_bytes$/, 'node_memory_SwapTotal_bytes'],
  [/^node_filesystem_(avail|free)_bytes$/, 'node_filesystem_size_bytes'],
  [/^node_filesystem_files_free$/, 'node_filesystem_files'],
  [/^node_filefd_allocated$/, 'node_filefd_maximum'],
  [/^node_nf_conntrack_entries$/, 'node_nf_conntrack_entries_limit'],
  [/^kubelet_volume_stats_(available|used)_bytes$/, 'kubelet_volume_stats_capacity_bytes'],
  [/^kubelet_volume_stats_inodes_(free|used)$/, 'kubelet_volume_stats_inodes'],
  [/^container_fs_inodes_free$/, 'container_fs_inodes_total'],
  [/^container_cpu_cfs_throttled_periods_total$/, 'container_cpu_cfs_periods_total'],
  [/^process_open_fds$/, 'process_max_fds'],
  [/^windows_logical_disk_free_bytes$/, 'windows_logical_disk_size_bytes'],
];

/** Whether an expression is a part of what another one is, by the names of metrics, so that their ratio is 0 to 1. */
export function isPartByName(part: Expr, whole: Expr): boolean {
  if (part.node === 'binary' && part.operator === '+')
    return isPartByName(part.left, whole) && isPartByName(part.right, whole);
  if (part.node === 'binary' && part.operator === '-')
    return print(part.left) === print(whole) && isPartByName(part.right, whole);
  if (part.node === 'aggregation')
    return (
      whole.node === 'aggregation' &&
      AVERAGING.includes(part.operator) &&
      part.operator === whole.operator &&
      JSON.stringify(part.grouping) === JSON.stringify(whole.grouping) &&
      isPartByName(part.expr, whole.expr)
    );
  if (part.node === 'call')
    return (
      whole.node === 'call' &&
      part.name === whole.name &&
      part.args.length === 1 &&
      isPartByName(part.args[0]!, whole.args[0]!)
    );
  if (part.node === 'range')
    return (
      whole.node === 'range' && part.window === whole.window && ofSelectors(part.selector, whole.selector)
    );
  return part.node === 'selector' && whole.node === 'selector' && ofSelectors(part, whole);
}

const AVERAGING: readonly string[] = ['sum', 'avg', 'max', 'min'];

function ofSelectors(part: Selector, whole: Selector): boolean {
  const [few, many] = [nameOfSelector(part) ?? '', nameOfSelector(whole)];
  return PARTS.some(([pattern, name]) => name === many && pattern.test(few)) && narrows(part, whole);
}

/** Whether a sum over the part is over no more series than one over the whole. */
const narrows = (part: Selector, whole: Selector): boolean => {
  const matchers = new Set(part.matchers.map((matcher) => JSON.stringify(matcher)));
  return whole.matchers.every((matcher) => matchers.has(JSON.stringify(matcher)));
};

/** Whether `count` of one expression counts some of the series that `count` of the other one does. */
export function countsSome(part: Expr, whole: Expr): boolean {
  if (part.node !== 'aggregation' || whole.node !== 'aggregation') return false;
  if (part.operator !== 'count' || whole.operator !== 'count') return false;
  if (JSON.stringify(part.grouping) !== JSON.stringify(whole.grouping)) return false;
  const few =
    part.expr.node === 'binary' && isComparison(part.expr.operator) && part.expr.bool !== true
      ? part.expr.left
      : part.expr;
  return few.node === 'selector' && whole.expr.node === 'selector'
    ? few.name === whole.expr.name && narrows(few, whole.expr)
    : print(few) === print(whole.expr);
}

/** A factor, and what it multiplies: `100 * a`, `sum(a * 100)`, `a / 100`. */
export interface Scaled {
  readonly factor: number;
  readonly of: Expr;
}

/** The factor of an expression, inside of a sum or an average, too. */
export function scaled(expr: Expr): Scaled {
  if (expr.node === 'aggregation' && AVERAGING.includes(expr.operator)) {
    const { factor, of } = scaled(expr.expr);
    return factor > 0 && factor !== 1 ? { factor, of: { ...expr, expr: of } } : { factor: 1, of: expr };
  }
  if (expr.node !== 'binary') return { factor: 1, of: expr };
  const { operator, left, right } = expr;
  if (operator === '*' && left.node === 'number') return times(scaled(right), left.value);
  if (operator === '*' && right.node === 'number') return times(scaled(left), right.value);
  if (operator === '/' && right.node === 'number' && right.value !== 0)
    return times(scaled(left), 1 / right.value);
  return { factor: 1, of: expr };
}

const times = ({ factor, of }: Scaled, by: number): Scaled => ({ factor: factor * by, of });
