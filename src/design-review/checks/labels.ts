import { RESERVED_TARGET_LABELS, ENDPOINT_LABEL } from '../../metrics/target-labels';
import { NAMING, labelCheck, metricCheck, type ReviewCheck } from '../check';
import { isUnnamedInfo } from '../info-metric';
import { words } from '../../findings/words';
import { snakeCase } from '../words';

const LABELS = `${NAMING}#labels`;
const OPERATOR = 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint';

/** Names of one thing: two on a metric are redundant, and different ones on two metrics cannot be joined. */
const SYNONYMS: readonly (readonly string[])[] = [
  words('status status_code code http_status http_status_code'),
  words('endpoint route handler path uri url'),
  words('method verb http_method'),
  words('user user_id username email'),
  words('error error_type error_code exception'),
];

/** The same for every series of a target: Prometheus attaches such labels once. */
const TARGET_WIDE = words(`
  env environment stage cluster region zone datacenter version app application host hostname team
`);

/** Who sets labels of this name already. */
function ownerOf(name: string): string | undefined {
  if (name === 'le' || name === 'quantile') return 'histograms and summaries set this label themselves';
  if (name.startsWith('__')) return 'label names that start with __ are reserved by Prometheus';
  return name.startsWith('exported_')
    ? 'the name looks like a label that Prometheus renamed after a collision'
    : undefined;
}

/** What labels are called, beside others of the same name. */
export const labelChecks: readonly ReviewCheck[] = [
  labelCheck({
    id: 'label-reserved',
    severity: 'error',
    question: 'Are the labels left alone that Prometheus writes itself?',
    see: LABELS,
    wrong: ({ name }) => ownerOf(name),
    message: (owner) => owner,
    expected: 'a name of its own',
    fix: 'rename it',
  }),
  labelCheck({
    id: 'label-target',
    severity: 'error',
    question: 'Do labels keep clear of those that the scrape attaches?',
    see: OPERATOR,
    wrong: ({ name, metric }) => metric.ofExporter !== true && RESERVED_TARGET_LABELS.includes(name),
    message: (_, { name }) =>
      `label ${name} collides with the target label: Prometheus stores it as exported_${name}, and rules read the target's`,
    expected: 'a label that is not one of the target',
    fix: (_, { name }) => `drop it, or rename it to say whose ${name} it is`,
  }),
  {
    id: 'label-honor',
    severity: 'info',
    question: 'Is it known that the labels of an exporter need honorLabels?',
    see: OPERATOR,
    find: ({ plan }) => {
      const exported = plan.metrics.filter(({ ofExporter }) => ofExporter === true);
      const names = new Set(exported.flatMap(({ labels }) => labels.map(({ name }) => name)));
      const taken = RESERVED_TARGET_LABELS.filter((name) => names.has(name));
      return taken.length === 0
        ? []
        : [
            {
              path: 'labels',
              message:
                'the exporter sets labels that the scrape also attaches, so that Prometheus stores them with the prefix exported_',
              found: taken.join(', '),
              expected: 'a ServiceMonitor with honorLabels: true, which keeps the labels of the exporter',
              fix: 'write honorLabels: true on the endpoint of its ServiceMonitor',
            },
          ];
    },
  },
  {
    id: 'label-endpoint',
    severity: 'info',
    question: 'Is it known that endpoint is a label of the target, too?',
    see: 'https://github.com/prometheus-operator/prometheus-operator/issues/3082',
    find: ({ plan }) =>
      plan.metrics
        .filter(({ labels }) => labels.some(({ name }) => name === ENDPOINT_LABEL))
        .slice(0, 1)
        .map(() => ({
          path: `label ${ENDPOINT_LABEL}`,
          message:
            'prometheus-operator attaches a label endpoint with the name of the port to every target, so that this one is stored as exported_endpoint unless the other is dropped',
          found: ENDPOINT_LABEL,
          expected: 'a ServiceMonitor that drops the label of the target',
          fix: 'use the ServiceMonitor written here, which moves it to port; elsewhere add relabelings: [{action: labeldrop, regex: endpoint}], or call the label route',
        })),
  },
  metricCheck({
    id: 'label-redundant',
    severity: 'warning',
    question: 'Does every label of a metric carry its own information?',
    see: LABELS,
    path: 'labels',
    wrong: ({ labels }) =>
      SYNONYMS.map((words) =>
        labels.map(({ name }) => name).filter((name) => words.includes(snakeCase(name))),
      ).find((same) => same.length > 1),
    message: (same) => `labels ${same.join(' and ')} are redundant`,
    expected: 'one label for one thing',
    fix: ([kept]) => `keep ${kept}`,
  }),
  {
    id: 'label-spelling',
    severity: 'warning',
    question: 'Does the same thing have the same label name on all metrics?',
    see: LABELS,
    find: ({ plan }) =>
      SYNONYMS.flatMap((words) => {
        const used = plan.metrics.flatMap((metric) => {
          const same = metric.labels.filter(({ name }) => words.includes(snakeCase(name)));
          return same.length === 1 ? same.map(({ name }) => ({ metric, name })) : [];
        });
        const [first] = used;
        const other = used.find(({ name }) => name !== first?.name);
        return first === undefined || other === undefined
          ? []
          : [
              {
                metric: other.metric,
                path: `label ${other.name}`,
                message: `the same label is called ${first.name} on ${first.metric.name}, so queries cannot join the two`,
                found: other.name,
                expected: first.name,
                fix: `rename it to ${first.name}`,
              },
            ];
      }),
  },
  labelCheck({
    id: 'label-target-wide',
    severity: 'info',
    question: 'Are labels that a whole target shares left to the scrape?',
    see: 'https://prometheus.io/docs/instrumenting/writing_exporters/#target-labels-not-static-scraped-labels',
    wrong: ({ name, metric }) =>
      TARGET_WIDE.includes(snakeCase(name)) && !metric.name.endsWith('_info') && !isUnnamedInfo(metric),
    message: 'the label has the same value on every series of a target',
    expected: 'a label of the target, of Prometheus, or of an _info metric',
    fix: 'drop it: attach it with targetLabels or externalLabels, or join the _info metric',
  }),
];
