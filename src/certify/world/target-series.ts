import { platformMetrics } from '../../metrics/platform';
import type { Labels, Point, Series } from '../engine/series';
import { probeSeries } from './probe-series';
import { containerName, podName, type Subject } from './subject';
import type { Timeline } from './timeline';

type Named = readonly [name: string, series: Series];

/** A target that is gone ends after two more intervals and a tenth, at the time of the first of them. */
const STALE_AFTER = 1.1;

/** Samples of a healthy page, if the service has no budget for them. */
const USUAL_SAMPLES = 100;

/** Whether the processes of a service push their series, so that there is no scrape. */
export const isPushed = ({ traits }: Pick<Subject, 'traits'>): boolean => traits.has('pushed series');

export function podLabels(subject: Subject, number: number): Labels {
  const { name, labels, instance } = subject;
  const pod = podName(subject, number);
  if (isPushed(subject)) return { ...labels, [instance]: pod };
  return { service: name, container: containerName(subject), ...labels, pod, instance: `${pod}:8000` };
}

/** Labels of what Prometheus writes itself: those of the target, and no others. */
function ownLabels(subject: Subject, pod: number): Pick<Series, 'labels' | 'lacks'> {
  const labels = podLabels(subject, pod);
  const { targetLabels } = subject;
  if (targetLabels === undefined) return { labels };
  const own = Object.entries(labels).filter(([label]) => targetLabels.includes(label));
  return { labels: Object.fromEntries(own), lacks: (label) => !targetLabels.includes(label) };
}

/** How long after a scrape its samples can be read. */
export function lateness(subject: Subject, timeline: Timeline, pod: number) {
  const { timeout, interval } = subject;
  return (scrape: number): number => {
    if (isPushed(subject)) return 0;
    if (!timeline.isTarget(pod, scrape)) return timeline.phase.slow ? interval * STALE_AFTER : 0;
    return timeline.pod(pod, scrape)?.scrape === 'hangs' ? timeout : 0;
  };
}

/**
 * A value while a target exists, the end of the series at the first scrape without it, and nothing later. Nothing marks
 * the end of series that are pushed.
 */
export function whileTarget(
  subject: Subject,
  timeline: Timeline,
  pod: number,
  value: (scrape: number) => Point,
) {
  return (scrape: number): Point => {
    const point = timeline.isTarget(pod, scrape) ? value(scrape) : undefined;
    if (isPushed(subject)) return point === 'stale' ? undefined : point;
    if (point !== undefined) return point;
    return timeline.isTarget(pod, scrape - 1) ? 'stale' : undefined;
  };
}

/** What Prometheus itself writes at every scrape. */
export function targetSeries(subject: Subject, timeline: Timeline): readonly Named[] {
  if (isPushed(subject) || !subject.traits.has('pods')) return [];
  if (subject.traits.has('probed addresses')) return probeSeries(subject, timeline);
  const { seriesBudget = USUAL_SAMPLES } = subject;
  const perTarget = (name: string, value: (scrape: number, pod: number) => Point): readonly Named[] =>
    timeline.podNumbers.map((pod) => [
      name,
      {
        ...ownLabels(subject, pod),
        at: whileTarget(subject, timeline, pod, (scrape) => value(scrape, pod)),
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
