import type { Manifests } from './manifests';
import { mapOf } from './object';

/** Fields of an Argo Rollout's strategies that name Services. */
const FIELDS = /^(stable|canary|active|preview|ping|pong)Service$/;

/**
 * Services, as `namespace/name`, to which Argo Rollouts adds a hash while it runs: those of one Rollout lead to
 * different pods, although their selectors are written alike.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/specification/
 */
export function rolloutServices(manifests: Pick<Manifests, 'kind'>): ReadonlySet<string> {
  return new Set(
    manifests.kind('Rollout').flatMap(({ namespace, fields }) => {
      const { canary, blueGreen } = mapOf(mapOf(fields['spec'])['strategy']);
      return [canary, blueGreen, mapOf(canary)['pingPong']]
        .flatMap((strategy) => Object.entries(mapOf(strategy)))
        .flatMap(([field, name]) =>
          FIELDS.test(field) && typeof name === 'string' ? [`${namespace}/${name}`] : [],
        );
    }),
  );
}
