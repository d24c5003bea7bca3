import { inQuotes } from '../../../findings/shell';
import { quotedNames } from '../../../promql/quoted-names';
import { aboutExpression } from '../../expressions/report';
import { defineCheck } from '../../check';
import { checkRules } from './lib/check-rules';
import { missingFeature } from './lib/missing-feature';
import { repaired } from './lib/repairs';
import type { Expression } from '../../expressions/expression';
import { isLegacy } from './lib/legacy-names';

function commandFor({ text, object, of }: Expression): string {
  const alone = `promtool --experimental promql format ${inQuotes(text)}`;
  return 'panel' in of || object.fromValues === true
    ? alone
    : `${checkRules(object)}\nfor this expression: ${alone}`;
}

function fixFor(expression: Expression): string {
  const text = repaired(expression.text);
  return text === undefined ? commandFor(expression) : `write ${text}`;
}

/** Prometheus expands no templates in expressions. Helm and Jinja do, before they are applied. */
const isTemplate = ({ text, of }: Expression): boolean => !('panel' in of) && /\{\{.*?\}\}/s.test(text);

export const check = defineCheck({
  id: 'promql-syntax',
  severity: 'error',
  question: 'Is every expression valid PromQL?',
  symptom: 'A rule or its whole file is missing from Prometheus; a panel shows an error instead of data.',
  why: 'Prometheus rejects a rule file if one expression does not parse. The operator rejects the whole PrometheusRule and reports it only in an Event.',
  remedy: 'Correct the expression at the reported position. Try it in the expression browser first.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/',
  needs: ['analysis', 'prometheus'],
  inParts: true,
  find: ({ analysis, prometheus }) =>
    analysis.expressions.map((expression) => {
      const [name] = isLegacy(prometheus) && expression.expr ? quotedNames(expression.expr) : [];
      if (name !== undefined)
        return aboutExpression(expression, {
          message: `the name ${JSON.stringify(name)} is in quotes, which this Prometheus rejects`,
          found: expression.text,
          expected: 'names of letters, digits and _',
          fix: 'update Prometheus to version 3 with UTF-8 names, or query the name as it is stored',
        });
      const missing =
        expression.feature === undefined ? undefined : missingFeature(expression.feature, prometheus);
      if (missing !== undefined)
        return aboutExpression(expression, {
          ...missing,
          // Nothing is known about a Prometheus of which nothing was read.
          ...(prometheus.origin === 'chart defaults' ? { severity: 'warning' as const } : {}),
          found: expression.text,
          expected: 'PromQL of this Prometheus',
        });
      return expression.error === undefined
        ? undefined
        : aboutExpression(expression, {
            ...(expression.unsure === true ? { severity: 'warning' as const } : {}),
            found: expression.text,
            expected: 'valid PromQL',
            ...(isTemplate(expression)
              ? {
                  message: `the expression contains ${/\{\{.*?\}\}/s.exec(expression.text)![0]}, so it is a template that was not rendered`,
                  fix: 'render it first: helm template ... | npx signalproof doctor -',
                }
              : { message: expression.error.replace(/,$/, ''), fix: fixFor(expression) }),
          });
    }),
});
