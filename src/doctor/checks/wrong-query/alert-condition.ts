import { aboutExpression } from '../../expressions/report';
import { defineCheck } from '../../check';
import { alwaysFires } from '../../expressions/conditions';

export const check = defineCheck({
  id: 'alert-condition',
  severity: 'warning',
  question: 'Does every alert have a condition?',
  symptom: 'An alert fires from the start and never resolves.',
  why: 'An alert fires for every series that its expression returns, whatever the value. Without a comparison it returns all series, and with bool it returns 0 or 1, which is a series too.',
  remedy: 'Compare with a threshold, without bool.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/',
  needs: ['analysis'],
  find: ({ analysis: { expressions, catalog } }) =>
    expressions.map((expression) => {
      const { expr, of, text } = expression;
      if (expr === undefined || !('rule' in of) || of.rule.kind !== 'alert' || !alwaysFires(expr, catalog))
        return undefined;
      const bool = expr.node === 'binary' && expr.bool === true;
      return aboutExpression(expression, {
        message: 'the expression returns a series for every value, so the alert always fires',
        found: text,
        expected: 'a comparison that filters',
        fix: bool
          ? `write ${expr.operator} without bool`
          : `write ${text.includes('\n') ? 'the expression' : text} > 0`,
      });
    }),
});
