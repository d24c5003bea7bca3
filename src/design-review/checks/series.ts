import { INSTRUMENTATION, ofLabels, ofMetrics, type ReviewCheck } from '../check';
import { rawValues } from '../../page-check/raw-path';
import { assumptions, boundedSeries, growthOf } from '../growth';
import { grouped, wordsOf } from '../words';

const OVERUSE = `${INSTRUMENTATION}#do-not-overuse-labels`;

/** More labels than one query groups by. */
const MOST_LABELS = 5;
/** Series of one metric on one target that should have a reason. */
const MOST_SERIES = 1000;

/** What labels cost. */
export const seriesChecks: readonly ReviewCheck[] = [
  {
    id: 'label-unbounded',
    severity: 'error',
    question: 'Has every label a small, known set of values?',
    see: OVERUSE,
    find: ofLabels((label, metric) => {
      const growth = growthOf(label);
      if (growth === undefined) return undefined;
      const without = boundedSeries(metric);
      const assumed = assumptions(metric);
      const given = assumed === '' ? '' : `, with ${assumed} assumed`;
      return {
        path: `label ${label.name}`,
        message: `label ${label.name} is unbounded: an assumed ${grouped(growth.values)} ${growth.of} make ${grouped(without * growth.values)} series out of ${grouped(without)}${given}`,
        found:
          label.seen === undefined
            ? label.name
            : [...new Set([...rawValues(label.seen), ...label.seen])].slice(0, 3),
        expected: 'values that can be listed',
        fix: `drop ${label.name}, and ${growth.instead}`,
      };
    }),
  },
  {
    id: 'label-unbounded-said',
    severity: 'warning',
    question: 'Does every label have a bound?',
    see: OVERUSE,
    find: ofLabels(({ name, values }) =>
      values?.kind === 'unbounded'
        ? {
            path: `label ${name}`,
            message: `the label has no bound, for the stated reason: ${values.because}`,
            found: name,
            expected: 'values that can be listed',
            fix: 'set the series budget of the service',
          }
        : undefined,
    ),
  },
  {
    id: 'label-route',
    severity: 'info',
    question: 'Do labels for routes hold templates?',
    see: OVERUSE,
    find: ofLabels(({ name, values, seen }) =>
      ['endpoint', 'route', 'handler'].includes(wordsOf(name).join('_')) &&
      values === undefined &&
      seen === undefined
        ? {
            path: `label ${name}`,
            message:
              'the label is bounded only if it holds the route template; with raw paths every id is a new series',
            found: name,
            expected: 'the templates, listed',
            fix: `list the values: ${name}=/orders|/orders/:id|unmatched`,
          }
        : undefined,
    ),
  },
  {
    id: 'label-sprawl',
    severity: 'warning',
    question: 'Are labels few, and their product small?',
    see: OVERUSE,
    find: ofMetrics((metric) => {
      const { labels } = metric;
      const series = boundedSeries(metric);
      if (labels.length <= MOST_LABELS && series <= MOST_SERIES) return undefined;
      const assumed = assumptions(metric);
      return {
        path: 'labels',
        message: `labels multiply to ${grouped(series)} series a target${assumed === '' ? '' : `, with ${assumed} assumed`}`,
        found: labels.map(({ name }) => name),
        expected: `at most ${MOST_LABELS} labels and ${grouped(MOST_SERIES)} series a metric and target`,
        fix:
          metric.kind === 'histogram'
            ? 'drop labels and buckets that no query needs: each multiplies the others'
            : 'drop labels that no query needs, or split the metric in two with fewer labels each',
      };
    }),
  },
];
