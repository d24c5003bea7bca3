import type { Expr } from '../../promql/expr';
import { plainSelector } from './plain-series';
import { nameOfSelector } from './series-catalog';

/** Prefixes of the metrics of common exporters. Each is a target of its own, with its own job and instance. */
const EXPORTERS: readonly (readonly [prefix: RegExp, exporter: string])[] = [
  [
    /^container_(cpu|memory|network|fs|spec|oom|processes|threads|sockets|last_seen|start_time)_?/,
    'cAdvisor',
  ],
  [
    /^kube_(pod|node|deployment|statefulset|daemonset|replicaset|job|cronjob|namespace|resourcequota|horizontalpodautoscaler|persistentvolume|persistentvolumeclaim|service|ingress|poddisruptionbudget)_/,
    'kube-state-metrics',
  ],
  [
    /^node_(cpu|memory|filesystem|disk|network|load|vmstat|netstat|time|boot_time|uname|timex|md|filefd|nf_conntrack|pressure|hwmon)/,
    'node-exporter',
  ],
  [/^kubelet_/, 'the kubelet'],
  [/^prometheus_(tsdb|rule|target|notifications|engine|remote_storage|sd|config)_/, 'Prometheus'],
  [/^alertmanager_/, 'Alertmanager'],
  [/^etcd_(server|disk|network|mvcc)_/, 'etcd'],
  [/^coredns_/, 'CoreDNS'],
  [/^mysql_(global|info|slave|up)/, 'mysqld_exporter'],
  [/^pg_(stat|settings|up|locks|database|replication)/, 'postgres_exporter'],
  [/^redis_(memory|connected|commands|up|db|keyspace|instance|rejected)/, 'redis_exporter'],
];

/** The exporter of a metric, by its name. Names with a colon are recorded. */
export const exporterOfName = (name: string): string | undefined =>
  name.includes(':') ? undefined : EXPORTERS.find(([prefix]) => prefix.test(name))?.[1];

/** The exporter whose series, with all their labels, an expression returns. */
export function exporterOf(expr: Expr): string | undefined {
  const selector = plainSelector(expr);
  return selector && exporterOfName(nameOfSelector(selector) ?? '');
}

/** Whether a series is of the exporters that come with the platform, which no service of a catalog scrapes. */
export const isOfPlatform = (expr: Expr): boolean =>
  ['cAdvisor', 'kube-state-metrics', 'node-exporter'].includes(exporterOf(expr) ?? '');

/** Labels that the scrape adds to the series of every exporter. */
export const TARGET_LABELS: readonly string[] = ['job', 'instance'];

/** Labels that the series of two exporters share. */
export function sharedLabels(left: string, right: string): readonly string[] | undefined {
  const both = [left, right];
  return both.includes('cAdvisor') && both.includes('kube-state-metrics')
    ? ['namespace', 'pod', 'container']
    : undefined;
}
