import type { Manifests } from './manifests';
import { mapOf } from './object';

/** Fields of the strategies of an Argo Rollout that name Services. */
const FIELDS = /^(stable|canary|active|preview|ping|pong)Service$/;

/**
 * Services, as `namespace/name`, to whose selectors Argo Rollouts adds a hash at run time: the Services of one Rollout
 * select different pods, although their manifests have the same selector.
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
