import { mapOf, type Fields } from '../findings/fields';
import type { Place } from '../findings/finding';

export { isMap, mapOf, ownValue, type Fields } from '../findings/fields';

export type Labels = Readonly<Record<string, string>>;

/** A Kubernetes object with typed identity and labels, and untyped fields. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** `default` where a manifest sets none, as for kubectl. Cluster-scoped objects have it too. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly fields: Fields;
  /** @default none: the object was made in this process */
  readonly at?: Place;
  /** Helm values describe it, and the chart will write it. @default it was read itself */
  readonly fromValues?: true;
  /**
   * It stands for a file that Prometheus or Alertmanager reads itself, without an operator; `assumed`: for one with the
   * defaults, as none was read. @default an object of the cluster
   */
  readonly plain?: true | 'assumed';
}

const DEFAULT_NAMESPACE = 'default';

/** Undefined for data that is not an object. Fields of the wrong type, which Kubernetes rejects, count as absent. */
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

/** Kinds whose objects have no namespace, of those that stand beside monitoring. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'StorageClass',
]);

/** How a finding names an object, e.g. `ServiceMonitor monitoring/cart`. */
export const nameOf = ({
  kind,
  namespace,
  name,
  plain,
}: Pick<KubernetesObject, 'kind' | 'namespace' | 'name' | 'plain'>) =>
  plain ? `file ${name}` : CLUSTER_SCOPED.has(kind) ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;

/** The list, or an empty one for anything else. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : [];

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((item) => typeof item === 'string');

export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** The map itself, where all of its values are texts. */
export function labelsOf(value: unknown): Labels {
  const map = mapOf(value);
  return Object.values(map).every((item) => typeof item === 'string')
    ? (map as Labels)
    : Object.fromEntries(
        Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      );
}
