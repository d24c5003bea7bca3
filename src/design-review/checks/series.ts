import { INSTRUMENTATION, labelCheck, metricCheck, type ReviewCheck } from '../check';
import { rawValues } from '../../page-check/raw-path';
import { assumptions, boundedSeries, growthOf, isAboutThings } from '../growth';
import type { PlannedMetric } from '../plan';
import { grouped, snakeCase } from '../words';

const OVERUSE = `${INSTRUMENTATION}#do-not-overuse-labels`;

/** More labels than one query groups by. */
const MOST_LABELS = 5;
/** Series of one metric on one target that should have a reason. */
const MOST_SERIES = 1000;

/** What was assumed about a metric's labels, said beside its numbers. */
function assumed(metric: PlannedMetric): string {
  const values = assumptions(metric);
  return values === '' ? '' : `, with ${values} assumed`;
}

/** What labels cost. */
export const seriesChecks: readonly ReviewCheck[] = [
  labelCheck({
    id: 'label-unbounded',
    severity: 'error',
    question: 'Has every label a small, known set of values?',
    see: OVERUSE,
    found: ({ name, seen }) =>
      seen === undefined ? name : [...new Set([...rawValues(seen), ...seen])].slice(0, 3),
    wrong: (label) => growthOf(label, label.metric),
    message: ({ values, of }, { name, metric }) => {
      const without = boundedSeries(metric);
      return `label ${name} is unbounded: an assumed ${grouped(values)} ${of} make ${grouped(without * values)} series out of ${grouped(without)}${assumed(metric)}`;
    },
    expected: 'values that can be listed',
    fix: ({ instead }, { name }) => `drop ${name}, and ${instead}`,
  }),
  labelCheck({
    id: 'label-unbounded-said',
    severity: 'warning',
    question: 'Does every label have a bound?',
    see: OVERUSE,
    wrong: ({ values }) => values?.kind === 'unbounded' && values.because,
    message: (because) => `the label has no bound, for the stated reason: ${because}`,
    expected: 'values that can be listed',
    fix: 'set the series budget of the service',
  }),
  labelCheck({
    id: 'label-route',
    severity: 'info',
    question: 'Do labels for routes hold templates?',
    see: OVERUSE,
    wrong: ({ name, values, seen }) =>
      ['endpoint', 'route', 'handler'].includes(snakeCase(name)) &&
      values === undefined &&
      seen === undefined,
    message:
      'the label is bounded only if it holds the route template; with raw paths every id is a new series',
    expected: 'the templates, listed',
    fix: (_, { name }) => `list the values: ${name}=/orders|/orders/:id|unmatched`,
  }),
  metricCheck({
    id: 'label-sprawl',
    severity: 'warning',
    question: 'Are labels few, and their product small?',
    see: OVERUSE,
    path: 'labels',
    wrong: (metric) => {
      if (isAboutThings(metric)) return undefined;
      const series = boundedSeries(metric);
      return (metric.labels.length > MOST_LABELS || series > MOST_SERIES) && series;
    },
    message: (series, metric) => `labels multiply to ${grouped(series)} series a target${assumed(metric)}`,
    expected: `at most ${MOST_LABELS} labels and ${grouped(MOST_SERIES)} series a metric and target`,
    fix: (_, { kind }) =>
      kind === 'histogram'
        ? 'drop labels and buckets that no query needs: each multiplies the others'
        : 'drop labels that no query needs, or split the metric in two with fewer labels each',
  }),
];
