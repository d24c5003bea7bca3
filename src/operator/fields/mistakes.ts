import { isMap, type Fields, type KubernetesObject } from '../../kubernetes/object';
import { fieldsOf, PROTOCOLS, SHAPED_KINDS } from './shapes';

/** A field that the definition of a resource does not have, or that has another type there. */
export type FieldMistake = {
  /** e.g. `spec.endpoints[0].metricsPath`. */
  readonly field: string;
  readonly value: unknown;
} & (
  | {
      readonly kind: 'unknown';
      readonly key: string;
      readonly siblings: readonly string[];
      readonly has: Fields;
    }
  | { readonly kind: 'type'; readonly expected: string }
);

/** What is wrong with the fields of an object; nothing for kinds of which the fields are not known here. */
export function fieldMistakes({ kind, fields }: KubernetesObject): readonly FieldMistake[] {
  const shape = SHAPED_KINDS.find((name) => name === kind);
  if (shape === undefined) return [];
  const metadata = fields['metadata'];
  return [
    ...(isMap(metadata)
      ? ['labels', 'annotations'].flatMap((part) => mistakesIn(metadata[part], 'text{}', `metadata.${part}`))
      : []),
    ...mistakesIn(fields['spec'], shape, 'spec'),
  ];
}

/** Names of types, as the API server says them. */
const PLAIN: Readonly<Record<string, { readonly says: string; readonly is: (value: unknown) => boolean }>> = {
  text: { says: 'a text', is: (value) => typeof value === 'string' },
  flag: { says: 'true or false, without quotes', is: (value) => typeof value === 'boolean' },
  number: { says: 'a number, without quotes', is: (value) => typeof value === 'number' },
  port: { says: 'a text or a number', is: (value) => typeof value === 'string' || typeof value === 'number' },
  Protocol: {
    says: `one of ${PROTOCOLS.join(', ')}`,
    is: (value) => typeof value === 'string' && PROTOCOLS.includes(value),
  },
};

/** The API server drops null, whatever the type. */
function mistakesIn(value: unknown, type: string, field: string): readonly FieldMistake[] {
  if (value === undefined || value === null || type === 'any') return [];
  if (type.endsWith('{}'))
    return isMap(value)
      ? Object.entries(value).flatMap(([key, item]) =>
          mistakesIn(
            item,
            type.slice(0, -2),
            /^[\w-]+$/.test(key) ? `${field}.${key}` : `${field}["${key}"]`,
          ),
        )
      : [{ kind: 'type', field, value, expected: 'a map' }];
  if (type.endsWith('[]'))
    return Array.isArray(value)
      ? value.flatMap((item: unknown, index) => mistakesIn(item, type.slice(0, -2), `${field}[${index}]`))
      : [{ kind: 'type', field, value, expected: 'a list' }];
  const plain = PLAIN[type];
  if (plain !== undefined)
    return plain.is(value) ? [] : [{ kind: 'type', field, value, expected: plain.says }];
  const fields = fieldsOf(type);
  if (fields === undefined) return [];
  if (!isMap(value)) return [{ kind: 'type', field, value, expected: 'a map' }];
  return Object.entries(value).flatMap(([key, item]): readonly FieldMistake[] => {
    const known = fields.get(key);
    return known === undefined
      ? [
          {
            kind: 'unknown',
            field: `${field}.${key}`,
            value: item,
            key,
            siblings: [...fields.keys()],
            has: value,
          },
        ]
      : mistakesIn(item, known, `${field}.${key}`);
  });
}
