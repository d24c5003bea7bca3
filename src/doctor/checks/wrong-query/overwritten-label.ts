import { defineCheck } from '../../check';
import type { Expr } from '../../../promql/expr';
import { isScalar } from '../../expressions/infer';
import { factOf } from '../../expressions/shape';

/** The labels that the series of a condition are grouped by. */
function groupedBy(expr: Expr): readonly string[] {
  if (expr.node === 'aggregation') return expr.grouping?.mode === 'by' ? expr.grouping.labels : [];
  if (expr.node === 'negation') return groupedBy(expr.expr);
  if (expr.node !== 'binary' || expr.operator === 'or') return [];
  return groupedBy(isScalar(expr.left) ? expr.right : expr.left);
}

// A warning, as there can be only one value: a rule of one cluster that says by (cluster).
export const check = defineCheck({
  id: 'overwritten-label',
  severity: 'warning',
  question: 'Does no rule replace a label that its series are grouped by?',
  symptom:
    'The health of a rule is err as soon as two groups are in its result: "vector contains metrics with the same labelset after applying rule labels".',
  why: 'The labels of a rule replace those of its series. Without the label that distinguished them, several series become one, and Prometheus rejects all of them.',
  remedy: 'Give the label of the rule another name, or leave the label out of by (...).',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule',
  needs: ['analysis', 'rules'],
  inParts: true,
  find: ({ rules, analysis: { catalog } }) =>
    rules.map(({ object, path, kind, name, expr, labels }) =>
      (expr === undefined ? [] : groupedBy(expr))
        .filter((label) => Object.hasOwn(labels, label) && !labels[label]!.includes('{{'))
        // The selectors leave one value, so there is one group.
        .filter((label) => factOf(catalog.inference.of(expr!), label).values?.size !== 1)
        .map((label) => ({
          object,
          path: `${path}.labels.${label}`,
          message: `${kind === 'alert' ? 'alert' : 'recording rule'} ${name} is grouped by ${label}, and its own label replaces it, so two groups at once are an error`,
          found: labels[label],
          expected: `a label of another name than ${label}`,
          fix: `remove the label ${label} of the rule, or leave ${label} out of by (...)`,
        })),
    ),
});
