import { words } from '../../findings/words';
import type { Matcher } from '../../promql/expr';
import { eventCounter } from '../../promql/build';
import type { Countable } from '../../metrics/metric';
import { partOf } from '../../rules/event-part';
import type { EventSeries } from '../../rules/event-series';
import type { GoldenSignals } from '../../rules/golden-signals';
import { targetsOf, type Scope } from '../../rules/scope';
import { kindOf, type Slo } from '../../slo/slo';
import { holds } from '../engine/matchers';
import type { Labels } from '../engine/series';

/** Which of the requests a series counts. */
export type EventKind = 'all' | 'good' | 'bad' | 'fast' | 'none';

/** A metric that counts requests: its series, by the labels that tell them apart. */
export interface EventMetric {
  readonly name: string;
  readonly parts: readonly { readonly labels: Labels; readonly of: EventKind }[];
  /** Labels that are gone once a release renames them. */
  readonly splitBy: readonly string[];
  /** Its samples are native histograms. @default they are numbers */
  readonly native?: true;
}

/** Values that labels of outcomes often have. */
const VALUES = words('200 500 OK Internal ok error success failure true false other');

/** The metrics that count the requests of a service, by name. */
export function eventMetrics(
  scope: Scope,
  signals: GoldenSignals | undefined,
  slos: readonly Slo[],
): readonly EventMetric[] {
  const found = [
    ...slos.flatMap((slo) => {
      const events = kindOf(slo).events(slo, scope);
      if (events.by === 'minute') return [];
      const { all, part } = events;
      return [
        ...part.counter.flatMap((some) => {
          const whole = all.find(({ expr }) => expr.name === some.expr.name) ?? all[0];
          return eventsOf(whole, some, part.outcome);
        }),
        ...all.map(wholeOf),
      ];
    }),
    ...(signals === undefined
      ? []
      : eventsOf(
          eventCounter<Countable>(signals.requests, targetsOf(scope)),
          partOf(signals.requests, signals.errors, targetsOf(scope)),
          'bad',
        )),
  ];
  const byName = new Map(found.toReversed().map((metric) => [metric.name, metric]));
  return [...byName.values()].map((metric) => {
    const count = byName.get(metric.name.replace(/_bucket$/, '_count'));
    return count === undefined || count === metric ? metric : splitLike(count, metric);
  });
}

/** Buckets by the labels that tell the series of the same histogram's count apart. Bad requests are in none but +Inf. */
const splitLike = (count: EventMetric, buckets: EventMetric): EventMetric => ({
  ...buckets,
  parts: buckets.parts.flatMap(({ labels, of }) =>
    count.parts.map((part) => ({
      labels: { ...labels, ...part.labels },
      of: of === 'all' ? part.of : part.of === 'bad' ? ('none' as const) : of,
    })),
  ),
});

const wholeOf = (series: EventSeries): EventMetric => metricOf(series, [{ labels: {}, of: 'all' }], []);

const metricOf = (
  { expr, events }: EventSeries,
  parts: EventMetric['parts'],
  splitBy: readonly string[],
): EventMetric => ({
  name: expr.name!,
  parts,
  splitBy,
  ...(events === undefined ? {} : { native: true }),
});

/** The metrics of all events and of a part of them. */
function eventsOf(
  allSeries: EventSeries,
  partSeries: EventSeries,
  outcome: 'good' | 'bad',
): readonly EventMetric[] {
  const whole = wholeOf(allSeries);
  const { expr: all } = allSeries;
  const { expr: part } = partSeries;
  const bucket = part.matchers.find(({ label }) => label === 'le');
  if (bucket !== undefined)
    return [
      whole,
      metricOf(
        partSeries,
        [
          { labels: { le: readableBound(bucket) }, of: 'fast' },
          { labels: { le: '+Inf' }, of: 'all' },
        ],
        ['le'],
      ),
    ];
  if (part.name !== all.name) return [whole, metricOf(partSeries, [{ labels: {}, of: outcome }], [])];
  const labels = [...new Set(part.matchers.map(({ label }) => label))].filter((label) =>
    part.matchers.some((matcher) => matcher.label === label && !all.matchers.some(same(matcher))),
  );
  if (labels.length === 0) return [whole];
  const value = (wanted: boolean) =>
    Object.fromEntries(
      labels.map((label) => [label, valueOf(label, part.matchers, all.matchers, wanted)] as const),
    );
  const other = outcome === 'bad' ? 'good' : 'bad';
  return [
    metricOf(
      allSeries,
      [
        { labels: value(true), of: outcome },
        { labels: value(false), of: other },
      ],
      labels,
    ),
  ];
}

const same = (matcher: Matcher) => (other: Matcher) =>
  other.label === matcher.label && other.operator === matcher.operator && other.value === matcher.value;

/** One bound of those that a matcher spells in several ways. */
function readableBound({ value }: Matcher): string {
  return value
    .replace(/^\(?([^|)]*).*$/s, '$1')
    .replaceAll('\\.', '.')
    .replaceAll('[.]', '.');
}

/** A value of a label that a part of the events has, or that the others have. */
function valueOf(label: string, part: readonly Matcher[], all: readonly Matcher[], wanted: boolean): string {
  const own = part.filter((matcher) => matcher.label === label);
  const shared = all.filter((matcher) => matcher.label === label);
  const added = own.filter((matcher) => !shared.some(same(matcher)));
  const candidates = [...VALUES, ...own.map(({ value }) => value)];
  const found = candidates.find(
    (value) =>
      shared.every((matcher) => holds(matcher, value)) &&
      added.every((matcher) => holds(matcher, value)) === wanted,
  );
  return found ?? 'other';
}
