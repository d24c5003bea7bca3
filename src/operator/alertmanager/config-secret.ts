import type { Manifests } from '../../kubernetes/manifests';
import { mapOf, textOf, type KubernetesObject } from '../../kubernetes/object';

/** The key of the Secret that the operator reads. */
export const CONFIG_KEY = 'alertmanager.yaml';

/** The configuration of Alertmanager in a Secret, as text, and its field. */
export function configText({
  fields,
}: KubernetesObject): { readonly text: string; readonly path: string } | undefined {
  const plain = textOf(mapOf(fields['stringData'])[CONFIG_KEY]);
  if (plain !== undefined) return { text: plain, path: `stringData["${CONFIG_KEY}"]` };
  const encoded = textOf(mapOf(fields['data'])[CONFIG_KEY]);
  if (encoded === undefined) return undefined;
  return { text: Buffer.from(encoded, 'base64').toString('utf8'), path: `data["${CONFIG_KEY}"]` };
}

/** The Secret that an Alertmanager reads, or the first with such a key. */
export function configSecret(manifests: Manifests): KubernetesObject | undefined {
  const secrets = manifests.kind('Secret').filter((object) => configText(object) !== undefined);
  const read = manifests.operator('Alertmanager').map(({ namespace, name, fields }) => ({
    namespace,
    name: textOf(mapOf(fields['spec'])['configSecret']) ?? `alertmanager-${name}`,
  }));
  return (
    secrets.find((secret) =>
      read.some(({ namespace, name }) => secret.namespace === namespace && secret.name === name),
    ) ?? secrets[0]
  );
}
