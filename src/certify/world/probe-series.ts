import { platformMetrics } from '../../metrics/platform';
import { probeMetrics } from '../../metrics/probe';
import type { Signals } from '../../faults/signals';
import type { Point, Series } from '../engine/series';
import type { Subject } from './subject';
import type { Timeline } from './timeline';

/** What the exporter that probes a service exposes, for one address that all pods serve. */
export function probeSeries(
  { labels, name, timeout }: Subject,
  timeline: Timeline,
): readonly (readonly [name: string, series: Series])[] {
  const series = (value: (state: Signals) => Point): Series => ({
    labels: { ...labels, instance: name },
    at: (scrape) => {
      if (timeline.isMonitored(scrape)) return value(timeline.state(scrape));
      return timeline.isMonitored(scrape - 1) ? 'stale' : undefined;
    },
    // An exporter waits for an address that does not answer until the scrape would end.
    late: () => (timeline.phase.slow ? timeout : 0),
  });
  return [
    [platformMetrics.up.name, series(({ prober }) => Number(prober))],
    [probeMetrics.success.name, series((state) => (state.prober ? Number(answers(state)) : 'stale'))],
  ];
}

/** Whether a request gets a good answer. A service that fails some requests passes most probes. */
const answers = ({ pods, errors }: Signals): boolean =>
  errors < 1 && Object.values(pods).some((pod) => pod.ready && pod.answers && pod.errors < 1);
