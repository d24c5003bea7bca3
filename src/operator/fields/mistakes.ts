import { isMap, type Fields, type KubernetesObject } from '../../kubernetes/object';
import { otherName } from './other-names';
import { fieldsOf, specType, type CheckedType, type FieldType } from './shapes';

/** A field that the definition of a resource does not have, or that has another type there. */
export type FieldMistake = UnknownField | WrongType;

export interface UnknownField {
  readonly kind: 'unknown';
  /** E.g. `spec.endpoints[0].metricsPath`. */
  readonly path: string;
  readonly value: unknown;
  readonly key: string;
  /** Names of the known fields. */
  readonly siblings: readonly string[];
  /** The map that holds the field. */
  readonly parent: Fields;
  /** Where a field of that name takes the value, e.g. `spec.endpoints[0]`. @default nowhere near */
  readonly belongs?: string;
  /** The name of the field there. @default the same */
  readonly belongsAs?: string;
}

export interface WrongType {
  readonly kind: 'type';
  readonly path: string;
  readonly value: unknown;
  readonly type: CheckedType;
}

/**
 * What is wrong with the fields of an object. Empty for kinds whose fields are not known here.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function fieldMistakes(object: KubernetesObject): readonly FieldMistake[] {
  const type = specType(object);
  // A configuration of Prometheus has other fields than the resource.
  if (type === undefined || (object.plain && object.kind !== 'PrometheusRule')) return [];
  const { metadata, spec } = object.fields;
  return [
    ...mistakesBeside(object, type),
    ...(isMap(metadata)
      ? ['labels', 'annotations'].flatMap((part) => mistakesIn(metadata[part], TEXTS, `metadata.${part}`, []))
      : []),
    ...mistakesIn(spec, type, 'spec', []),
  ].filter((mistake) => mistake.kind === 'unknown' || !isCheckedElsewhere(object.kind, mistake.path));
}

/** Fields beside `spec` and `metadata` that belong in one of these. Others may be of a newer definition. */
function mistakesBeside({ fields }: KubernetesObject, spec: FieldType): readonly UnknownField[] {
  const ofSpec = spec.kind === 'fields' ? typesOf(spec) : new Map<string, FieldType>();
  return Object.entries(fields).flatMap(([key, value]) => {
    const belongs = METADATA.includes(key) ? 'metadata' : ofSpec.has(key) ? 'spec' : undefined;
    if (belongs === undefined || TOP.includes(key) || value === null) return [];
    return [{ kind: 'unknown' as const, path: key, value, key, siblings: TOP, parent: fields, belongs }];
  });
}

const TOP = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];
/** Labels outside of metadata are reported by selector-labels-misplaced. */
const METADATA = ['annotations', 'namespace', 'name'];

const TEXTS: FieldType = { kind: 'map', of: { kind: 'string' } };

/** Fields with a check of their own, which reports more than their type. */
const CHECKED_ELSEWHERE: Readonly<Record<string, RegExp>> = {
  'monitor-service-port': /^ServiceMonitor spec\.endpoints\[\d+\]\.port$/,
  'endpoint-scheme': /Monitor spec\.\w+\[\d+\]\.scheme$/,
  'relabeling-steps': /\]\.action$/,
  'invalid-duration':
    /\.(interval|scrapeInterval|scrapeTimeout|evaluationInterval|retention|ruleQueryOffset|for|keep_firing_for|query_offset)$/,
  'rule-text-values': /^PrometheusRule spec\.groups\[\d+\](\.rules\[\d+\])?\.(labels|annotations)/,
};

const isCheckedElsewhere = (kind: string, path: string): boolean =>
  Object.values(CHECKED_ELSEWHERE).some((pattern) => pattern.test(`${kind} ${path}`));

/** The API server drops null, whatever the type. */
function mistakesIn(
  value: unknown,
  type: FieldType,
  path: string,
  above: readonly Level[],
): readonly FieldMistake[] {
  if (value === undefined || value === null) return [];
  const wrong = (is: boolean): readonly FieldMistake[] =>
    is || type.kind === 'any' ? [] : [{ kind: 'type', path, value, type }];
  switch (type.kind) {
    case 'any':
      return [];
    case 'string':
    case 'boolean':
    case 'number':
      return wrong(typeof value === type.kind);
    case 'int-or-string':
      return wrong(typeof value === 'string' || typeof value === 'number');
    case 'enum':
      return wrong(typeof value === 'string' && type.values.includes(value));
    case 'list':
      if (!Array.isArray(value)) return wrong(false);
      return value.flatMap((item: unknown, index) => mistakesIn(item, type.of, `${path}[${index}]`, above));
    case 'map':
      if (!isMap(value)) return wrong(false);
      return Object.entries(value).flatMap(([key, item]) =>
        mistakesIn(item, type.of, /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`, above),
      );
    case 'fields':
      return isMap(value) ? mistakesInFields(value, typesOf(type), path, above) : wrong(false);
  }
}

interface Level {
  readonly path: string;
  readonly types: ReadonlyMap<string, FieldType>;
  readonly fields: Fields;
}

/** The definition leaves routes below a route open, because it cannot refer to itself. */
function typesOf(type: Extract<CheckedType, { readonly kind: 'fields' }>): Level['types'] {
  const types = fieldsOf(type.shape);
  return types.has('routes') && types.has('groupBy')
    ? new Map([...types, ['routes', { kind: 'list', of: type }]])
    : types;
}

function mistakesInFields(
  fields: Fields,
  types: Level['types'],
  path: string,
  above: readonly Level[],
): readonly FieldMistake[] {
  const levels = [{ path, types, fields }, ...above];
  return Object.entries(fields).flatMap(([key, value]) => {
    const type = types.get(key);
    if (type !== undefined) return mistakesIn(value, type, `${path}.${key}`, levels);
    const other = otherName(key);
    const belongs = placeOf(key, value, levels);
    const asOther =
      belongs === undefined && other !== undefined && OF_ENDPOINTS.includes(other)
        ? placeOf(other, value, levels.slice(0, 1))
        : undefined;
    return [
      {
        kind: 'unknown' as const,
        path: `${path}.${key}`,
        value,
        key,
        siblings: [...types.keys()],
        parent: fields,
        ...(belongs === undefined ? {} : { belongs }),
        ...(asOther === undefined ? {} : { belongs: asOther, belongsAs: other! }),
      },
    ];
  });
}

/** Fields of endpoints that other tools have for a whole job. */
const OF_ENDPOINTS = ['path', 'interval', 'scrapeTimeout', 'relabelings', 'metricRelabelings'];

/** A map above with a free field of that name and type; else one directly below. */
function placeOf(key: string, value: unknown, [own, ...above]: readonly Level[]): string | undefined {
  const takes = ({ types, fields }: Omit<Level, 'path'>): boolean => {
    const type = types.get(key);
    return type !== undefined && fields[key] === undefined && mistakesIn(value, type, '', []).length === 0;
  };
  const outer = above.find(takes);
  if (outer !== undefined || own === undefined) return outer?.path;
  const inner = [...own.types]
    .flatMap(([name, type]) => below(`${own.path}.${name}`, own.fields[name], type))
    .filter(takes);
  const given = inner.filter(({ fields }) => Object.keys(fields).length > 0);
  return given.length > 0 ? given[0]!.path : inner.length === 1 ? inner[0]!.path : undefined;
}

function below(path: string, value: unknown, type: FieldType): readonly Level[] {
  if (type.kind === 'fields') return [{ path, types: typesOf(type), fields: isMap(value) ? value : {} }];
  if (type.kind !== 'list' || type.of.kind !== 'fields' || !Array.isArray(value)) return [];
  const types = typesOf(type.of);
  return value.flatMap((item: unknown, index) =>
    isMap(item) ? [{ path: `${path}[${index}]`, types, fields: item }] : [],
  );
}
