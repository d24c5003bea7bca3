import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import { aboutExpression } from '../../expressions/report';
import { duration } from '../../../promql/window';
import { lookback, skipped } from '../../expressions/ranges';

export const check = defineCheck({
  id: 'beyond-retention',
  severity: 'warning',
  question: 'Is everything that expressions look back at still stored?',
  symptom: 'A month is shown that is really ten days, or a comparison with last month is always empty.',
  why: 'Prometheus deletes what is older than its retention. A window beyond it is silently shorter, and an offset beyond it selects nothing.',
  remedy: 'Raise the retention, or shorten the window. The chart keeps 10d unless it is told otherwise.',
  see: 'https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects',
  needs: EXPRESSION_FACTS,
  find: (facts) => {
    const { retention, origin, name, assumption } = facts.prometheus;
    if (retention === undefined) return [];
    return analysisOf(facts).expressions.flatMap((expression) => {
      const { expr } = expression;
      const furthest = expr === undefined ? 0 : lookback(expr);
      if (expr === undefined || furthest <= retention) return [];
      const empty = skipped(expr) >= retention;
      return [
        aboutExpression(expression, {
          // Nobody said how long this Prometheus stores.
          severity: origin === 'chart defaults' ? 'info' : empty ? 'error' : 'warning',
          message: `looks back ${duration(furthest)}, but ${name} stores ${duration(retention)}${empty ? ', so that a part of it selects nothing' : ''}`,
          found: duration(furthest),
          expected: `at most ${duration(retention)}${assumption === undefined ? '' : ` (${assumption})`}`,
          fix: `retention: ${duration(Math.ceil(furthest / 86_400) * 86_400)}`,
        }),
      ];
    });
  },
});
