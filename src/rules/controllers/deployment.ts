import { platformMetrics } from '../../metrics/platform';
import { eq, maxBy, or } from '../../promql/build';
import { unseen, type Own, type ReplicatedKind } from './replicated';

/** Characters of names that Kubernetes makes up: no vowels, and no digits that look like them. */
export const MADE_UP = '[bcdfghjklmnpqrstvwxz2456789]';

/**
 * Its progress deadline is exceeded, pods cannot be created, or the controller has not seen its newest version.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status
 */
function stuck(own: Own) {
  const condition = (kind: string, status: 'true' | 'false') =>
    eq(maxBy(own.by, own.of(platformMetrics.deploymentCondition, { condition: kind, status })), 1);
  return or(
    or(condition('Progressing', 'false'), condition('ReplicaFailure', 'true')),
    unseen(own, platformMetrics.deploymentGeneration, platformMetrics.deploymentObservedGeneration),
  );
}

export const deployment: ReplicatedKind = {
  label: 'deployment',
  wanted: platformMetrics.deploymentSpecReplicas,
  available: platformMetrics.deploymentAvailableReplicas,
  podSuffix: `-${MADE_UP}{1,10}-${MADE_UP}{5}`,
  stuck,
};
