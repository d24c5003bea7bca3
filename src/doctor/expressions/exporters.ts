import type { Expr } from '../../promql/expr';
import { nameOfSelector } from './series-catalog';

/** Prefixes of the metrics of common exporters. Each is a target of its own, with its own job and instance. */
const EXPORTERS: readonly (readonly [prefix: RegExp, exporter: string])[] = [
  [
    /^container_(cpu|memory|network|fs|spec|oom|processes|threads|sockets|last_seen|start_time)_?/,
    'cAdvisor',
  ],
  [
    /^kube_(pod|node|deployment|statefulset|daemonset|replicaset|job|cronjob|namespace|resourcequota|horizontalpodautoscaler)_/,
    'kube-state-metrics',
  ],
  [/^node_(cpu|memory|filesystem|disk|network|load|vmstat|netstat|time|boot_time)/, 'node-exporter'],
];

/** Functions that drop or replace labels by name. */
export const RELABELING = ['label_replace', 'label_join', 'absent', 'absent_over_time', 'scalar', 'vector'];

/** The exporter whose series, with all their labels, an expression returns. */
export function exporterOf(expr: Expr): string | undefined {
  switch (expr.node) {
    case 'selector': {
      const name = nameOfSelector(expr) ?? '';
      return EXPORTERS.find(([prefix]) => prefix.test(name))?.[1];
    }
    case 'range':
      return exporterOf(expr.selector);
    case 'subquery':
    case 'negation':
      return exporterOf(expr.expr);
    case 'call':
      return RELABELING.includes(expr.name) ? undefined : expr.args.map(exporterOf).find(Boolean);
    default:
      return undefined;
  }
}

/** Labels that the scrape adds to the series of every exporter. */
export const TARGET_LABELS: readonly string[] = ['job', 'instance'];

/** Labels that the series of two exporters share. */
export function sharedLabels(left: string, right: string): readonly string[] | undefined {
  const both = [left, right];
  return both.includes('cAdvisor') && both.includes('kube-state-metrics')
    ? ['namespace', 'pod', 'container']
    : undefined;
}
