import { seconds } from '../../promql/window';
import { FAST } from '../../slo/recordings';
import { LOOK_BACK, type Point, type Series } from '../engine/series';
import type { EventKind } from './event-metrics';
import type { Subject } from './subject';
import { isPushed, lateness, podLabels, whileTarget } from './target-series';
import type { PodTotals, Timeline } from './timeline';

type Named = readonly [name: string, series: Series];

/** Events are recorded as long as their counters exist, or did at the evaluation before. */
const OUTLIVES = seconds(FAST.every);

const COUNT: Readonly<Record<EventKind, (totals: PodTotals) => number>> = {
  all: ({ all }) => all,
  good: ({ all, bad }) => all - bad,
  bad: ({ bad }) => bad,
  fast: ({ all, slow }) => all - slow,
  none: () => 0,
};

/** What pages of a service expose: its requests, and metrics that a fault names. */
export function pageSeries(subject: Subject, timeline: Timeline): readonly Named[] {
  return [...events(subject, timeline), ...ownMetrics(subject, timeline), ...tiles(subject, timeline)];
}

function events(subject: Subject, timeline: Timeline): readonly Named[] {
  return subject.events.flatMap(({ name, parts, splitBy }) =>
    timeline.podNumbers.flatMap((pod) =>
      parts.flatMap(({ labels, of }): readonly Named[] => {
        const isBucket = 'le' in labels;
        const own = { ...podLabels(subject, pod), ...labels };
        const bare = podLabels(subject, pod);
        const late = lateness(subject, timeline, pod);
        const exposed = (isThere: (scrape: number) => boolean) =>
          whileTarget(subject, timeline, pod, (scrape): Point => {
            if (timeline.pod(pod, scrape)?.scrape !== 'page' || !isThere(scrape)) return 'stale';
            return COUNT[of](timeline.counted(pod, scrape));
          });
        const renamed = (scrape: number) => timeline.state(scrape).renamed;
        const series: Series = {
          labels: own,
          late,
          at: exposed((scrape) => {
            if (renamed(scrape) === 'metric') return false;
            if (isBucket) return renamed(scrape) !== 'bucket' || labels['le'] === '+Inf';
            return renamed(scrape) !== 'label' || splitBy.length === 0;
          }),
        };
        if (isBucket || splitBy.length === 0) return [[name, series]];
        // The same series under a label of another name.
        const relabelled: Series = {
          labels: bare,
          lacks: (label) => splitBy.includes(label),
          late,
          at: exposed((scrape) => renamed(scrape) === 'label'),
        };
        return [
          [name, series],
          [name, relabelled],
        ];
      }),
    ),
  );
}

function ownMetrics(subject: Subject, timeline: Timeline): readonly Named[] {
  const names = new Set([0, 1, 2].flatMap((scrape) => Object.keys(timeline.state(scrape).metrics)));
  return [...names].flatMap((name) =>
    timeline.podNumbers.map((pod): Named => [
      name,
      {
        labels: podLabels(subject, pod),
        late: lateness(subject, timeline, pod),
        at: whileTarget(subject, timeline, pod, (scrape) =>
          timeline.pod(pod, scrape)?.scrape === 'page' ? timeline.state(scrape).metrics[name] : 'stale',
        ),
      },
    ]),
  );
}

/** The bad events that the rules of objectives record every minute, as long as there is something to count. */
function tiles(subject: Subject, timeline: Timeline): readonly Named[] {
  const { tiles: name, labels, objectives } = subject;
  if (name === undefined) return [];
  const outlives = OUTLIVES + (isPushed(subject) ? LOOK_BACK : 0);
  return objectives.map(({ name: slo, counts }): Named => {
    const counted = (scrape: number): boolean => {
      const { renamed, pods } = timeline.state(scrape);
      const exposed = Object.keys(pods).some(
        (pod) => timeline.isTarget(Number(pod), scrape) && pods[Number(pod)]!.scrape === 'page',
      );
      return exposed && renamed !== 'metric' && !(renamed === 'bucket' && counts === 'slow');
    };
    return [
      name,
      {
        labels: { ...labels, slo, outcome: 'bad' },
        late: (scrape) => (counted(scrape) || !timeline.phase.slow ? 0 : outlives),
        at: (scrape) => (counted(scrape) ? 1 : 'stale'),
      },
    ];
  });
}
