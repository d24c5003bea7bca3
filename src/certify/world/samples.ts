import { grouped } from '../../findings/group-by';
import type { Fault } from '../../faults/fault';
import type { Point, Samples, Series } from '../engine/series';
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
function remembered(series: Series): Series {
  const { labels, lacks, at, late } = series;
  // Written out: there are thousands of them.
  const own = { labels, at: once(at) };
  if (late === undefined) return lacks === undefined ? own : { ...own, lacks };
  return lacks === undefined ? { ...own, late: once(late) } : { ...own, lacks, late: once(late) };
}

function once(compute: (scrape: number) => number): (scrape: number) => number;
function once(compute: (scrape: number) => Point): (scrape: number) => Point;
function once(compute: (scrape: number) => Point): (scrape: number) => Point {
  const known: (number | 'stale' | null)[] = [];
  // Before the fault nothing is worth remembering: gauges are constant, and counters linear.
  return (scrape) => {
    if (scrape < 0) return compute(scrape);
    const before = known[scrape];
    return (before === undefined ? (known[scrape] = compute(scrape) ?? null) : before) ?? undefined;
  };
}

/** What a fault changes within a time, in seconds. A metric is compared when it is first asked about: alerts read few. */
export class Changes {
  private readonly last: number;
  private readonly known = new Map<string, boolean>();

  constructor(
    private readonly faulty: Samples,
    private readonly healthy: Samples,
    horizon: number,
  ) {
    this.last = Math.ceil(horizon / faulty.interval);
  }

  /** Whether it changes a metric. */
  of(name: string): boolean {
    const changes = this.known.get(name) ?? this.differ(name, 0);
    this.known.set(name, changes);
    return changes;
  }

  /** Whether it changes any. */
  some(): boolean {
    const names = [...this.faulty.byName.keys()];
    // Most faults stay, and need no comparison of what was before.
    return names.some((name) => this.differ(name, this.last)) || names.some((name) => this.of(name));
  }

  private differ(name: string, from: number): boolean {
    const [series = [], usual = []] = [this.faulty.byName.get(name), this.healthy.byName.get(name)];
    return (
      usual.length !== series.length ||
      series.some((each, index) => differs(each, usual[index]!, from, this.last))
    );
  }
}

function differs(faulty: Series, usual: Series, from: number, last: number): boolean {
  for (let scrape = from; scrape <= last; scrape += 1) {
    const [a, b] = [faulty.at(scrape), usual.at(scrape)];
    const equal = typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < 1e-3 : a === b;
    if (!equal || (faulty.late?.(scrape) ?? 0) !== (usual.late?.(scrape) ?? 0)) return true;
  }
  return false;
}
