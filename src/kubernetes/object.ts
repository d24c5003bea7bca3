import type { Place } from '../findings/finding';

/** A map in foreign data. */
export type Fields = Readonly<Record<string, unknown>>;
export type Labels = Readonly<Record<string, string>>;

/** One Kubernetes object as it was read: identity and labels typed, the rest as it stands. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** `default` where a manifest names none, as kubectl would have it. Objects without namespaces have it too. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly fields: Fields;
  /** @default it was made in this process */
  readonly at?: Place;
}

const DEFAULT_NAMESPACE = 'default';

/** An object, or nothing where the data is none. Fields of the wrong type count as absent: Kubernetes refuses them. */
export function kubernetesObject(value: unknown, at?: Place): KubernetesObject | undefined {
  const fields = mapOf(value);
  const { apiVersion, kind } = fields;
  const metadata = mapOf(fields['metadata']);
  const name = metadata['name'] ?? metadata['generateName'];
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string')
    return undefined;
  return {
    apiVersion,
    kind,
    namespace: textOf(metadata['namespace']) ?? DEFAULT_NAMESPACE,
    name,
    labels: labelsOf(metadata['labels']),
    annotations: labelsOf(metadata['annotations']),
    fields,
    ...(at === undefined ? {} : { at }),
  };
}

/** How a finding names an object, e.g. `ServiceMonitor monitoring/task-api`. */
export const nameOf = ({ kind, namespace, name }: Pick<KubernetesObject, 'kind' | 'namespace' | 'name'>) =>
  kind === 'Namespace' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;

export const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The entries of a map; of anything else, none. */
export const mapOf = (value: unknown): Fields => (isMap(value) ? value : {});

/** The items of a list; of anything else, none. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : [];

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((item) => typeof item === 'string');

export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

export function labelsOf(value: unknown): Labels {
  const entries = Object.entries(mapOf(value));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
