import { LABEL_NAME, METRIC_NAME, isUnlistable, isUnselectable } from '../../metrics/names';
import { NAMING, labelCheck, metricCheck, type ReviewCheck } from '../check';
import type { PlannedMetric } from '../plan';
import { KIND_WORDS, renamed, SERIES_SUFFIXES, repeatedSuffix } from '../renamed';
import { words } from '../../findings/words';
import { mentions, snakeCase, withoutTotal, wordsOf } from '../words';

const METRIC_NAMES = `${NAMING}#metric-names`;
const DATA_MODEL = 'https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels';
const LEGAL = 'letters, digits and underscores, not starting with a digit';

const METHODS = words('get post put patch delete head options');
const STATUS = /^[1-5](\d\d|xx)$/;

const rename = (_wrong: unknown, metric: PlannedMetric): string => `rename it to ${renamed(metric)}`;

export const nameChecks: readonly ReviewCheck[] = [
  metricCheck({
    id: 'name-legal',
    severity: 'error',
    question: 'Can Prometheus 2 and 3 and every query language read the names?',
    see: DATA_MODEL,
    wrong: ({ name }) => !name.includes(':') && !METRIC_NAME.test(name),
    message: 'invalid metric name',
    expected: LEGAL,
    fix: rename,
  }),
  metricCheck({
    id: 'name-colon',
    severity: 'error',
    question: 'Are colons left to recording rules?',
    see: METRIC_NAMES,
    wrong: ({ name }) => name.includes(':'),
    message: 'colons are reserved for recording rules',
    expected: LEGAL,
    fix: rename,
  }),
  metricCheck({
    id: 'name-keyword',
    severity: 'error',
    question: 'Can queries contain the names?',
    see: METRIC_NAMES,
    wrong: ({ name }) => isUnselectable(name),
    message: 'the name is a keyword of PromQL',
    expected: 'a name that says what is measured',
    fix: (_, metric) => `rename it, e.g. to ${renamed(metric)}`,
  }),
  metricCheck({
    id: 'name-case',
    severity: 'warning',
    question: 'Are the names in snake_case?',
    see: METRIC_NAMES,
    wrong: ({ name }) => METRIC_NAME.test(name) && /[A-Z]/.test(name),
    message: 'the name has capitals',
    expected: 'snake_case',
    fix: rename,
  }),
  metricCheck({
    id: 'name-prefix',
    severity: 'info',
    question: 'Do the names start with the application that they are about?',
    see: METRIC_NAMES,
    wrong: ({ name }) => !isUnselectable(name) && wordsOf(withoutTotal(name)).length < 2,
    message: 'a name of one word is not unique to the application',
    expected: 'the application or library first',
    fix: (_, metric) => `rename it, e.g. to app_${renamed(metric)}`,
  }),
  metricCheck({
    id: 'name-suffix',
    severity: 'error',
    question: 'Are the suffixes left alone that client libraries append?',
    see: METRIC_NAMES,
    wrong: ({ name }) => SERIES_SUFFIXES.find((reserved) => name.endsWith(reserved)),
    message: (suffix) => `client libraries append the suffix ${suffix} themselves`,
    expected: 'the name without it',
    fix: rename,
  }),
  metricCheck({
    id: 'name-kind',
    severity: 'warning',
    question: 'Do the names say what is measured rather than how?',
    see: METRIC_NAMES,
    wrong: ({ name }) => KIND_WORDS.find((kind) => mentions(name, [kind])),
    message: (word) => `the name contains the type ${word}`,
    expected: 'what is measured',
    fix: rename,
  }),
  metricCheck({
    id: 'name-repeats',
    severity: 'warning',
    question: 'Is no suffix in a name twice?',
    see: METRIC_NAMES,
    wrong: ({ name }) => repeatedSuffix(name),
    message: (word) => `the suffix ${word} is in the name twice: client libraries append it, too`,
    expected: 'each suffix once',
    fix: rename,
  }),
  metricCheck({
    id: 'name-label',
    severity: 'warning',
    question: 'Are labels left out of the names?',
    see: METRIC_NAMES,
    wrong: ({ name, labels }) => labels.find((label) => mentions(name, [`by_${snakeCase(label.name)}`])),
    message: (label) =>
      `the name repeats the label ${label.name}, which is wrong once a query aggregates it away`,
    expected: 'a name without labels',
    fix: rename,
  }),
  metricCheck({
    id: 'name-value',
    severity: 'warning',
    question: 'Are values of labels left out of the names?',
    see: METRIC_NAMES,
    wrong: ({ name }) => {
      const words = wordsOf(name);
      const index = words.findIndex((word) => ['requests', 'request', 'responses', 'calls'].includes(word));
      return words.find(
        (word, at) =>
          index >= 0 && (STATUS.test(word) || (METHODS.includes(word) && Math.abs(at - index) === 1)),
      );
    },
    message: (value) => `the name contains the value ${value}, so a query for all of them needs every name`,
    expected: 'one metric with a label',
    fix: (value, { name }) =>
      `make it ${wordsOf(name)
        .filter((word) => word !== value)
        .join('_')} with the label ${STATUS.test(value) ? 'status' : 'method'}`,
  }),
  {
    id: 'name-taken',
    severity: 'error',
    question: 'Does every series belong to one metric?',
    see: METRIC_NAMES,
    find: ({ plan }) => {
      const owners = new Map<string, string>();
      return plan.metrics.flatMap((metric) => {
        const own =
          metric.kind === 'histogram' || metric.kind === 'summary' ? ['_bucket', '_count', '_sum', ''] : [''];
        const series = own.map((suffix) => metric.name + suffix);
        const taken = series.find((name) => owners.has(name));
        for (const name of series) owners.set(name, owners.get(name) ?? metric.name);
        return taken === undefined
          ? []
          : [
              {
                metric,
                path: 'name',
                message: `duplicate series ${taken}, also written by ${owners.get(taken)}`,
                found: metric.name,
                expected: 'one metric for each series',
                fix: 'rename one of the two',
              },
            ];
      });
    },
  },
  metricCheck({
    id: 'help-stated',
    severity: 'info',
    question: 'Does the help text add to the name?',
    see: 'https://prometheus.io/docs/instrumenting/writing_clientlibs/#metric-description-and-help',
    path: 'help',
    wrong: ({ name, help }) => {
      if (help?.trim() === '') return 'the help text is missing';
      return help !== undefined && snakeCase(help) === snakeCase(name) && 'the help text repeats the name';
    },
    message: (wrong) => wrong,
    expected: 'a sentence on what one sample means',
    fix: 'describe what is counted or measured, and what is left out',
  }),
  labelCheck({
    id: 'label-legal',
    severity: 'error',
    question: 'Can Prometheus and every query read the names of labels?',
    see: DATA_MODEL,
    wrong: ({ name }) => !LABEL_NAME.test(name) || isUnlistable(name),
    message: 'invalid label name',
    expected: LEGAL,
    fix: (_, { name }) =>
      LABEL_NAME.test(name) ? 'rename it: it is a keyword of PromQL' : `rename it to ${snakeCase(name)}`,
  }),
  labelCheck({
    id: 'label-case',
    severity: 'warning',
    question: 'Are the names of labels in snake_case?',
    see: `${NAMING}#labels`,
    wrong: ({ name }) => LABEL_NAME.test(name) && /[A-Z]/.test(name),
    message: 'the name has capitals',
    expected: 'snake_case',
    fix: (_, { name }) => `rename it to ${snakeCase(name)}`,
  }),
];
