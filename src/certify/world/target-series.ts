import { platformMetrics } from '../../metrics/platform';
import type { Point, Series } from '../engine/series';
import type { Subject } from './subject';
import type { Timeline } from './timeline';

type Named = readonly [name: string, series: Series];

/** A target that is gone ends after two more intervals and a tenth, at the time of the first of them. */
const STALE_AFTER = 1.1;

/** Samples of a healthy page, if the service has no budget for them. */
const USUAL_SAMPLES = 100;

/** Labels of what is scraped from a pod. */
export const podLabels = ({ name, namespace, job }: Subject, pod: number) => ({
  namespace,
  job,
  service: name,
  pod: `${name}-${pod}`,
  container: name,
  instance: `${name}-${pod}:8000`,
});

/** How long after a scrape its samples can be read. */
export function lateness({ timeout, interval }: Subject, timeline: Timeline, pod: number) {
  return (scrape: number): number => {
    if (!timeline.isTarget(pod, scrape)) return timeline.phase.slow ? interval * STALE_AFTER : 0;
    return timeline.pod(pod, scrape)?.scrape === 'hangs' ? timeout : 0;
  };
}

/** A value while a target exists, the end of the series at the first scrape without it, and nothing later. */
export function whileTarget(timeline: Timeline, pod: number, value: (scrape: number) => Point) {
  return (scrape: number): Point => {
    if (timeline.isTarget(pod, scrape)) return value(scrape);
    return timeline.isTarget(pod, scrape - 1) ? 'stale' : undefined;
  };
}

/** What Prometheus itself writes at every scrape. */
export function targetSeries(subject: Subject, timeline: Timeline): readonly Named[] {
  const { seriesBudget = USUAL_SAMPLES } = subject;
  const perTarget = (name: string, value: (scrape: number, pod: number) => Point): readonly Named[] =>
    timeline.podNumbers.map((pod) => [
      name,
      {
        labels: podLabels(subject, pod),
        at: whileTarget(timeline, pod, (scrape) => value(scrape, pod)),
        late: lateness(subject, timeline, pod),
      },
    ]);
  const scrapeOf = (scrape: number, pod: number) => timeline.pod(pod, scrape)?.scrape ?? 'refused';
  return [
    ...perTarget(platformMetrics.up.name, (scrape, pod) => Number(scrapeOf(scrape, pod) === 'page')),
    ...perTarget(platformMetrics.scrapeSamples.name, (scrape, pod) => {
      const found = scrapeOf(scrape, pod);
      if (found === 'too many samples') return 10 * seriesBudget;
      return found === 'page' ? seriesBudget / 2 : 0;
    }),
  ];
}
