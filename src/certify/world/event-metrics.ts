import type { Matcher, Selector } from '../../promql/expr';
import { eventCounter } from '../../promql/build';
import type { Countable } from '../../metrics/metric';
import { partOf } from '../../rules/event-part';
import type { GoldenSignals } from '../../rules/golden-signals';
import { targetsOf, type Scope } from '../../rules/scope';
import { kindOf, type Slo } from '../../slo/slo';
import { holds } from '../engine/matchers';
import type { Labels } from '../engine/series';

/** Which of the requests a series counts. */
export type EventKind = 'all' | 'good' | 'bad' | 'fast';

/** A metric that counts requests: its series, by the labels that tell them apart. */
export interface EventMetric {
  readonly name: string;
  readonly parts: readonly { readonly labels: Labels; readonly of: EventKind }[];
  /** Labels that are gone once a release renames them. */
  readonly splitBy: readonly string[];
}

/** Values that labels of outcomes often have. */
const VALUES = [
  '200',
  '500',
  'OK',
  'Internal',
  'ok',
  'error',
  'success',
  'failure',
  'true',
  'false',
  'other',
];

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
          return eventsOf(whole.expr, some.expr, part.outcome);
        }),
        ...all.map(({ expr }) => wholeOf(expr)),
      ];
    }),
    ...(signals === undefined
      ? []
      : eventsOf(
          eventCounter<Countable>(signals.requests, targetsOf(scope)).expr,
          partOf(signals.requests, signals.errors, targetsOf(scope)).expr,
          'bad',
        )),
  ];
  return [...new Map(found.toReversed().map((metric) => [metric.name, metric])).values()];
}

/** A metric of all events. */
const wholeOf = ({ name }: Selector): EventMetric => ({
  name: name!,
  parts: [{ labels: {}, of: 'all' }],
  splitBy: [],
});

/** The metrics of all events and of a part of them. */
function eventsOf(all: Selector, part: Selector, outcome: 'good' | 'bad'): readonly EventMetric[] {
  const whole = wholeOf(all);
  const { name } = whole;
  const bucket = part.matchers.find(({ label }) => label === 'le');
  if (bucket !== undefined)
    return [
      whole,
      {
        name: part.name!,
        parts: [
          { labels: { le: readableBound(bucket) }, of: 'fast' },
          { labels: { le: '+Inf' }, of: 'all' },
        ],
        splitBy: ['le'],
      },
    ];
  if (part.name !== name)
    return [whole, { name: part.name!, parts: [{ labels: {}, of: outcome }], splitBy: [] }];
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
    {
      name,
      parts: [
        { labels: value(true), of: outcome },
        { labels: value(false), of: other },
      ],
      splitBy: labels,
    },
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
