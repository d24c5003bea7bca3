import type { Expr } from '../../promql/expr';
import { isScalar } from './infer';
import { likelyLabels } from './likely-labels';
import { nameOfSelector } from './series-catalog';

/** Labels that tell the series of one target apart, for metrics of common exporters. */
const OF_METRICS: readonly (readonly [name: RegExp, labels: readonly string[]])[] = [
  [/^node_cpu_seconds_total$/, ['instance', 'cpu', 'mode']],
  [/^node_(filesystem|disk|network)_/, ['instance', 'device']],
  [/^kube_pod_(init_)?container_/, ['namespace', 'pod', 'container']],
  [/^kube_pod_/, ['namespace', 'pod']],
  [/^kube_deployment_/, ['namespace', 'deployment']],
  [/^kube_statefulset_/, ['namespace', 'statefulset']],
  [/^kube_daemonset_/, ['namespace', 'daemonset']],
  [/^kube_node_/, ['node']],
  [/^kube_persistentvolumeclaim_/, ['persistentvolumeclaim']],
  [/^container_(cpu|memory)_/, ['pod', 'container']],
];

/** Labels in which the series of an expression certainly differ: it is grouped by them, or its exporter has them. */
export function dimensionsOf(expr: Expr): readonly string[] {
  if (selectsMany(expr)) return ['instance'];
  const name = plainName(expr);
  if (name !== undefined) return OF_METRICS.find(([pattern]) => pattern.test(name))?.[1] ?? [];
  if (picksSome(expr)) return [];
  return [...likelyLabels(expr)].flatMap(([label, { kind }]) => (kind === 'grouped' ? [label] : []));
}

/** The metric of a selector, with or without a function around it that keeps its series. */
function plainName(expr: Expr): string | undefined {
  switch (expr.node) {
    case 'selector':
      return nameOfSelector(expr);
    case 'range':
      return plainName(expr.selector);
    case 'subquery':
    case 'negation':
      return plainName(expr.expr);
    case 'call':
      return KEEPING.test(expr.name) ? expr.args.map(plainName).find(Boolean) : undefined;
    default:
      return undefined;
  }
}

const KEEPING = /^(rate|irate|increase|delta|idelta|deriv|abs|ceil|floor|round|\w+_over_time)$/;

/** A selector of metrics by pattern, which targets have; recorded ones have a colon. */
const selectsMany = (expr: Expr): boolean =>
  expr.node === 'selector' &&
  expr.name === undefined &&
  expr.matchers.some(
    ({ label, operator, value }) => label === '__name__' && operator === '=~' && !value.includes(':'),
  );

/** Whether an expression returns some of its series only, so that those left may differ in nothing. */
function picksSome(expr: Expr): boolean {
  switch (expr.node) {
    case 'aggregation':
      return ['topk', 'bottomk', 'limitk', 'limit_ratio'].includes(expr.operator);
    case 'binary':
      return isScalar(expr.left) ? picksSome(expr.right) : picksSome(expr.left);
    case 'call':
      return expr.args.some((arg) => !isScalar(arg) && picksSome(arg));
    case 'subquery':
    case 'negation':
      return picksSome(expr.expr);
    default:
      return false;
  }
}
