import type { Gauge } from '../../metrics/metric';
import {
  and,
  eq,
  gt,
  lt,
  maxBy,
  maxOverTime,
  minBy,
  minOverTime,
  or,
  select,
  type InstantVector,
} from '../../promql/build';
import type { Series } from '../../promql/vector';
import type { Duration } from '../../promql/window';

/** What kube-state-metrics tells about objects of a kind that keep a number of pods. */
export interface ReplicatedKind {
  /** The label with the name of the object. */
  readonly label: 'deployment' | 'statefulset' | 'daemonset';
  /** Pods that it asks for. */
  readonly wanted: Gauge;
  /** Its pods that are ready for long enough. */
  readonly available: Gauge;
  /** Names of its pods behind its own, as a regular expression. */
  readonly podSuffix: string;
  /** Has results while Kubernetes makes no progress with it. */
  readonly stuck: (own: Own) => InstantVector;
}

/** Selects the series of one object. */
export interface Own {
  readonly by: readonly string[];
  readonly of: (metric: Gauge, matchers?: Readonly<Record<string, string>>) => Series<string, 'gauge'>;
}

export const ownOf = (label: string, namespace: string, name: string): Own => ({
  by: ['namespace', label],
  of: (metric, matchers = {}) => select<Gauge>(metric, { namespace, [label]: name, ...matchers }),
});

/** Controllers act on a change within seconds. */
const UNSEEN: Duration = '15m';

/** The controller has not acted on a change. */
export function unseen({ by, of }: Own, generation: Gauge, seen: Gauge): InstantVector {
  // The lowest of all that there were: an object that was deleted and made again starts at 1.
  return gt(minBy(by, minOverTime(of(generation), UNSEEN)), maxBy(by, of(seen)));
}

/** Some of the wanted pods are missing in this count, which has not changed for 15 minutes. */
export function lagging({ by, of }: Own, wanted: Gauge, done: Gauge): InstantVector {
  const most = maxBy(by, maxOverTime(of(done), UNSEEN));
  const least = minBy(by, minOverTime(of(done), UNSEEN));
  return and(lt(most, minBy(by, minOverTime(of(wanted), UNSEEN))), eq(most, least));
}

export const anyOfThese = (vectors: readonly [InstantVector, ...InstantVector[]]): InstantVector =>
  vectors.reduce((all, each) => or(all, each));
