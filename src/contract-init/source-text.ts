import { sampleLimit } from '../catalog/placement';
import { redactText } from '../findings/redact';
import type { LabelValues } from '../metrics/labels';
import type { Metric } from '../metrics/metric';
import { recognizePreset } from '../presets/recognize';
import type { ContractOfPage } from './contract-of-page';
import type { Declaration } from './declare';
import { block, comment, list, literal, object, property, quoted, WIDTH, type Entry } from './typescript';

/** What the functions of the package are called that declare metrics. */
const FUNCTIONS: Readonly<Record<Metric['kind'], string>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  'native histogram': 'nativeHistogram',
};

/** Names that are listed in a comment at most. */
const MOST_NAMES = 8;

/** The metric table as a file in TypeScript, which exports `metrics`. */
export function sourceText(source: string, found: ContractOfPage): string {
  const { declarations } = found;
  const entries = [...declarations].map(([key, declaration]) => entryOf(key, declaration));
  const isCreated = ({ metric }: Declaration): boolean => metric.name.endsWith('_created');
  const created = [...declarations].findIndex(([, declaration]) => isCreated(declaration));
  return [
    ...header(source, found),
    importLine(importsOf([...declarations.values()])),
    '',
    'export const metrics = contract(' +
      block(
        entries.map((entry, index) =>
          index === created ? { ...entry, above: [CREATED, ...entry.above] } : entry,
        ),
        '',
      ) +
      ');',
    '',
  ].join('\n');
}

const CREATED =
  'Creation times: no rule reads them. Switch them off (Python: PROMETHEUS_DISABLE_CREATED_SERIES=true) and delete them.';

function header(source: string, found: ContractOfPage): readonly string[] {
  const { declarations, runtime, empty, refused, series } = found;
  const budget = Math.ceil((1.5 * series) / 100) * 100;
  const toDecide = [...declarations.values()].reduce(
    (sum, { decide }) => sum + decide.metric.length + decide.labels.size,
    0,
  );
  const preset = recognizePreset([...declarations.values()].map(({ metric }) => metric));
  return [
    `Metrics of ${redactText(source)}, as \`signalproof contract init\` found them. Labels list the values of one page: add those that are missing.`,
    ...(preset === undefined
      ? []
      : [`The page looks like the preset ${preset}() of signalproof/presets, which has objectives too.`]),
    ...(toDecide === 0
      ? []
      : [`${toDecide === 1 ? '1 comment starts' : `${toDecide} comments start`} with "decide:".`]),
    `The page has ${series} series. Suggested limit: seriesBudget: ${budget}, an alert above ${budget} series and a sampleLimit of ${sampleLimit(budget)}.`,
    ...(runtime.length === 0
      ? []
      : [
          `Left out: ${counted(runtime)} of the runtime (${prefixesOf(runtime).join(', ')}), which no contract has to declare.`,
        ]),
    ...(empty.length === 0
      ? []
      : [`Left out: ${counted(empty)} without series, so with unknown labels: ${someOf(empty)}.`]),
    ...refused.map(({ name, reason }) => `Left out: ${name}, which no contract can declare: ${reason}.`),
  ].map((line) => comment(line, ''));
}

const counted = (names: readonly unknown[]): string =>
  names.length === 1 ? '1 metric' : `${names.length} metrics`;

const someOf = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;

const prefixesOf = (names: readonly string[]): readonly string[] => [
  ...new Set(names.map((name) => `${name.slice(0, name.indexOf('_'))}_*`)),
];

function importLine(names: readonly string[]): string {
  const line = `import { ${names.join(', ')} } from 'signalproof';`;
  return line.length <= WIDTH
    ? line
    : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from 'signalproof';`;
}

function importsOf(declarations: readonly Declaration[]): readonly string[] {
  const functions = new Set(['contract']);
  for (const { metric } of declarations) {
    functions.add(FUNCTIONS[metric.kind]);
    for (const values of Object.values(metric.labels)) functions.add(functionOf(values));
  }
  return [...functions].toSorted();
}

function entryOf(key: string, { metric, decide }: Declaration): Entry {
  const labels = Object.entries(metric.labels).map(([name, values]): Entry => {
    const question = decide.labels.get(name);
    return {
      above: question === undefined ? [] : [`decide: ${question}`],
      text: property(name, valuesText(values, name.length + 8)),
    };
  });
  const fields: readonly Entry[] = [
    field('help', quoted(metric.help)),
    ...(metric.unit === undefined ? [] : [field('unit', quoted(metric.unit))]),
    ...(metric.typeOnPage === undefined ? [] : [field('typeOnPage', quoted(metric.typeOnPage))]),
    ...(labels.length === 0 ? [] : [field('labels', object(labels, '    ', 12))]),
    ...ownFields(metric),
  ];
  const call = `${FUNCTIONS[metric.kind]}(${quoted(metric.name)}, `;
  return {
    above: decide.metric.map((question) => `decide: ${question}`),
    text: property(key, call + object(fields, '  ', key.length + call.length + 4) + ')'),
  };
}

const field = (name: string, value: string): Entry => ({ above: [], text: property(name, value) });

function ownFields(metric: Metric): readonly Entry[] {
  switch (metric.kind) {
    case 'counter':
    case 'gauge':
      return [];
    case 'histogram':
      return [field('buckets', numbers('buckets', metric.buckets))];
    case 'summary':
      return metric.quantiles.length === 0
        ? []
        : [field('quantiles', numbers('quantiles', metric.quantiles))];
    case 'native histogram':
      return [
        'schema' in metric.buckets
          ? field('schema', String(metric.buckets.schema))
          : field('buckets', numbers('buckets', metric.buckets.bounds)),
      ];
  }
}

const numbers = (name: string, values: readonly number[]): string =>
  list(['[', ']'], values.map(String), '    ', name.length + 6);

function valuesText(values: LabelValues, before: number): string {
  const name = functionOf(values);
  switch (values.kind) {
    case 'one of':
      return name + list(['(', ')'], values.values.map(quoted), '      ', before + name.length);
    case 'pattern':
      return `${name}(${literal(values.pattern)}, { atMost: ${values.atMost} })`;
    case 'unbounded':
      return `${name}({ because: ${quoted(values.because)} })`;
  }
}

function functionOf({ kind }: LabelValues): string {
  switch (kind) {
    case 'one of':
      return 'oneOf';
    case 'pattern':
    case 'unbounded':
      return kind;
  }
}
