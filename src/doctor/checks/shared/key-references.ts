import { isMap, textOf } from '../../../kubernetes/object';

export interface KeyReference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly path: string;
  readonly name: string;
  readonly key: string;
}

/** Key selectors at any depth: maps with `name`, `key` and at most `optional`. */
export function keyReferences(value: unknown, path: string, last = ''): readonly KeyReference[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => keyReferences(item, `${path}[${index}]`, last));
  if (!isMap(value)) return [];
  const { name, key, optional, ...others } = value;
  const isReference = textOf(name) && textOf(key) && Object.keys(others).length === 0;
  if (isReference && optional !== true)
    return [
      { kind: last === 'configMap' ? 'ConfigMap' : 'Secret', path, name: String(name), key: String(key) },
    ];
  return Object.entries(value).flatMap(([inner, part]) => keyReferences(part, `${path}.${inner}`, inner));
}

/** Fields whose value is the key of a Secret. */
const SECRET = /secret|credentials|password|username|token|(Key|URL|Url|Token)$/i;

/** Paths of key selectors of Secrets without a name, which the API server accepts and the operator cannot find. */
export function namelessReferences(value: unknown, path: string, last = ''): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => namelessReferences(item, `${path}[${index}]`));
  if (!isMap(value)) return [];
  const { name, key, optional, ...others } = value;
  if (!name && textOf(key) && optional !== true && Object.keys(others).length === 0 && SECRET.test(last))
    return [path];
  return Object.entries(value).flatMap(([inner, part]) =>
    namelessReferences(part, `${path}.${inner}`, inner),
  );
}
