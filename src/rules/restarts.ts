import { platformMetrics } from '../metrics/platform';
import {
  and,
  countBy,
  div,
  eq,
  ge,
  gt,
  le,
  lt,
  maxBy,
  maxOverTime,
  minBy,
  minOverTime,
  mul,
  offset,
  or,
  select,
  sub,
  type InstantVector,
} from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import { requireReplicas } from './controllers/index';
import { containersOf, type Scope } from './scope';

export const CONTAINER = ['namespace', 'pod', 'container'] as const;

type OfContainer = InstantVector<(typeof CONTAINER)[number]>;

/**
 * Restarts of each container in a window that ended some time ago. The difference of two totals is a whole number, where
 * increase() extrapolates; and it goes on when another kube-state-metrics takes over.
 */
function restartsIn(scope: Scope, window: Duration, ago: Duration = '0s'): OfContainer {
  const total = select(platformMetrics.containerRestarts, containersOf(scope));
  const restarts = seconds(ago) === 0 ? total : offset(total, ago);
  return sub(maxBy(CONTAINER, restarts), minBy(CONTAINER, minOverTime(restarts, window)));
}

/**
 * Containers that wait for their next restart, or did so in the last ten minutes: the kubelet forgets the crashes of a
 * container that has run for ten minutes, so this window bridges every shorter run.
 */
export function waitingToRestart(scope: Scope): OfContainer {
  const waiting = select(platformMetrics.containerWaitingReason, {
    ...containersOf(scope),
    reason: 'CrashLoopBackOff',
  });
  return ge(maxBy(CONTAINER, maxOverTime(waiting, '10m')), 1);
}

/** Longer than a run of ten minutes and a wait of five, after which the kubelet does not make a container wait. */
const SLOW_CRASH: Duration = '20m';

/** Containers that restarted in each of the last three periods of twenty minutes, too slowly for scrapes to see a wait. */
export function restartingSlowly(scope: Scope): OfContainer {
  return [0, 1, 2]
    .map((periods) => duration(periods * seconds(SLOW_CRASH)))
    .map((ago): OfContainer => gt(restartsIn(scope, SLOW_CRASH, ago), 0))
    .reduce((all, period) => and(all, period));
}

/** Containers that were killed at their memory limit within the window, with the number of their restarts in it. */
export function outOfMemory(scope: Scope, window: Duration): OfContainer {
  const lastEnd = select(platformMetrics.containerLastEnd, { ...containersOf(scope), reason: 'OOMKilled' });
  return and(gt(restartsIn(scope, window), 0), eq(maxBy(CONTAINER, lastEnd), 1));
}

/** Longer than the five minutes for which the kubelet makes a crashing container wait, and a run of two before each. */
const CRASH_LOOP: Duration = '15m';

/** Restarts within {@link CRASH_LOOP} from which on a pod counts as crash looping. One can be chance, e.g. a lost node. */
const CRASH_LOOP_RESTARTS = 2;

/**
 * Pods of a service that are ready and do not crash loop, as a share of those that it wants; while some do, and the
 * share is at most `most`. In a rollout the old pods still count, so a broken release that receives no requests yet has none.
 */
export function steadyShare(scope: Scope, most: number): InstantVector {
  const restarts = restartsIn(scope, CRASH_LOOP);
  const ready = select(platformMetrics.podReady, { namespace: scope.namespace, condition: 'true' });
  const crashing = countBy(['namespace'], ge(restarts, CRASH_LOOP_RESTARTS));
  const steady = countBy(
    ['namespace'],
    and(lt(restarts, CRASH_LOOP_RESTARTS), eq(maxBy(['namespace', 'pod'], ready), 1), {
      on: ['namespace', 'pod'],
    }),
  );
  const { by, wanted: spec } = requireReplicas(scope);
  // Pods that scaling up has just asked for are not missing yet.
  const wanted = maxBy(by, minOverTime(spec, '10m'));
  const share = div(or(steady, mul(0, crashing)), gt(wanted, 0), {
    on: ['namespace'],
    groupLeft: by.filter((label) => label !== 'namespace'),
  });
  return and(le(share, most), crashing, { on: ['namespace'] });
}
