import { z } from 'zod';
import { goldenSignalsSchema } from '../src/rules/golden-signals';
import { sloKinds } from '../src/slo/slo';
import { environmentSchema } from '../src/catalog/environment-schema';
import { localProgramSchema, localRequestSchema } from '../src/catalog/local-program';
import { patchSchema } from '../src/catalog/patch';
import { receiverSchema } from '../src/catalog/receiver';
import { scrapeKinds } from '../src/catalog/scrape/index';
import { presetOptions } from '../src/presets/list';
import { alertSchema, serviceSchema } from '../src/catalog/service';
import { workloadSchema } from '../src/catalog/workload/deployment';
import { workloadKinds } from '../src/catalog/workload/index';

/** One field of what people write. */
export interface ReferenceRow {
  /** Its path, e.g. `grafana.url` or `receivers[].name`. */
  readonly field: string;
  readonly type: string;
  /** `required`, or the value that applies without it; empty if the field is optional. */
  readonly default: string;
  readonly description: string;
}

export interface ReferenceTable {
  /** The object, e.g. `Service`. */
  readonly title: string;
  /** The function or the field that takes the object. */
  readonly usedIn: string;
  readonly rows: readonly ReferenceRow[];
}

interface DocumentedObject {
  readonly title: string;
  readonly usedIn: string;
  readonly schema: z.ZodObject;
}

/** Objects with a table of their own, in the order of the reference. */
export const OBJECTS: readonly DocumentedObject[] = [
  { title: 'Service', usedIn: 'defineService', schema: serviceSchema },
  { title: 'Workload', usedIn: 'workload', schema: workloadSchema },
  ...Object.values(workloadKinds)
    .filter(({ schema }) => schema !== workloadSchema)
    .map(({ definedBy, schema }) => ({ title: `Workload: ${definedBy}`, usedIn: definedBy, schema })),
  { title: 'Golden signals', usedIn: 'goldenSignals', schema: goldenSignalsSchema },
  ...Object.entries(sloKinds).map(([kind, { definedBy, schema }]) => ({
    title: `Objective: ${kind}`,
    usedIn: definedBy,
    schema,
  })),
  ...Object.entries(scrapeKinds).map(([kind, { definedBy, schema }]) => ({
    title: `Scrape: ${kind}`,
    usedIn: definedBy,
    schema,
  })),
  ...Object.entries(presetOptions).map(([name, schema]) => ({
    title: `Preset: ${name}`,
    usedIn: name,
    schema,
  })),
  { title: 'Alert', usedIn: 'alerts', schema: alertSchema },
  { title: 'Environment', usedIn: 'environments', schema: environmentSchema },
  { title: 'Patch', usedIn: 'patches', schema: patchSchema },
  { title: 'Receiver', usedIn: 'receivers', schema: receiverSchema },
  { title: 'Local program', usedIn: 'local', schema: localProgramSchema },
  { title: 'Local request', usedIn: 'requests', schema: localRequestSchema },
];

/** Every field of every object, from the schemas that check them. */
export function referenceTables(): readonly ReferenceTable[] {
  return OBJECTS.map(({ title, usedIn, schema }) => ({ title, usedIn, rows: rowsOf(schema, '') }));
}

function rowsOf(schema: z.core.$ZodType, prefix: string): readonly ReferenceRow[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([key, field]) => [
    {
      field: prefix + key,
      type: typeOf(field),
      default: defaultOf(field),
      description: metaOf(field, 'description') ?? '',
    },
    ...fieldsBelow(withoutWrapper(field), prefix + key),
  ]);
}

/** Rows of the fields inside a field, unless they have a table or a name of their own. */
function fieldsBelow(schema: z.core.$ZodType, path: string): readonly ReferenceRow[] {
  if (objectOf(schema) !== undefined || metaOf(schema, 'type') !== undefined) return [];
  if (schema instanceof z.ZodArray) return fieldsBelow(withoutWrapper(schema.element), `${path}[]`);
  if (schema instanceof z.ZodRecord) return fieldsBelow(withoutWrapper(schema.valueType), `${path}.*`);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => fieldsBelow(option, path));
  return rowsOf(schema, `${path}.`);
}

const objectOf = (schema: z.core.$ZodType) => OBJECTS.find((object) => object.schema === schema);

/** The schema inside of `optional`, `default` and the like. */
export function withoutWrapper(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  )
    return withoutWrapper(schema.unwrap());
  return schema;
}

export function metaOf(schema: z.core.$ZodType, key: 'type' | 'description'): string | undefined {
  const text = z.globalRegistry.get(schema)?.[key];
  return typeof text === 'string' ? text : undefined;
}

function typeOf(field: z.core.$ZodType): string {
  const schema = withoutWrapper(field);
  const object = objectOf(schema);
  const named = metaOf(field, 'type') ?? metaOf(schema, 'type');
  if (object !== undefined) return linkTo(object.title);
  if (named !== undefined) return named;
  if (schema instanceof z.ZodArray) return `list of ${typeOf(schema.element)}`;
  if (schema instanceof z.ZodRecord) return `map of ${typeOf(schema.keyType)} to ${typeOf(schema.valueType)}`;
  if (schema instanceof z.ZodUnion) return [...new Set(schema.options.map(typeOf))].join(' or ');
  if (schema instanceof z.ZodEnum) return schema.options.map(code).join(', ');
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(code).join(', ');
  if (schema instanceof z.ZodObject) return 'object';
  return schema instanceof z.ZodType ? schema.type : 'value';
}

const linkTo = (title: string): string =>
  `[${title.toLowerCase()}](#${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')})`;

export function defaultOf(field: z.core.$ZodType): string {
  if (field instanceof z.ZodDefault || field instanceof z.ZodPrefault) return code(field.def.defaultValue);
  return field instanceof z.ZodOptional ? '' : 'required';
}

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
