import type { Manifests } from '../../kubernetes/manifests';
import { mapOf, textOf, type KubernetesObject } from '../../kubernetes/object';
import { secretValue, type SecretValue } from '../../kubernetes/secret-value';

/** The key of the Secret that the operator reads. */
export const CONFIG_KEY = 'alertmanager.yaml';

/** The configuration of Alertmanager in a Secret, as text, and its field. */
export const configText = (secret: KubernetesObject): SecretValue | undefined =>
  secretValue(secret, CONFIG_KEY);

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
