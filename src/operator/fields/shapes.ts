import { SHAPES, SPECS } from '../../../imports/monitoring.coreos.com.fields';
import { OPERATOR_GROUP } from '../../kubernetes/manifests';
import { ownValue, type KubernetesObject } from '../../kubernetes/object';

/** The type of a field. A map with fields of its own has the number of its shape. */
export type FieldType = { readonly kind: 'any' } | CheckedType;

/** A type that not every value has. */
export type CheckedType =
  | { readonly kind: 'string' | 'boolean' | 'number' | 'int-or-string' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list' | 'map'; readonly of: FieldType }
  | { readonly kind: 'fields'; readonly shape: number };

/** Kinds of the operator. */
export const SHAPED_KINDS: readonly string[] = [
  ...new Set(Object.keys(SPECS).map((key) => key.slice(key.indexOf('/') + 1))),
];

/** Type of an object's spec. Undefined: another group, or a version whose fields are not known here. */
export function specType({ apiVersion, kind }: KubernetesObject): FieldType | undefined {
  const [group, version] = apiVersion.split('/');
  const written = group === OPERATOR_GROUP ? ownValue(SPECS, `${version}/${kind}`) : undefined;
  return written === undefined ? undefined : parseType(written);
}

export const fieldsOf = (shape: number): ReadonlyMap<string, FieldType> =>
  new Map(
    (SHAPES[shape] ?? '').split(' ').map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon), parseType(field.slice(colon + 1))];
    }),
  );

function parseType(written: string): FieldType {
  if (written.endsWith('[]')) return { kind: 'list', of: parseType(written.slice(0, -2)) };
  if (written.endsWith('{}')) return { kind: 'map', of: parseType(written.slice(0, -2)) };
  if (written.startsWith('=')) return { kind: 'enum', values: written.slice(1).split('|') };
  switch (written) {
    case 'string':
    case 'boolean':
    case 'number':
    case 'int-or-string':
    case 'any':
      return { kind: written };
    default:
      return { kind: 'fields', shape: Number(written) };
  }
}
