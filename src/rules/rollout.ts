import { platformMetrics } from '../metrics/platform';
import { eq, gt, maxBy, minBy, minOverTime, or, select, type InstantVector } from '../promql/build';
import type { Duration } from '../promql/window';
import type { Scope } from './scope';

const DEPLOYMENT = ['namespace', 'deployment'] as const;

/** The Deployment controller acts on a change within seconds. */
const UNSEEN: Duration = '15m';

/**
 * The Deployment while Kubernetes makes no progress with it: its progress deadline is exceeded, pods cannot be created,
 * or the controller has not seen its newest version.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status
 */
export function stuckRollout({ namespace, name }: Scope): InstantVector<'namespace' | 'deployment'> {
  const own = { namespace, deployment: name };
  const condition = (kind: string, status: 'true' | 'false') =>
    eq(
      maxBy(DEPLOYMENT, select(platformMetrics.deploymentCondition, { ...own, condition: kind, status })),
      1,
    );
  const generation = select(platformMetrics.deploymentGeneration, own);
  const seen = select(platformMetrics.deploymentObservedGeneration, own);
  return or(
    or(condition('Progressing', 'false'), condition('ReplicaFailure', 'true')),
    // The lowest of all that there were: a Deployment that was deleted and made again starts at 1.
    gt(minBy(DEPLOYMENT, minOverTime(generation, UNSEEN)), maxBy(DEPLOYMENT, seen)),
  );
}
