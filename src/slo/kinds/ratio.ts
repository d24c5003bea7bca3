import * as z from 'zod';
import type { Countable, CountsEvents } from '../../metrics/metric';
import { countBy, eventCounter, sumBy, type MatchersFor } from '../../promql/build';
import { breakdownOf, metricsOfPart, partOf } from '../../rules/event-part';
import { eventRate } from '../../rules/event-series';
import { countable, eventPart, type EventPart } from '../../rules/fields';
import { processLabel, targetsOf, type Scope } from '../../rules/scope';
import { partProblems } from '../counted';
import { eventsWithBad, eventsWithGood, type Events } from '../events';
import { checkObjective, objectiveFields, parseObjective, reject } from '../objective';
import type { SloKind } from './kind';
import type { RatioFields } from './props';

const part = eventPart.refine(
  (some) => Object.keys(some).length > 0,
  'no label given, so it would be every event; select some, e.g. { result: "ok" }, or name their counter',
);

export const schema = z.strictObject({
  ...objectiveFields,
  total: countable.describe(
    'Counts all events: a counter, or the count of a histogram, native histogram or summary.',
  ),
  bad: part
    .optional()
    .describe('Which of the counted events are bad, by their labels; or the metric that counts bad events.'),
  good: part
    .optional()
    .describe('Which of the counted events are good, or the metric that counts them; instead of `bad`.'),
});

/** An objective for the share of events that are good, whatever the events are. */
export interface RatioSlo extends Readonly<z.output<typeof schema>> {
  readonly kind: 'ratio';
}

type RatioProps<T extends CountsEvents> = RatioFields<
  T,
  MatchersFor<T> | CountsEvents,
  MatchersFor<T> | CountsEvents,
  MatchersFor<T>
>;

/**
 * An objective for the share of events that are good: jobs, messages, cache hits. Give what is bad, or what is good.
 * @throws InvalidInput with every wrong field, or for both or neither of `bad` and `good`
 * @example
 * const slo = ratioSlo({ name: 'jobs', total: jobs, bad: failedJobs, objective: 99, period: '30d' });
 */
export function ratioSlo<T extends CountsEvents>(props: RatioProps<T>): RatioSlo {
  const slo: RatioSlo = { kind: 'ratio', ...parseObjective(schema, props) };
  const { total, bad, good, counted } = slo;
  const given = [bad, good].filter((some) => some !== undefined);
  checkObjective(
    slo,
    given.length === 1
      ? []
      : [
          {
            path: 'bad',
            message: given.length === 0 ? 'neither bad nor good is given' : 'both bad and good are given',
            found: bad,
            fix: 'give one of them: the other events are counted as the rest of total',
          },
        ],
  );
  // Rejects wrong labels and values here rather than when the rules are printed.
  eventCounter<Countable>(total, counted);
  partOf(total, partIn(slo), counted);
  reject(slo, partProblems(total, partIn(slo), counted));
  return slo;
}

/** The part that is given; an objective has one. */
const partIn = ({ bad, good }: RatioSlo): EventPart => bad ?? good!;

function eventsOf(slo: RatioSlo, scope: Scope): Events {
  const among = { ...slo.counted, ...targetsOf(scope) };
  const all = [eventCounter<Countable>(slo.total, among)] as const;
  const some = [partOf(slo.total, partIn(slo), among)] as const;
  return slo.bad === undefined ? eventsWithGood(scope, all, some) : eventsWithBad(scope, all, some);
}

export const ratioKind: SloKind<RatioSlo> = {
  definedBy: 'ratioSlo',
  schema,
  metrics: (slo) => [slo.total, ...metricsOfPart(partIn(slo))],
  events: eventsOf,
  words: { events: 'events', eventsOf: 'events of', present: 'are bad', past: 'were bad', state: 'bad' },
  promise: () => 'are good',
  limits: () => ({}),
  runbook: {
    burn: [
      {
        ask: 'Ratio: which events are there, per second? Compare with those that should be there.',
        query: (slo, scope) => {
          const some = partIn(slo);
          const among = { ...slo.counted, ...targetsOf(scope) };
          return sumBy(breakdownOf(slo.total, some), eventRate(partOf(slo.total, some, among), '5m'));
        },
      },
    ],
    dataMissing: [
      {
        ask: 'Ratio: does the service expose the series? No result means that it does not.',
        query: ({ total }, scope) =>
          countBy([processLabel(scope)], eventCounter<Countable>(total, targetsOf(scope))),
      },
    ],
  },
};
