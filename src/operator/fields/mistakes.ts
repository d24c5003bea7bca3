import { isMap, type Fields, type KubernetesObject } from '../../kubernetes/object';
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
  if (type === undefined) return [];
  const { metadata, spec } = object.fields;
  return [
    ...(isMap(metadata)
      ? ['labels', 'annotations'].flatMap((part) => mistakesIn(metadata[part], TEXTS, `metadata.${part}`))
      : []),
    ...mistakesIn(spec, type, 'spec'),
  ].filter((mistake) => mistake.kind === 'unknown' || !isCheckedElsewhere(object.kind, mistake.path));
}

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
function mistakesIn(value: unknown, type: FieldType, path: string): readonly FieldMistake[] {
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
      return value.flatMap((item: unknown, index) => mistakesIn(item, type.of, `${path}[${index}]`));
    case 'map':
      if (!isMap(value)) return wrong(false);
      return Object.entries(value).flatMap(([key, item]) =>
        mistakesIn(item, type.of, /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`),
      );
    case 'fields':
      return isMap(value) ? mistakesInFields(value, fieldsOf(type.shape), path) : wrong(false);
  }
}

const mistakesInFields = (
  parent: Fields,
  types: ReadonlyMap<string, FieldType>,
  inside: string,
): readonly FieldMistake[] =>
  Object.entries(parent).flatMap(([key, value]) => {
    const path = `${inside}.${key}`;
    const type = types.get(key);
    return type === undefined
      ? [{ kind: 'unknown' as const, path, value, key, siblings: [...types.keys()], parent }]
      : mistakesIn(value, type, path);
  });
