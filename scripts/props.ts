import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { expectationSettings } from '../src/catalog/expectation';
import { secretRef } from '../src/catalog/fields';
import { probeSettings } from '../src/catalog/workload/probe';
import { minuteFields } from '../src/slo/objective';
import { defaultOf, metaOf, OBJECTS, withoutWrapper } from './schema-tables';

interface Interface {
  readonly schema: z.ZodObject;
  /** Fields whose types are parameters, because they depend on the metric that is given. @default none */
  readonly typed?: readonly string[];
  /** The interface of the same module that has some of its fields. @default none */
  readonly base?: string;
}

interface PropsModule {
  /** By name. */
  readonly interfaces: Readonly<Record<string, Interface>>;
  /** Where the types come from that schemas check by a function, by their name. */
  readonly imports: Readonly<Record<string, string>>;
}

const of = (title: string): Interface => ({
  schema: OBJECTS.find((object) => object.title === title)!.schema,
});

const objective = (kind: string, typed: readonly string[] = []): Interface => ({
  ...of(`Objective: ${kind}`),
  typed,
  base: 'ObjectiveFields',
});

const environment = of('Environment').schema;

/**
 * Modules with what people write, as interfaces: editors show the comments of their fields, and nothing of a schema's
 * descriptions. A test proves that each interface accepts what its schema accepts.
 */
const MODULES: Readonly<Record<string, PropsModule>> = {
  'src/rules/props.ts': {
    interfaces: {
      GoldenSignalsFields: {
        ...of('Golden signals'),
        typed: ['requests', 'errors', 'latency', 'by', 'traffic'],
      },
    },
    imports: {
      'Countable, Gauge': '../metrics/metric',
      DurationHistogram: './durations/index',
      ValueMatcher: '../promql/matchers',
    },
  },
  'src/slo/kinds/props.ts': {
    interfaces: {
      ObjectiveFields: { schema: z.strictObject(minuteFields) },
      AvailabilityFields: objective('availability', ['requests', 'errors', 'counted']),
      LatencyFields: objective('latency', ['durations', 'threshold', 'counted']),
      RatioFields: objective('ratio', ['total', 'bad', 'good', 'counted']),
      TimeSliceFields: objective('timeSlice'),
      ProbeFields: objective('probe', ['success', 'counted']),
      PromqlFields: objective('promql'),
    },
    imports: {
      'Countable, Gauge': '../../metrics/metric',
      Contract: '../../metrics/contract',
      DurationHistogram: '../../rules/durations/index',
      ValueMatcher: '../../promql/matchers',
      Duration: '../../promql/window',
      Condition: './time-slice',
    },
  },
  'src/catalog/props.ts': {
    interfaces: {
      ServiceProps: of('Service'),
      WorkloadSettings: of('Workload'),
      AlertProps: of('Alert'),
      EnvironmentSettings: { schema: environment.omit({ name: true }) },
      EnvironmentProps: { schema: environment, base: 'EnvironmentSettings' },
      ReceiverProps: of('Receiver'),
      PatchProps: of('Patch'),
      ProbeSettings: { schema: probeSettings },
      ExpectationSettings: { schema: expectationSettings },
      SecretRef: { schema: secretRef },
    },
    imports: {
      Contract: '../metrics/contract',
      AlertRow: '../rules/alert',
      GoldenSignals: '../rules/golden-signals',
      Slo: '../slo/slo',
      Scrape: './scrape/index',
      Workload: './workload/index',
      ExistingWorkload: './workload/existing',
      Fault: '../faults/fault',
    },
  },
};

/** Types that schemas check by a function, by the name that they have in the reference. */
const CHECKED_BY_FUNCTION: Readonly<Record<string, string>> = {
  contract: 'Contract',
  gauge: 'Gauge',
  histogram: 'Histogram',
  'histogram or native histogram': 'DurationHistogram',
  'counter, histogram or summary': 'Countable',
  duration: 'Duration',
  matchers: 'Readonly<Record<string, string | ValueMatcher>>',
  'matchers, or a counter, histogram or summary':
    'Readonly<Record<string, string | ValueMatcher>> | Countable',
  objective: 'Slo',
  fault: 'Fault',
  '[scrape](#scrape-servicemonitor)': 'Scrape',
  '[golden signals](#golden-signals)': 'GoldenSignals',
  '[of another kind](#workload-statefulset)': "Pick<Workload, 'kind'>",
  'map of [existing](#workload-existing)': 'Readonly<Record<string, ExistingWorkload>>',
  'JSON value': 'unknown',
  '(service) => expression': "AlertRow['expr']",
  '(targets) => comparison': 'Condition',
};

/** The text of each module, by its path. */
export function propsModules(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(MODULES).map(([path, module]) => [path, formatted(path, moduleText(module))]),
  );
}

const OXFMT = join(import.meta.dirname, '..', 'node_modules', 'oxfmt', 'bin', 'oxfmt');

const formatted = (path: string, text: string): string =>
  execFileSync(process.execPath, [OXFMT, '--stdin-filepath', path], { input: text, encoding: 'utf8' });

function moduleText({ interfaces, imports }: PropsModule): string {
  const names = new Map(Object.entries(interfaces).map(([name, { schema }]) => [schema.def, name]));
  return [
    '// Written by `npm run docs` from the schemas, and from the descriptions of their fields.',
    ...Object.entries(imports).map(([types, path]) => `import type { ${types} } from '${path}';`),
    ...Object.entries(interfaces).map(([name, { schema, base, typed = [] }]) => {
      const parameters = typed.map((key) => `${typeName(key)} = ${typeText(schema.shape[key], names, '')}`);
      const head = name + (typed.length === 0 ? '' : `<${parameters.join(', ')}>`);
      const above = base === undefined ? '' : `extends ${base} `;
      const inherited = base === undefined ? {} : interfaces[base]!.schema.shape;
      const own = Object.entries(schema.shape).filter(([key]) => !(key in inherited));
      return `\nexport interface ${head} ${above}${fieldsOf(own, names, '', typed)}`;
    }),
    '',
  ].join('\n');
}

const typeName = (field: string): string => field.charAt(0).toUpperCase() + field.slice(1);

/** By definition: a description makes a copy of the schema with the same definition. */
type Names = ReadonlyMap<object, string>;

function fieldsOf(
  shape: readonly (readonly [string, z.core.$ZodType])[],
  names: Names,
  indent: string,
  typed: readonly string[] = [],
): string {
  const inner = `${indent}  `;
  const fields = shape.flatMap(([key, field]) => {
    const optional = field instanceof z.ZodOptional || field instanceof z.ZodDefault;
    const name = /^\w+$/.test(key) ? key : `'${key}'`;
    return [
      ...comment(field, inner),
      `${inner}readonly ${name}${optional ? '?' : ''}: ${typed.includes(key) ? typeName(key) : typeText(field, names, inner)};`,
    ];
  });
  return ['{', ...fields, `${indent}}`].join('\n');
}

/** As far as a line of a comment reaches. */
const WIDTH = 120;

function comment(field: z.core.$ZodType, indent: string): readonly string[] {
  const text = metaOf(field, 'description') ?? '';
  const value = field instanceof z.ZodDefault ? `@default ${defaultOf(field).slice(1, -1)}` : '';
  const line = `${indent}/** ${`${text} ${value}`.trim()} */`;
  if (line.length <= WIDTH) return [line];
  const lines = [...wrapped(text, WIDTH - indent.length - 3), value].filter((each) => each !== '');
  return [`${indent}/**`, ...lines.map((each) => `${indent} * ${each}`), `${indent} */`];
}

function wrapped(text: string, width: number): readonly string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}

function typeText(field: z.core.$ZodType, names: Names, indent: string): string {
  const schema = withoutWrapper(field);
  const name =
    names.get(schema instanceof z.ZodType ? schema.def : schema) ??
    (isCustom(schema)
      ? CHECKED_BY_FUNCTION[metaOf(field, 'type') ?? metaOf(schema, 'type') ?? '']
      : undefined);
  const text = (each: z.core.$ZodType) => typeText(each, names, indent);
  if (name !== undefined) return name;
  if (schema instanceof z.ZodPipe) return text(schema.in);
  if (schema instanceof z.ZodReadonly) return text(schema.unwrap());
  if (schema instanceof z.ZodObject) return fieldsOf(Object.entries(schema.shape), names, indent);
  if (schema instanceof z.ZodArray) return arrayText(text(schema.element));
  if (schema instanceof z.ZodRecord) return mapText(text(schema.valueType));
  if (schema instanceof z.ZodUnion) return schema.options.map(text).join(' | ');
  if (schema instanceof z.ZodEnum) return schema.options.map(quoted).join(' | ');
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(quoted).join(' | ');
  if (schema instanceof z.ZodType && (schema.type === 'string' || schema.type === 'number'))
    return schema.type;
  throw new Error(`scripts/props.ts has no type for ${metaOf(field, 'description') ?? 'a field'}`);
}

/** Checked by a function, or a map whose values are. */
const isCustom = (schema: z.core.$ZodType): boolean =>
  schema instanceof z.ZodCustom || (schema instanceof z.ZodRecord && isCustom(schema.valueType));

const arrayText = (element: string): string =>
  element.includes('|') ? `readonly (${element})[]` : `readonly ${element}[]`;

const mapText = (value: string): string =>
  value.startsWith('{') ? `{ readonly [name: string]: ${value} }` : `Readonly<Record<string, ${value}>>`;

const quoted = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));
