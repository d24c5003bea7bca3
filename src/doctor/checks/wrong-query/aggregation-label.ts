import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import { aboutExpression, oneOf, once } from '../../expressions/report';
import { factOf, labelsThere } from '../../expressions/shape';

export const check = defineCheck({
  id: 'aggregation-label',
  severity: 'error',
  question: 'Can the series have every label that they are grouped by?',
  symptom:
    'What should be one line a route, pod or job is a single line: all of them are added up in silence.',
  why: 'Grouping by a label that no series has is no error for Prometheus. The label may have been dropped by an aggregation inside, or have become exported_<label> at the scrape.',
  remedy: 'Group by a label that is there, or keep it in the inner aggregation.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/operators/#aggregation-operators',
  needs: EXPRESSION_FACTS,
  find: (facts) => {
    const { aggregations, catalog } = analysisOf(facts);
    return once(
      aggregations.flatMap(({ expression, node: { grouping, expr, operator } }) => {
        if (grouping?.mode !== 'by') return [];
        const inner = catalog.inference.of(expr);
        return grouping.labels
          .filter((label) => !label.startsWith('__') && factOf(inner, label).presence === 'never')
          .map((label) =>
            aboutExpression(expression, {
              message: `groups by ${label}, which the series inside do not have${inner.because === undefined ? '' : `: ${inner.because}`}`,
              found: label,
              expected: oneOf(labelsThere(inner)),
              fix: `write ${operator}${by(grouping.labels.filter((other) => other !== label))}, or keep ${label} inside`,
            }),
          );
      }),
    );
  },
});

const by = (labels: readonly string[]): string =>
  labels.length === 0 ? '(...)' : ` by (${labels.join(', ')})`;
