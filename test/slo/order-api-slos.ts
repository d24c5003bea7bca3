import { orderApiMetrics } from '../fixtures/stack/order-api-metrics';
import { matching, not } from '../../src/promql/build';
import type { AlertContext } from '../../src/rules/alert';
import { printGroup, type PrintedGroup } from '../../src/rules/rule';
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

interface Variant {
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
  { namespace = context.namespace }: Variant = {},
): readonly PrintedGroup[] {
  return sloRules({ ...context, namespace }, slos)
    .filter(({ interval }) => speed === 'slow' || interval === FAST.every)
    .map(printGroup);
}

/** Rules for counters that restart or expire: they record nothing while none does. */
const OF_RESTARTS = /:slo_(idle|process)/;

/**
 * Without the rules for restarts, for tests of days in which no counter restarts or expires: evaluating them takes
 * half of the time. events.promtool.test.ts and minutes.promtool.test.ts have them all.
 */
export const withoutRestarts = (groups: readonly PrintedGroup[]): readonly PrintedGroup[] =>
  groups.map((group) => ({
    ...group,
    rules: group.rules.filter(({ record = '' }) => !OF_RESTARTS.test(record)),
  }));

/**
 * The rules that some recorded series or alerts depend on, and these: evaluating the others would change none of their
 * values.
 */
export function rulesBehind(
  groups: readonly PrintedGroup[],
  ...names: readonly string[]
): readonly PrintedGroup[] {
  const rules = groups.flatMap((group) => group.rules);
  const needed = new Set<(typeof rules)[number]>();
  const add = (mentions: (name: string) => boolean) => {
    for (const rule of rules)
      if (!needed.has(rule) && mentions(rule.record ?? rule.alert ?? '')) {
        needed.add(rule);
        add((name) => rule.expr.includes(name));
      }
  };
  add((name) => names.includes(name));
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => needed.has(rule)) }))
    .filter((group) => group.rules.length > 0);
}
