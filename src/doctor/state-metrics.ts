import type { Manifests } from '../kubernetes/manifests';
import { listOf, mapOf, textOf, textsOf } from '../kubernetes/object';

/** Command and arguments of kube-state-metrics, where its pods were read. */
export function stateMetricsArguments(manifests: Manifests): readonly string[] | undefined {
  const [first] = manifests
    .kind('Deployment', 'StatefulSet')
    .flatMap(({ fields }) =>
      listOf(mapOf(mapOf(mapOf(mapOf(fields['spec'])['template'])['spec']))['containers']),
    )
    .map(mapOf)
    .filter((container) => textOf(container['image'])?.includes('/kube-state-metrics:') === true);
  return first && [...textsOf(first['args']), ...textsOf(first['command'])];
}
