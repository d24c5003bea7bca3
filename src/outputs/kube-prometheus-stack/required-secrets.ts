import type { Environment, SecretRef } from '../../catalog/environment';
import { credentialOf } from './receiver-config';

/** A Secret that the stack reads. It must be created by hand, as the repository contains no credentials. */
export interface RequiredSecret {
  readonly namespace: string;
  readonly name: string;
  /** All keys that are read, sorted. */
  readonly keys: readonly string[];
  /** What uses the keys, as a list of nouns. */
  readonly purpose: string;
}

/** Secrets that must exist before the chart is installed, without duplicates, sorted by name. */
export function requiredSecrets(environment: Environment): readonly RequiredSecret[] {
  const references = referencesOf(environment);
  const names = [...new Set(references.map(({ name }) => name))].toSorted();
  return names.map((name) => {
    const own = references.filter((reference) => reference.name === name);
    return {
      namespace: environment.namespaces.monitoring,
      name,
      keys: [...new Set(own.map(({ key }) => key))].toSorted(),
      purpose: [...new Set(own.map(({ purpose }) => purpose))].join(', '),
    };
  });
}

interface Reference extends SecretRef {
  readonly purpose: string;
}

function referencesOf({
  grafana,
  receivers,
  heartbeat,
  remoteWrite,
  thanos,
}: Environment): readonly Reference[] {
  const { adminSecret, userKey, passwordKey } = grafana;
  return [
    ...[userKey, passwordKey].map((key) => ({ name: adminSecret, key, purpose: "Grafana's administrator" })),
    ...receivers.map(({ name, via }) => ({ ...credentialOf(via), purpose: `receiver ${name}` })),
    ...(heartbeat === undefined ? [] : [{ ...heartbeat.url, purpose: 'heartbeat' }]),
    ...remoteWrite.flatMap(({ name, basicAuth }) =>
      basicAuth === undefined
        ? []
        : [basicAuth.username, basicAuth.password].map((key) => ({
            ...key,
            purpose: `remote write ${name}`,
          })),
    ),
    ...(thanos === undefined ? [] : [{ ...thanos.objectStorage, purpose: 'object storage of Thanos' }]),
  ];
}
