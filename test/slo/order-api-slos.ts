import { orderApiMetrics } from '../fixtures/stack/order-api-metrics';
import { matching, not } from '../../src/promql/build';
import { mapExpr, type Expr } from '../../src/promql/expr';
import type { AlertContext } from '../../src/rules/alert';
import { isAlert, printGroup, type PrintedGroup, type RuleGroup } from '../../src/rules/rule';
import { FAST } from '../../src/slo/recordings';
import { sloRules } from '../../src/slo/rules';
import { availabilitySlo, latencySlo, type Slo } from '../../src/slo/slo';

/** The Order API as its SLOs know it. */
export const context: AlertContext = {
  name: 'order-api',
  namespace: 'default',
  team: 'orders',
  runbooks: 'https://runbooks.example.com',
};

export const availability = availabilitySlo({
  name: 'availability',
  objective: 99.9,
  period: '30d',
  requests: orderApiMetrics.requests,
  counted: { endpoint: not('unmatched') },
  errors: { status: matching('5..') },
});

export const latency = latencySlo({
  name: 'latency',
  objective: 99,
  period: '30d',
  durations: orderApiMetrics.requestDuration,
  counted: { endpoint: not('unmatched') },
  threshold: 0.25,
});

/** How ranges include samples: Prometheus 2 counts one that is exactly as old as the range, Prometheus 3 does not. */
export const RANGES = ['closed on the left (Prometheus 2)', 'open on the left (Prometheus 3)'] as const;
export type Ranges = (typeof RANGES)[number];

interface Variant {
  /** @default as Prometheus 2, which runs the tests, has them */
  readonly ranges?: Ranges;
  /** @default the context's */
  readonly namespace?: string;
}

/**
 * The groups of some SLOs that are evaluated every minute (`fast`), or all of them: promtool evaluates the groups of a
 * file at one interval, and the slow group reads what the fast one has counted.
 */
export function groupsAt(
  speed: 'fast' | 'slow',
  slos: readonly Slo[],
  { ranges = RANGES[0], namespace = context.namespace }: Variant = {},
): readonly PrintedGroup[] {
  const groups = sloRules({ ...context, namespace }, slos).filter(
    ({ interval }) => speed === 'slow' || interval === FAST.every,
  );
  return groups.map((group) => printGroup(ranges === RANGES[0] ? group : withOpenRanges(group)));
}

/**
 * The same rules for an engine that includes the left end, with every range a millisecond shorter: what an engine
 * that leaves it out would read, since samples have whole milliseconds.
 */
function withOpenRanges(group: RuleGroup): RuleGroup {
  return {
    ...group,
    rules: group.rules.map((rule) => {
      const expr = { ...rule.expr, expr: shorten(rule.expr.expr) };
      return isAlert(rule) ? { ...rule, expr } : { ...rule, expr };
    }),
  };
}

const shorten = (expr: Expr): Expr =>
  mapExpr(expr, {
    node: (node) =>
      node.node === 'range' || node.node === 'subquery' ? { ...node, window: node.window - 0.001 } : node,
  });
