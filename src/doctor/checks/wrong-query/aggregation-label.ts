import { aboutEach, oneOf, why } from '../../expressions/report';
import { defineCheck } from '../../check';
import { OF_ENVIRONMENT } from '../../expressions/environment-labels';
import { factOf, labelsThere } from '../../expressions/shape';

export const check = defineCheck({
  id: 'aggregation-label',
  severity: 'error',
  question: 'Do the aggregated series have every label in by (...)?',
  symptom: 'A panel or alert with one series per route, pod or job shows a single total.',
  why: 'Grouping by a missing label is not an error in Prometheus. An inner aggregation may have dropped the label, or the scrape renamed it to exported_<label>.',
  remedy: 'Group by an existing label, or keep it in the inner aggregation.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/operators/#aggregation-operators',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { aggregations, catalog } }) =>
    aboutEach(aggregations, ({ grouping, expr, operator }) => {
      if (grouping?.mode !== 'by') return undefined;
      const inner = catalog.inference.of(expr);
      return grouping.labels
        .filter((label) => !label.startsWith('__') && factOf(inner, label).presence === 'never')
        .map((label) => ({
          severity: OF_ENVIRONMENT.test(label) ? ('warning' as const) : ('error' as const),
          message: `the aggregated series do not have the label ${label}${why(inner)}`,
          found: label,
          expected: oneOf(labelsThere(inner)),
          fix: `write ${operator}${by(grouping.labels.filter((other) => other !== label))}, or keep ${label} inside`,
        }));
    }),
});

const by = (labels: readonly string[]): string =>
  labels.length === 0 ? '(...)' : ` by (${labels.join(', ')})`;
