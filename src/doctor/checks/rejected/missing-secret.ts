import type { Manifests } from '../../../kubernetes/manifests';
import { isMap, mapOf, nameOf, textOf, type Fields, type KubernetesObject } from '../../../kubernetes/object';
import { defineCheck, type Reported } from '../../check';
import { scrapesIn } from './lib/scrapes';
import { statesNamespace } from '../shared/namespaces';

/**
 * An error only where the Secret or ConfigMap was read, in the right namespace, and lacks the key while it has others:
 * one without any is filled by a controller. A warning where one of that name has the key in another namespace alone.
 * Of one that was not read at all, nothing is known.
 */
export const check = defineCheck({
  id: 'missing-secret',
  severity: 'error',
  question:
    'Does every Secret and ConfigMap that a monitor refers to hold the key, in the namespace of the monitor?',
  symptom: 'The monitor is selected, but it has no job; its events say that a secret or a key was not found.',
  why: 'The operator reads credentials from the namespace of the monitor, and refuses a monitor of which one is missing.',
  remedy: 'Create the Secret in the namespace of the monitor, with the key that it names.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.BasicAuth',
  needs: ['manifests'],
  find: ({ manifests }) => {
    const holders = new Map(
      (['Secret', 'ConfigMap'] as const).map((kind) => [kind, byName(manifests.kind(kind))] as const),
    );
    return scrapesIn(manifests).flatMap(({ object, field, fields }) =>
      referencesIn(fields, field).flatMap((reference) =>
        problemOf(object, reference, holders.get(reference.kind)?.get(reference.name) ?? []),
      ),
    );
  },
});

interface Reference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly path: string;
  readonly name: string;
  readonly key: string;
}

/** What a selector of a key looks like, wherever it is: `name`, `key` and nothing but `optional`. */
function referencesIn(value: unknown, path: string, last = ''): readonly Reference[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => referencesIn(item, `${path}[${index}]`, last));
  if (!isMap(value)) return [];
  const { name, key, optional, ...others } = value;
  const isReference = textOf(name) && textOf(key) && Object.keys(others).length === 0;
  if (isReference && optional !== true)
    return [
      { kind: last === 'configMap' ? 'ConfigMap' : 'Secret', path, name: String(name), key: String(key) },
    ];
  return Object.entries(value).flatMap(([inner, part]) => referencesIn(part, `${path}.${inner}`, inner));
}

function problemOf(
  object: KubernetesObject,
  { kind, path: field, name, key }: Reference,
  candidates: readonly KubernetesObject[],
): readonly Reported[] {
  const about = { resource: nameOf(object), object };
  const own = candidates.find(({ namespace }) => namespace === object.namespace);
  if (own !== undefined) {
    const keys = keysOf(own.fields);
    if (keys.length === 0 || keys.includes(key)) return [];
    return [
      {
        ...about,
        path: `${field}.key`,
        message: `is no key of ${nameOf(own)}`,
        found: key,
        expected: `one of ${keys.join(', ')}`,
        fix: `key: ${keys[0]}`,
      },
    ];
  }
  const elsewhere = candidates.filter(
    (other) => statesNamespace(other) && keysOf(other.fields).includes(key),
  );
  if (elsewhere.length === 0 || !statesNamespace(object)) return [];
  const namespaces = elsewhere.map(({ namespace }) => namespace).join(', ');
  return [
    {
      ...about,
      path: `${field}.name`,
      message: `names a ${kind} that was read in ${namespaces} only, and the operator looks in ${object.namespace}`,
      found: name,
      expected: `a ${kind} in namespace ${object.namespace}`,
      fix: `kubectl get ${kind.toLowerCase()} ${name} --namespace ${object.namespace}`,
      severity: 'warning',
    },
  ];
}

const keysOf = (fields: Fields): readonly string[] =>
  ['data', 'stringData', 'binaryData'].flatMap((part) => Object.keys(mapOf(fields[part])));

function byName(objects: Manifests['objects']): ReadonlyMap<string, readonly KubernetesObject[]> {
  const found = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const same = found.get(object.name);
    if (same === undefined) found.set(object.name, [object]);
    else same.push(object);
  }
  return found;
}
