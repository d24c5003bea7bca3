import { mapOf, textOf, type KubernetesObject } from './object';

export interface SecretValue {
  readonly text: string;
  readonly field: 'data' | 'stringData';
  /** For findings, e.g. `data["jobs.yaml"]`. */
  readonly path: string;
}

/**
 * Undefined where the Secret does not have the key. `stringData` replaces `data`, as in the API server.
 * @example
 * secretValue(secret, 'alertmanager.yaml')?.text
 */
export function secretValue(
  { fields }: Pick<KubernetesObject, 'fields'>,
  key: string,
): SecretValue | undefined {
  const plain = textOf(mapOf(fields['stringData'])[key]);
  if (plain !== undefined) return { text: plain, field: 'stringData', path: `stringData["${key}"]` };
  const encoded = textOf(mapOf(fields['data'])[key]);
  return encoded === undefined || !/^[\w+/=\s]*$/.test(encoded)
    ? undefined
    : { text: Buffer.from(encoded, 'base64').toString('utf8'), field: 'data', path: `data["${key}"]` };
}
