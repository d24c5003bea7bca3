import { grouped } from '../../findings/group-by';
import type { Fault } from '../../faults/fault';
import type { Samples, Series } from '../engine/series';
import { clusterSeries } from './cluster-series';
import { pageSeries } from './page-series';
import type { Subject } from './subject';
import { targetSeries } from './target-series';
import { Timeline, type Phase } from './timeline';

/** Everything that Prometheus scrapes of a service during a fault. */
export function samplesOf(subject: Subject, fault: Fault, phase: Phase): Samples {
  const timeline = new Timeline(subject, fault, phase);
  const all = [
    ...targetSeries(subject, timeline),
    ...pageSeries(subject, timeline),
    ...clusterSeries(subject, timeline),
  ];
  return {
    interval: subject.interval,
    phase: phase.scrape,
    byName: grouped(all.map(([name, series]) => [name, remembered(series)] as const)),
    nativeHistograms: new Set(subject.events.flatMap(({ name, native }) => (native ? [name] : []))),
  };
}

/** Every evaluation reads the same scrapes. */
function remembered({ at, late, ...series }: Series): Series {
  return { ...series, at: once(at), ...(late === undefined ? {} : { late: once(late) }) };
}

function once<T>(compute: (scrape: number) => T): (scrape: number) => T {
  const known: { readonly value: T }[] = [];
  // Before the fault nothing is worth remembering: gauges are constant, and counters linear.
  return (scrape) => (scrape < 0 ? compute(scrape) : (known[scrape] ??= { value: compute(scrape) }).value);
}

/**
 * Whether a fault changes a metric within a time, in seconds. Each metric is compared when it is first asked about: an
 * alert reads few of them, and one that differs is enough to see a fault.
 */
export function changesOf(faulty: Samples, healthy: Samples, horizon: number): (name: string) => boolean {
  const last = Math.ceil(horizon / faulty.interval);
  const known = new Map<string, boolean>();
  const compare = (name: string): boolean => {
    const [series = [], usual = []] = [faulty.byName.get(name), healthy.byName.get(name)];
    return usual.length !== series.length || series.some((each, index) => differs(each, usual[index]!, last));
  };
  return (name) => {
    const changes = known.get(name) ?? compare(name);
    known.set(name, changes);
    return changes;
  };
}

function differs(faulty: Series, usual: Series, last: number): boolean {
  for (let scrape = 0; scrape <= last; scrape += 1) {
    const [a, b] = [faulty.at(scrape), usual.at(scrape)];
    const equal = typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < 1e-3 : a === b;
    if (!equal || (faulty.late?.(scrape) ?? 0) !== (usual.late?.(scrape) ?? 0)) return true;
  }
  return false;
}
