import { groupBy } from '../../../findings/group-by';
import { mapOf, nameOf, type Fields, type KubernetesObject } from '../../../kubernetes/object';
import { nearest } from '../../expressions/nearest';
import { defineCheck, type Found } from '../../check';
import { keyReferences, namelessReferences, type KeyReference } from '../shared/key-references';
import { scrapesIn } from '../shared/scrapes';
import { statesNamespace } from '../shared/namespaces';

/**
 * An error only if the Secret or ConfigMap was read, is in the right namespace, and has other keys but not this one:
 * an empty one is filled by a controller. A warning if only another namespace has one with this name and key. An object
 * that was not read may exist.
 */
export const check = defineCheck({
  id: 'missing-secret',
  severity: 'error',
  question:
    'Does every Secret and ConfigMap that a monitor or receiver references exist in its namespace, with the referenced key?',
  symptom:
    'The monitor is selected but has no scrape job; its events report that a secret or key was not found.',
  why: 'The operator reads credentials from the namespace of the object, and rejects the object if one is missing.',
  remedy: 'Create the Secret in the namespace of the monitor, with the referenced key.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.BasicAuth',
  needs: ['manifests'],
  find: ({ manifests }) => {
    const holders = new Map(
      (['Secret', 'ConfigMap'] as const).map(
        (kind) => [kind, groupBy(manifests.kind(kind), ({ name }) => name)] as const,
      ),
    );
    const receivers = manifests.operator('AlertmanagerConfig').map((object) => ({
      object,
      path: 'spec.receivers',
      fields: mapOf(object.fields['spec'])['receivers'],
    }));
    return [...scrapesIn(manifests), ...receivers].flatMap(({ object, path, fields }) => [
      ...keyReferences(fields, path).flatMap((reference) =>
        findingsOf(object, reference, holders.get(reference.kind)?.get(reference.name) ?? []),
      ),
      ...namelessReferences(fields, path).map((place) => ({
        object,
        path: `${place}.name`,
        message: 'the reference to a Secret has no name, so the operator rejects the object',
        expected: 'the name of a Secret',
        fix: 'set name to that of the Secret with this key',
      })),
    ]);
  },
});

function findingsOf(
  object: KubernetesObject,
  { kind, path, name, key }: KeyReference,
  candidates: readonly KubernetesObject[],
): Found {
  const about = { object };
  const own = candidates.find(({ namespace }) => namespace === object.namespace);
  if (own !== undefined) {
    const keys = keysOf(own.fields);
    if (keys.length === 0 || keys.includes(key)) return undefined;
    return {
      ...about,
      path: `${path}.key`,
      message: `${nameOf(own)} does not have the referenced key`,
      found: key,
      expected: `one of ${keys.join(', ')}`,
      fix: fixFor(key, keys, own),
    };
  }
  const elsewhere = candidates.filter(
    (other) => statesNamespace(other) && keysOf(other.fields).includes(key),
  );
  if (elsewhere.length === 0 || !statesNamespace(object)) return undefined;
  const namespaces = elsewhere.map(({ namespace }) => namespace).join(', ');
  return {
    ...about,
    path: `${path}.name`,
    message: `the ${kind} exists only in ${namespaces}, but the operator reads it from ${object.namespace}`,
    found: name,
    expected: `a ${kind} in namespace ${object.namespace}`,
    fix: `create the ${kind} in namespace ${object.namespace}, too, or move ${nameOf(object)} to namespace ${elsewhere[0]!.namespace}`,
    severity: 'warning',
  };
}

const keysOf = (fields: Fields): readonly string[] =>
  ['data', 'stringData', 'binaryData'].flatMap((part) => Object.keys(mapOf(fields[part])));

/** An almost equal key, or the only one; else what to add. */
function fixFor(key: string, keys: readonly string[], own: KubernetesObject): string {
  const meant = keys.find((each) => each.toLowerCase() === key.toLowerCase()) ?? nearest(key, keys);
  const [longer, ...others] = keys.filter((each) => each.startsWith(key) || key.startsWith(each));
  const only = keys.length === 1 ? keys[0] : (meant ?? (others.length === 0 ? longer : undefined));
  return only === undefined
    ? `add key ${key} to ${nameOf(own)}, or use one of ${keys.join(', ')}`
    : `key: ${only}`;
}
