import { nameOf } from '../../../kubernetes/object';
import { aboutExpression } from '../../expressions/report';
import { defineCheck } from '../../check';
import { duration } from '../../../promql/window';
import { lookback, skipped } from '../../expressions/ranges';

export const check = defineCheck({
  id: 'beyond-retention',
  severity: 'warning',
  question: 'Is the whole window of every expression still stored?',
  symptom: 'A panel over a month covers only ten days, or a comparison with last month is always empty.',
  why: 'Prometheus deletes samples older than its retention. A longer window is silently cut, and an offset beyond it selects nothing.',
  remedy: 'Raise the retention, or shorten the window. The chart default is 10d.',
  see: 'https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects',
  needs: ['analysis', 'prometheus'],
  inParts: true,
  find: ({ analysis, prometheus: { retention, origin, name, assumption, object } }) => {
    // Without an operator, a flag of Prometheus sets it.
    if (retention === undefined || object?.plain) return undefined;
    return analysis.expressions.map((expression) => {
      const { expr } = expression;
      const furthest = expr === undefined ? 0 : lookback(expr);
      if (expr === undefined || furthest <= retention) return undefined;
      const empty = skipped(expr) >= retention;
      return aboutExpression(expression, {
        // The real retention is unknown.
        severity: origin === 'chart defaults' ? 'info' : empty ? 'error' : 'warning',
        message: `the expression looks back ${duration(furthest)}, but ${name} stores ${duration(retention)}${empty ? ', so part of it selects nothing' : ''}`,
        found: duration(furthest),
        expected: `at most ${duration(retention)}${assumption === undefined ? '' : ` (${assumption})`}`,
        fix: `${object === undefined ? '' : `in ${nameOf(object)}: `}retention: ${duration(Math.ceil(furthest / 86_400) * 86_400)}`,
      });
    });
  },
});
