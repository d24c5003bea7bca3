import { propertyName, typeScriptString } from '../../../findings/shell';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import { isSynthesized } from '../../catalog-contracts';
import type { Facts, WatchedWorkload } from '../../check';

interface ReadWorkload {
  readonly watched: WatchedWorkload;
  readonly namespace: string;
  readonly pods: PodTemplate;
  /** Pods of its own that run, of a cluster. */
  readonly running: readonly PodTemplate[];
}

/** Watched workloads of which the manifests are at hand. */
export const readWorkloads = ({
  manifests,
  contracts,
}: Pick<Facts, 'manifests' | 'contracts'>): readonly ReadWorkload[] =>
  (contracts.watched ?? []).flatMap((watched) =>
    watched.namespaces.flatMap((namespace) => {
      const inside = manifests.pods.in(namespace).filter(({ owner }) => !isSynthesized(owner));
      const pods = inside.find(({ owner }) => isWatched(watched, owner));
      if (pods === undefined) return [];
      const own = Object.entries(pods.labels);
      const running = inside.filter(
        ({ owner, labels }) => owner.kind === 'Pod' && own.every(([key, value]) => labels[key] === value),
      );
      return [{ watched, namespace, pods, running }];
    }),
  );

/** Whether an object is the watched one, in the same namespace. */
export const isWatched = (
  { kind, name }: Pick<WatchedWorkload, 'kind' | 'name'>,
  object: { readonly kind: string; readonly name: string },
): boolean => object.kind === kind && object.name === name;

/** The field of the service in the catalog that watches other objects. */
export function watchedFix(watched: WatchedWorkload, namespace: string): string {
  const { kind, name, container, autoscaler, succeedsWithin, namespaces, isLocal } = watched;
  const fields = Object.entries({ kind, name, container, autoscaler, succeedsWithin }).flatMap(
    ([key, value]) => (value === undefined ? [] : [`${key}: ${typeScriptString(value)}`]),
  );
  const workload = `existing({ ${fields.join(', ')} })`;
  return isLocal === true || namespaces.length > 1
    ? `in the catalog: workloadIn: { ${propertyName(namespace)}: ${workload} }`
    : `in the catalog: workload: ${workload}`;
}
