import type { Manifests } from '../../../kubernetes/manifests';
import { isMap, mapOf, nameOf, textOf, type KubernetesObject } from '../../../kubernetes/object';
import { CONFIG_KEY } from '../../../operator/alertmanager/config-secret';
import { defineCheck, type Found } from '../../check';

/** The operator reads a compressed configuration, too. */
const KEYS = [CONFIG_KEY, `${CONFIG_KEY}.gz`];

/**
 * An error where the Secret was read and has other keys, or a ConfigMap has the name of a Secret that was not read. An
 * empty Secret is filled by a controller. Any Secret that was not read may exist.
 */
export const check = defineCheck({
  id: 'alertmanager-secret',
  severity: 'error',
  question: 'Does every Alertmanager find its configuration?',
  symptom:
    'Alertmanager runs with a configuration of the operator whose only receiver is "null", and sends no notification.',
  why: `The operator reads the key ${CONFIG_KEY} of a Secret: \`configSecret\`, by default alertmanager-<name> in the namespace of the Alertmanager. If there is none, it uses a configuration without receivers.`,
  remedy: `Create the Secret with the key ${CONFIG_KEY}. A ConfigMap is not read.`,
  see: 'https://prometheus-operator.dev/docs/developer/alerting/',
  needs: ['manifests'],
  find: ({ manifests }) =>
    manifests.operator('Alertmanager').map((alertmanager) => configOf(alertmanager, manifests)),
});

function configOf(alertmanager: KubernetesObject, manifests: Manifests): Found {
  const spec = mapOf(alertmanager.fields['spec']);
  // An AlertmanagerConfig replaces the Secret.
  if (isMap(spec['alertmanagerConfiguration'])) return undefined;
  const name = textOf(spec['configSecret']) ?? `alertmanager-${alertmanager.name}`;
  const isIt = (object: KubernetesObject): boolean =>
    object.name === name && object.namespace === alertmanager.namespace;
  const secret = manifests.kind('Secret').find(isIt);
  if (secret !== undefined) return withoutKey(secret, alertmanager);
  const map = manifests.kind('ConfigMap').find(isIt);
  if (map === undefined || !hasConfig(map)) return undefined;
  return {
    object: map,
    path: 'kind',
    message: `${nameOf(alertmanager)} reads Secret ${name}, and a ConfigMap of that name is ignored`,
    found: 'ConfigMap',
    expected: `Secret ${alertmanager.namespace}/${name} with the key ${CONFIG_KEY}`,
    fix: 'write kind: Secret, and stringData instead of data',
  };
}

const keysOf = ({ fields }: KubernetesObject): readonly string[] =>
  ['data', 'stringData'].flatMap((part) => Object.keys(mapOf(fields[part])));

const hasConfig = (object: KubernetesObject): boolean => keysOf(object).some((key) => /\.ya?ml$/.test(key));

function withoutKey(secret: KubernetesObject, alertmanager: KubernetesObject): Found {
  const keys = keysOf(secret);
  if (keys.length === 0 || keys.some((key) => KEYS.includes(key))) return undefined;
  const part = Object.keys(mapOf(secret.fields['stringData'])).length > 0 ? 'stringData' : 'data';
  const meant = keys.find((key) => /\.ya?ml$/.test(key)) ?? (keys.length === 1 ? keys[0] : undefined);
  return {
    object: secret,
    path: meant === undefined ? part : `${part}["${meant}"]`,
    message: `${nameOf(alertmanager)} reads the key ${CONFIG_KEY}, which the Secret does not have`,
    // Names of keys would be hidden as credentials.
    expected: CONFIG_KEY,
    fix: meant === undefined ? `add the key ${CONFIG_KEY}` : `rename the key ${meant} to ${CONFIG_KEY}`,
  };
}
