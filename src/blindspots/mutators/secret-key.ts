import { isMap, mapOf, type Fields, type KubernetesObject } from '../../kubernetes/object';
import type { Edit, Path } from '../edit';
import { inAlertmanager, inKinds, inObject, other, type Mutator } from '../mutator';

export const secretKey: Mutator = {
  name: 'secret-key',
  what: 'a receiver reads another key of its Secret',
  caughtBy:
    'alert on alertmanager_notifications_failed_total, as the chart does, and check the Secrets: doctor --cluster',
  edits: (original) => [...ofReceivers(original), ...ofObjects(original)],
};

/** Those of `global` count for receivers without their own. */
const ofReceivers = inAlertmanager((config) =>
  (['global', 'receivers'] as const).flatMap((key) => filesIn(config[key], [key])),
);

function filesIn(
  value: unknown,
  path: Path,
): readonly { readonly path: Path; readonly from: unknown; readonly to: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => filesIn(item, [...path, index]));
  return Object.entries(mapOf(value)).flatMap(([key, inner]) =>
    typeof inner === 'string' && key.endsWith('_file')
      ? [{ path: [...path, key], from: inner, to: other(inner) }]
      : filesIn(inner, [...path, key]),
  );
}

const ofObjects = inKinds(['AlertmanagerConfig'], (object) =>
  keysIn(object, object.fields['spec'], ['spec']),
);

function keysIn(object: KubernetesObject, value: unknown, path: Path): readonly Edit[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => keysIn(object, item, [...path, index]));
  if (!isMap(value)) return [];
  const { name, key }: Fields = value;
  if (typeof name === 'string' && typeof key === 'string')
    return [inObject(object, [...path, 'key'], key, other(key))];
  return Object.entries(value).flatMap(([step, inner]) => keysIn(object, inner, [...path, step]));
}
