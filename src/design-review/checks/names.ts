import { LABEL_NAME, METRIC_NAME, isUnlistable, isUnselectable } from '../../metrics/names';
import { NAMING, ofLabels, ofMetrics, type ReviewCheck } from '../check';
import { KIND_WORDS, renamed, SERIES_SUFFIXES, snakeCase } from '../renamed';
import { mentions, withoutTotal, wordsOf } from '../words';

const METRIC_NAMES = `${NAMING}#metric-names`;
const LEGAL = 'letters, digits and underscores, not starting with a digit';

export const nameChecks: readonly ReviewCheck[] = [
  {
    id: 'name-legal',
    severity: 'error',
    question: 'Can Prometheus 2 and 3 and every query language read the names?',
    see: 'https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels',
    find: ofMetrics((metric) => {
      const { name } = metric;
      if (name.includes(':') || METRIC_NAME.test(name)) return undefined;
      return {
        path: 'name',
        message: 'invalid metric name',
        found: name,
        expected: LEGAL,
        fix: `rename it to ${renamed(metric)}`,
      };
    }),
  },
  {
    id: 'name-colon',
    severity: 'error',
    question: 'Are colons left to recording rules?',
    see: METRIC_NAMES,
    find: ofMetrics((metric) =>
      metric.name.includes(':')
        ? {
            path: 'name',
            message: 'colons are reserved for recording rules',
            found: metric.name,
            expected: LEGAL,
            fix: `rename it to ${renamed(metric)}`,
          }
        : undefined,
    ),
  },
  {
    id: 'name-keyword',
    severity: 'error',
    question: 'Can queries contain the names?',
    see: METRIC_NAMES,
    find: ofMetrics((metric) =>
      isUnselectable(metric.name)
        ? {
            path: 'name',
            message: 'the name is a keyword of PromQL',
            found: metric.name,
            expected: 'a name that says what is measured',
            fix: `rename it, e.g. to ${renamed(metric)}`,
          }
        : undefined,
    ),
  },
  {
    id: 'name-case',
    severity: 'warning',
    question: 'Are the names in snake_case?',
    see: METRIC_NAMES,
    find: ofMetrics((metric) =>
      METRIC_NAME.test(metric.name) && /[A-Z]/.test(metric.name)
        ? {
            path: 'name',
            message: 'the name has capitals',
            found: metric.name,
            expected: 'snake_case',
            fix: `rename it to ${renamed(metric)}`,
          }
        : undefined,
    ),
  },
  {
    id: 'name-prefix',
    severity: 'info',
    question: 'Do the names start with the application that they are about?',
    see: METRIC_NAMES,
    find: ofMetrics((metric) =>
      !isUnselectable(metric.name) && wordsOf(withoutTotal(metric.name)).length < 2
        ? {
            path: 'name',
            message: 'a name of one word is not unique to the application',
            found: metric.name,
            expected: 'the application or library first',
            fix: `rename it, e.g. to app_${renamed(metric)}`,
          }
        : undefined,
    ),
  },
  {
    id: 'name-suffix',
    severity: 'error',
    question: 'Are the suffixes left alone that client libraries append?',
    see: METRIC_NAMES,
    find: ofMetrics((metric) => {
      const { name } = metric;
      const suffix = SERIES_SUFFIXES.find((reserved) => name.endsWith(reserved));
      if (suffix === undefined) return undefined;
      return {
        path: 'name',
        message: `client libraries append the suffix ${suffix} themselves`,
        found: name,
        expected: 'the name without it',
        fix: `rename it to ${renamed(metric)}`,
      };
    }),
  },
  {
    id: 'name-kind',
    severity: 'warning',
    question: 'Do the names say what is measured rather than how?',
    see: METRIC_NAMES,
    find: ofMetrics((metric) => {
      const { name } = metric;
      const word = KIND_WORDS.find((kind) => mentions(name, [kind]));
      return word === undefined
        ? undefined
        : {
            path: 'name',
            message: `the name contains the type ${word}`,
            found: name,
            expected: 'what is measured',
            fix: `rename it to ${renamed(metric)}`,
          };
    }),
  },
  {
    id: 'name-label',
    severity: 'warning',
    question: 'Are labels left out of the names?',
    see: METRIC_NAMES,
    find: ofMetrics((metric) => {
      const { name, labels } = metric;
      const label = labels.find((one) => mentions(name, [`by_${wordsOf(one.name).join('_')}`]));
      return label === undefined
        ? undefined
        : {
            path: 'name',
            message: `the name repeats the label ${label.name}, which is wrong once a query aggregates it away`,
            found: name,
            expected: 'a name without labels',
            fix: `rename it to ${renamed(metric)}`,
          };
    }),
  },
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
  {
    id: 'help-stated',
    severity: 'info',
    question: 'Does the help text add to the name?',
    see: 'https://prometheus.io/docs/instrumenting/writing_clientlibs/#metric-description-and-help',
    find: ofMetrics(({ name, help }) => {
      if (help === undefined || (help.trim() !== '' && snakeCase(help) !== snakeCase(name))) return undefined;
      return {
        path: 'help',
        message: help.trim() === '' ? 'the help text is missing' : 'the help text repeats the name',
        found: help === '' ? undefined : help,
        expected: 'a sentence on what one sample means',
        fix: 'describe what is counted or measured, and what is left out',
      };
    }),
  },
  {
    id: 'label-legal',
    severity: 'error',
    question: 'Can Prometheus and every query read the names of labels?',
    see: 'https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels',
    find: ofLabels(({ name }) => {
      if (LABEL_NAME.test(name) && !isUnlistable(name)) return undefined;
      const fix = LABEL_NAME.test(name)
        ? 'rename it: it is a keyword of PromQL'
        : `rename it to ${snakeCase(name)}`;
      return {
        path: `label ${name}`,
        message: 'invalid label name',
        found: name,
        expected: LEGAL,
        fix,
      };
    }),
  },
  {
    id: 'label-case',
    severity: 'warning',
    question: 'Are the names of labels in snake_case?',
    see: `${NAMING}#labels`,
    find: ofLabels(({ name }) =>
      LABEL_NAME.test(name) && /[A-Z]/.test(name)
        ? {
            path: `label ${name}`,
            message: 'the name has capitals',
            found: name,
            expected: 'snake_case',
            fix: `rename it to ${snakeCase(name)}`,
          }
        : undefined,
    ),
  },
];
