import { defineCheck } from '../../check';
import { scaled } from '../../expressions/exporter-ranges';
import { plainSelector } from '../../expressions/plain-series';
import { aboutEach } from '../../expressions/report';
import { nameOfSelector } from '../../expressions/series-catalog';
import { isComparison, walk, type Expr } from '../../../promql/expr';
import { print } from '../../../promql/print';

/** Limits that are 0 where none is set. */
const LIMITS =
  /^(container_spec_memory_(swap_)?limit_bytes|container_fs_limit_bytes|redis_memory_max_bytes|haproxy_\w+_limit_sessions)$/;

/** The limit that an expression divides by, aggregated or not. */
function limitOf(expr: Expr): string | undefined {
  const { of } = scaled(expr);
  const selector = plainSelector(of.node === 'aggregation' ? of.expr : of);
  const name = selector === undefined ? undefined : nameOfSelector(selector);
  const compares = [...walk(of)].some((node) => node.node === 'binary' && isComparison(node.operator));
  return name !== undefined && LIMITS.test(name) && !compares ? name : undefined;
}

/** Whether the rest of an expression leaves out what has no limit: `and limit > 0`, `< +Inf`. */
const isGuarded = (expr: Expr, limit: string): boolean =>
  [...walk(expr)].some(
    (node) =>
      node.node === 'binary' &&
      isComparison(node.operator) &&
      node.right.node === 'number' &&
      (node.right.value === Infinity || (node.right.value === 0 && limitOf(node.left) === limit)),
  );

export const check = defineCheck({
  id: 'zero-limit',
  severity: 'warning',
  question: 'Do shares of a limit leave out what has no limit?',
  symptom: 'An alert about a limit fires for containers that have none, with the value +Inf.',
  why: 'cAdvisor and other exporters expose 0 where no limit is set. Usage divided by 0 is +Inf, which is above every threshold.',
  remedy: 'Divide by limits above 0 only.',
  see: 'https://github.com/google/cadvisor/issues/2688',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { binaries } }) =>
    aboutEach(binaries, (node, { expr, of }) => {
      const limit =
        node.operator === '/' && 'rule' in of && of.rule.kind === 'alert' ? limitOf(node.right) : undefined;
      if (limit === undefined || isGuarded(expr!, limit)) return undefined;
      return {
        message: `${limit} is 0 where no limit is set, so the ratio is +Inf there`,
        found: print(node),
        expected: `${limit} > 0`,
        fix: `write ${print({ ...node, right: aboveZero(node.right) })}`,
      };
    }),
});

/** The limits above 0, of those that an aggregation reads. */
const aboveZero = (expr: Expr): Expr =>
  expr.node === 'aggregation'
    ? { ...expr, expr: aboveZero(expr.expr) }
    : { node: 'binary', operator: '>', left: expr, right: { node: 'number', value: 0 } };
