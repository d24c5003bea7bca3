import { aboutExpression } from '../../expressions/report';
import { defineCheck } from '../../check';
import { alwaysFires, misboundCondition, voidedCondition } from '../../expressions/conditions';
import { nameOfSelector } from '../../expressions/series-catalog';
import { FLAGS } from '../../expressions/value-range';
import type { Binary, Expr } from '../../../promql/expr';
import { print } from '../../../promql/print';

const ZERO: Expr = { node: 'number', value: 0 };

/** A `#` that turns a comparison into a comment. */
const COMMENTED = /#.*?(?:==|!=|[<>]=?)\s*-?[\d.]+/;

function cure(expr: Expr, text: string): string {
  if (COMMENTED.test(text)) return 'remove the # before the comparison, which is part of the comment';
  if (expr.node === 'selector' && FLAGS.includes(nameOfSelector(expr) ?? ''))
    return `write ${print({ node: 'binary', operator: '==', left: expr, right: ZERO })}`;
  return expr.node === 'binary' && expr.bool === true
    ? `write ${expr.operator} without bool`
    : `write ${print({ node: 'binary', operator: '>', left: expr, right: ZERO })}`;
}

export const check = defineCheck({
  id: 'alert-condition',
  severity: 'warning',
  question: 'Does every alert have a condition?',
  symptom: 'An alert fires from the start and never resolves.',
  why: 'An alert fires for every series that its expression returns, whatever the value. Without a comparison it returns all series, and with bool it returns 0 or 1, which is a series too.',
  remedy: 'Compare with a threshold, without bool.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { expressions, catalog } }) =>
    expressions.map((expression) => {
      const { expr, of, text } = expression;
      if (expr === undefined || !('rule' in of) || of.rule.kind !== 'alert') return undefined;
      const misbound = misboundCondition(expr, catalog);
      if (misbound !== undefined)
        return aboutExpression(expression, {
          severity: 'error',
          message: `${misbound.operator} binds closer than or, so only ${print((misbound.left as Binary).right)} is compared, and the alert always fires`,
          found: text,
          expected: 'parentheses around both sides of or',
          fix: `write ${print(misbound)}`,
        });
      if (!alwaysFires(expr, catalog)) return undefined;
      const voided = voidedCondition(expr);
      return aboutExpression(expression, {
        ...(voided === undefined ? {} : { severity: 'error' as const }),
        message:
          voided === undefined
            ? 'the expression returns a series for every value, so the alert always fires'
            : `${print((expr as Binary).right)} returns a series whenever the condition does not, so the alert always fires`,
        found: text,
        expected: 'a comparison that filters',
        fix: voided === undefined ? cure(expr, text) : `write ${print(voided)}`,
      });
    }),
});
