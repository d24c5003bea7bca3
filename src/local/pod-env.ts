import { InvalidInput } from '../findings/invalid-input';
import { listOf, mapOf, nameOf, ownValue, textOf, type Fields } from '../kubernetes/object';
import type { PodTemplate } from '../kubernetes/pod-template';
import type { PodIdentity } from '../operator/pod-identity';

/** Environment variables of a pod's first container, and the folders it may write to. */
export interface PodEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** Folders inside the container that are volumes. */
  readonly volumes: readonly string[];
}

/** Content of Secrets by `name/key`, from the command line. */
export type SecretValues = Readonly<Record<string, string>>;

/**
 * The environment variables of a pod, as the kubelet would set them.
 * @throws InvalidInput for a variable whose value only a cluster has
 */
export function podEnvironment(
  pod: PodTemplate,
  identity: PodIdentity,
  secrets: SecretValues,
): PodEnvironment {
  const container = firstContainer(pod);
  const entries = listOf(container['env']).flatMap((item): readonly (readonly [string, string])[] => {
    const variable = mapOf(item);
    const name = textOf(variable['name']) ?? '';
    const from = mapOf(variable['valueFrom']);
    if (Object.keys(from).length === 0) return [[name, textOf(variable['value']) ?? '']];
    const value = valueFrom(from, pod, identity, secrets);
    if (value !== undefined) return [[name, value]];
    if (mapOf(from['secretKeyRef'] ?? from['configMapKeyRef'])['optional'] === true) return [];
    throw missing(pod, name, from);
  });
  return {
    variables: Object.fromEntries(entries),
    volumes: listOf(container['volumeMounts']).flatMap((mount) => textOf(mapOf(mount)['mountPath']) ?? []),
  };
}

function firstContainer({ owner }: PodTemplate): Fields {
  const spec = mapOf(owner.fields['spec']);
  const template = owner.kind === 'Pod' ? spec : mapOf(mapOf(spec['template'])['spec']);
  return mapOf(listOf(template['containers'])[0]);
}

/** Resource requests of the container, e.g. `{ memory: '256Mi' }`. */
export const limitsOf = (pod: PodTemplate): Fields =>
  mapOf(mapOf(firstContainer(pod)['resources'])['limits']);

function valueFrom(
  from: Fields,
  pod: PodTemplate,
  { name, ip, node, uid }: PodIdentity,
  secrets: SecretValues,
): string | undefined {
  const { name: secret, key } = mapOf(from['secretKeyRef']);
  const known: Readonly<Record<string, string>> = {
    'metadata.name': name,
    'metadata.namespace': pod.namespace,
    'metadata.uid': uid,
    'spec.nodeName': node,
    'status.podIP': ip,
  };
  return (
    secrets[`${String(secret)}/${String(key)}`] ??
    ownValue(known, textOf(mapOf(from['fieldRef'])['fieldPath']) ?? '')
  );
}

function missing({ owner }: PodTemplate, name: string, from: Fields): InvalidInput {
  const { name: secret, key } = mapOf(from['secretKeyRef']);
  const ofSecret = from['secretKeyRef'] !== undefined;
  return new InvalidInput({
    resource: nameOf(owner),
    path: `env.${name}`,
    message: ofSecret
      ? 'the value comes from a Secret, and local reads no Secrets'
      : 'the value exists only in a cluster',
    found: ofSecret ? `${String(secret)}/${String(key)}` : from,
    fix: ofSecret
      ? `give its value: --secret ${String(secret)}/${String(key)}=VALUE`
      : 'use a service that is already running: --target http://127.0.0.1:8000',
  });
}

/** Bytes or cores of a quantity of Kubernetes, e.g. `256Mi` or `500m`; undefined for any other text. */
export function quantity(text: unknown): number | undefined {
  if (typeof text === 'number') return text;
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(m|k|[KMGT]i?)?$/.exec(textOf(text) ?? '') ?? [];
  return number === undefined ? undefined : Number(number) * UNITS[unit]!;
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};
