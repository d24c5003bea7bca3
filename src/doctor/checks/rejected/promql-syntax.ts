import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import type { Expression } from '../../expressions/expression';
import { aboutExpression } from '../../expressions/report';

/** Loki's rules may be PrometheusRules too, and its language begins alike: `{app="x"} |= "error"`. */
const LOGQL = /\}\s*(\|[=~]|\|\s*\w|!=\s*["`]|!~\s*["`])/;

/** promtool knows rule files, not PrometheusRules. */
function commandFor({ text, object, of }: Expression): string {
  const quoted = text.replaceAll("'", String.raw`'\''`);
  const alone = `promtool --experimental promql format '${quoted}'`;
  return 'panel' in of
    ? alone
    : `yq .spec ${object.at?.file ?? '<file>'} | promtool check rules /dev/stdin\nfor this expression: ${alone}`;
}

export const check = defineCheck({
  id: 'promql-syntax',
  severity: 'error',
  question: 'Is every expression PromQL that Prometheus loads?',
  symptom:
    'A rule is missing from Prometheus, or none of its file is loaded; a panel shows an error instead of data.',
  why: 'Prometheus refuses a rule file with one expression that it cannot parse. The operator rejects the whole PrometheusRule, and only an Event says so.',
  remedy: 'Correct the expression where the message points to. Try it in the expression browser first.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/',
  needs: EXPRESSION_FACTS,
  find: (facts) =>
    analysisOf(facts).expressions.flatMap((expression) =>
      expression.error === undefined || LOGQL.test(expression.text)
        ? []
        : [
            aboutExpression(expression, {
              message: expression.error.replace(/,$/, ''),
              found: expression.text,
              expected: 'an expression that Prometheus parses',
              fix: commandFor(expression),
            }),
          ],
    ),
});
