import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { namedCounter, rawCounter } from '../../expressions/counters';
import { rangeOf } from '../../expressions/ranges';
import type { SeriesCatalog } from '../../expressions/series-catalog';
import type { Expr, Selector } from '../../../promql/expr';
import { print } from '../../../promql/print';
import { duration } from '../../../promql/window';

/** Functions for gauges, with their equivalents for counters. */
const GAUGE_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['delta', 'increase'],
  ['idelta', 'increase'],
  ['deriv', 'rate'],
  ['predict_linear', 'rate'],
]);

/** The past value of a difference between a series and its own past. */
function ownPast(now: Expr, past: Expr): (Selector & { readonly offset: number }) | undefined {
  if (now.node !== 'selector' || past.node !== 'selector') return undefined;
  const { offset = 0 } = past;
  const same = print({ ...past, offset: now.offset ?? 0 }) === print({ ...now, offset: now.offset ?? 0 });
  return same && offset > (now.offset ?? 0) ? { ...past, offset } : undefined;
}

/** Whether an expression is a counter of a process. kube-state-metrics reads counts from objects: no restart resets them. */
const resets = (expr: Expr, catalog: SeriesCatalog): boolean =>
  namedCounter(expr, catalog)?.name?.startsWith('kube_') === false;

/** A warning where only the name says that a metric is a counter. */
const severityOf = (expr: Expr, catalog: SeriesCatalog): 'error' | 'warning' =>
  rawCounter(expr, catalog) === undefined ? 'warning' : 'error';

const EXPECTED = 'rate or increase, which correct resets';

export const check = defineCheck({
  id: 'delta-of-counter',
  severity: 'error',
  question: 'Is no function for gauges applied to a counter?',
  symptom: 'A change is negative or far too small after a restart, and an alert misses what happened.',
  why: 'A counter starts at 0 again when its process restarts. delta(), idelta(), deriv(), predict_linear() and a difference to an earlier value take that for a decrease; rate() and increase() correct it.',
  remedy: 'Use rate() or increase() for a counter.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#delta',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { binaries, calls, catalog } }) => [
    aboutEach(calls, (node) => {
      const instead = GAUGE_FUNCTIONS.get(node.name);
      const range = instead === undefined ? undefined : rangeOf(node);
      if (range === undefined || !resets(range, catalog)) return undefined;
      return {
        severity: severityOf(range, catalog),
        message: `${node.name} is applied to a counter, whose resets it counts as decreases`,
        found: print(node),
        expected: EXPECTED,
        fix: `write ${instead}(${print(range)})`,
      };
    }),
    aboutEach(binaries, (node) => {
      const past = node.operator === '-' ? ownPast(node.left, node.right) : undefined;
      if (past === undefined || !resets(past, catalog)) return undefined;
      const { offset = 0 } = node.left as Selector;
      const moved = offset === 0 ? '' : ` offset ${duration(offset)}`;
      return {
        severity: severityOf(past, catalog),
        message: 'a counter is subtracted from itself, so a reset counts as a decrease',
        found: print(node),
        expected: EXPECTED,
        fix: `write increase(${print({ ...past, offset: 0 })}[${duration(past.offset - offset)}]${moved})`,
      };
    }),
  ],
});
