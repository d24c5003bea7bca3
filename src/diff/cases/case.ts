import type { Point, Samples, Series } from '../../certify/engine/series';
import { groupBy } from '../../findings/group-by';
import { seriesText } from './series-text';

/** What a series does before or after an event. @default undefined: it does not exist */
export type Course =
  | { readonly value: number }
  /** A counter that grows by so much a second. */
  | { readonly rate: number }
  | undefined;

export interface CaseSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly before: Course;
  readonly after: Course;
}

/** Series with one event at second 0, after which they stay as they are. */
export interface Case {
  readonly series: readonly CaseSeries[];
  /** Seconds between scrapes. */
  readonly interval: number;
  /** Seconds of the series before the event: as far as anything looks back. */
  readonly history: number;
}

/** The sample of one scrape; scrape 0 is at the event. */
function pointAt({ before, after }: CaseSeries, { interval, history }: Case, scrape: number): Point {
  const time = scrape * interval;
  if (time < 0) return before === undefined ? undefined : valueAt(before, time + history);
  if (after === undefined) return before !== undefined && scrape === 0 ? 'stale' : undefined;
  const start = before !== undefined && 'rate' in before && 'rate' in after ? before.rate * history : 0;
  return start + valueAt(after, time);
}

const valueAt = (course: NonNullable<Course>, time: number): number =>
  'value' in course ? course.value : course.rate * Math.max(0, time);

/**
 * The samples of a case as rules read them.
 * @param names of metrics that exist without series
 * @param labels that series lack unless they list them
 */
export function samplesOf(all: Case, names: Iterable<string>, labels: readonly string[]): Samples {
  const byName = new Map<string, readonly Series[]>([...names].map((name) => [name, []]));
  for (const [name, series] of groupBy(all.series, (each) => each.name))
    byName.set(
      name,
      series.map((each): Series => ({
        labels: each.labels,
        lacks: (label: string) => labels.includes(label) && !(label in each.labels),
        at: (scrape) => pointAt(each, all, scrape),
      })),
    );
  return { interval: all.interval, phase: 0, byName };
}

/** Series as promtool reads them, from the start of the history on. */
export function inputSeries(all: Case, until: number): readonly { series: string; values: string }[] {
  const scrapes = Math.round(all.history / all.interval);
  const last = Math.ceil(until / all.interval) + 1;
  return all.series.map((each) => ({
    series: seriesText(each.name, each.labels),
    values: [
      spanText(each.before, all, 0, scrapes),
      ...(each.after === undefined
        ? [each.before === undefined ? `_x${last}` : `stale _x${last}`]
        : [spanText(each.after, all, Number(pointAt(each, all, 0)), last + 1)]),
    ]
      .filter((text) => text !== '')
      .join(' '),
  }));
}

/** So many samples of one course. */
function spanText(course: Course, { interval }: Case, start: number, count: number): string {
  if (count <= 0) return '';
  if (course === undefined) return `_x${count}`;
  if ('value' in course) return `${course.value}x${count - 1}`;
  return `${start}+${course.rate * interval}x${count - 1}`;
}
