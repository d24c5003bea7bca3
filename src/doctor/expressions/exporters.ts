import type { Expr } from '../../promql/expr';
import { plainSelector } from './plain-series';
import { nameOfSelector } from './series-catalog';

interface Exporter {
  readonly name: string;
  /** Prefixes of its metrics. */
  readonly metrics: RegExp;
  /** Words in the usual names of its workload, container and job. */
  readonly target: RegExp;
}

/** Common exporters. Each is a target of its own, with its own job and instance. */
const EXPORTERS: readonly Exporter[] = [
  {
    name: 'cAdvisor',
    metrics: /^container_(cpu|memory|network|fs|spec|oom|processes|threads|sockets|last_seen|start_time)_?/,
    target: word('cadvisor|kubelet'),
  },
  {
    name: 'kube-state-metrics',
    metrics:
      /^kube_(pod|node|deployment|statefulset|daemonset|replicaset|job|cronjob|namespace|resourcequota|horizontalpodautoscaler|persistentvolume|persistentvolumeclaim|service|ingress|poddisruptionbudget)_/,
    target: word('kube-state-metrics'),
  },
  {
    name: 'node-exporter',
    metrics:
      /^node_(cpu|memory|filesystem|disk|network|load|vmstat|netstat|time|boot_time|uname|timex|md|filefd|nf_conntrack|pressure|hwmon)/,
    target: word('node-exporter'),
  },
  { name: 'the kubelet', metrics: /^kubelet_/, target: word('kubelet') },
  {
    name: 'Prometheus',
    metrics: /^prometheus_(tsdb|rule|target|notifications|engine|remote_storage|sd|config)_/,
    // Names of other programs, such as prometheus-operator, and of releases begin with it.
    target: /(^|\W)prometheus(-server|-k8s)?$/i,
  },
  { name: 'Alertmanager', metrics: /^alertmanager_/, target: word('alertmanager') },
  { name: 'etcd', metrics: /^etcd_(server|disk|network|mvcc)_/, target: word('etcd') },
  { name: 'CoreDNS', metrics: /^coredns_/, target: word('coredns|kube-dns') },
  {
    name: 'mysqld_exporter',
    metrics: /^mysql_(global|info|slave|up)/,
    target: word('mysqld?|mariadb'),
  },
  {
    name: 'postgres_exporter',
    metrics: /^pg_(stat|settings|up|locks|database|replication)/,
    target: word('postgres(ql)?|pg'),
  },
  {
    name: 'redis_exporter',
    metrics: /^redis_(memory|connected|commands|up|db|keyspace|instance|rejected)/,
    target: word('redis|valkey'),
  },
];

/** Of a name such as `shop-redis-exporter`. */
function word(text: string): RegExp {
  return new RegExp(`(^|[\\W_])(${text})([\\W_]|$)`, 'i');
}

/** The exporter of a metric, by its name. Names with a colon are recorded. */
const exporterFor = (metric: string): Exporter | undefined =>
  metric.includes(':') ? undefined : EXPORTERS.find(({ metrics }) => metrics.test(metric));

/** Whether names of a workload, its container or its job are those of the exporter of a metric; undefined if it is of none. */
export function hasExporter(metric: string, names: Iterable<string>): boolean | undefined {
  const exporter = exporterFor(metric);
  return exporter && [...names].some((name) => exporter.target.test(name));
}

/** Metrics whose labels, such as `namespace`, are those of other objects than the target. */
const ABOUT_OTHERS =
  /^(kube|container|kubelet_volume_stats|keda_(scale[dr]|trigger|resource)|certmanager_certificate|argocd_app|gotk)_/;

/** Whether a page that exposes a metric has labels that the scrape would replace without honorLabels. */
export const isAboutOthers = (metric: string): boolean => ABOUT_OTHERS.test(metric);

/** The exporter whose series, with all their labels, an expression returns. */
export function exporterOf(expr: Expr): string | undefined {
  const selector = plainSelector(expr);
  return selector && exporterFor(nameOfSelector(selector) ?? '')?.name;
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
