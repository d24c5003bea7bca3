import * as z from 'zod';
import type { Countable, CountsEvents } from '../../metrics/metric';
import { countBy, eventCounter, sumBy, type MatchersFor } from '../../promql/build';
import { breakdownOf, metricsOfPart, partOf } from '../../rules/event-part';
import { eventRate, type EventSeries } from '../../rules/event-series';
import { countable, eventPart } from '../../rules/fields';
import { processLabel, targetsOf, type Scope } from '../../rules/scope';
import { partProblems } from '../counted';
import { eventsWithBad } from '../events';
import { checkObjective, objectiveFields, parseObjective, reject } from '../objective';
import type { SloKind } from './kind';
import type { AvailabilityFields } from './props';

export const schema = z.strictObject({
  ...objectiveFields,
  requests: countable.describe(
    'Counts all requests: a counter, or the count of a histogram, native histogram or summary.',
  ),
  errors: eventPart
    .refine(
      (errors) => Object.keys(errors).length > 0,
      "no label given, so every request would be an error; select failed requests, e.g. { status: matching('5..') }",
    )
    .describe(
      "Which of the counted requests are errors, e.g. `{ status: matching('5..') }`; or the metric that counts errors.",
    ),
});

/** An objective for the share of requests that do not fail. */
export interface AvailabilitySlo extends Readonly<z.output<typeof schema>> {
  readonly kind: 'availability';
}

type AvailabilityProps<R extends CountsEvents> = AvailabilityFields<
  R,
  MatchersFor<R> | CountsEvents,
  MatchersFor<R>
>;

/**
 * An objective for the share of requests that do not fail.
 * @throws InvalidInput with every wrong field
 * @example
 * const slo = availabilitySlo({
 *   name: 'availability',
 *   requests,
 *   errors: { code: matching('5..') },
 *   objective: 99.9,
 *   period: '30d',
 * });
 */
export function availabilitySlo<R extends CountsEvents>(props: AvailabilityProps<R>): AvailabilitySlo {
  const slo: AvailabilitySlo = { kind: 'availability', ...parseObjective(schema, props) };
  checkObjective(slo);
  // Rejects wrong labels and values here rather than when the rules are printed.
  eventCounter<Countable>(slo.requests, slo.counted);
  partOf(slo.requests, slo.errors, slo.counted);
  reject(slo, partProblems(slo.requests, slo.errors, slo.counted));
  return slo;
}

function failedRequests(slo: AvailabilitySlo, scope: Scope): EventSeries {
  return partOf(slo.requests, slo.errors, { ...slo.counted, ...targetsOf(scope) });
}

export const availabilityKind: SloKind<AvailabilitySlo> = {
  definedBy: 'availabilitySlo',
  schema,
  metrics: ({ requests, errors }) => [requests, ...metricsOfPart(errors)],
  events: (slo, scope) =>
    eventsWithBad(
      scope,
      [eventCounter<Countable>(slo.requests, { ...slo.counted, ...targetsOf(scope) })],
      [failedRequests(slo, scope)],
    ),
  words: {
    events: 'requests',
    eventsOf: 'requests to',
    present: 'fail',
    past: 'failed',
    state: 'failing',
  },
  promise: () => 'do not fail',
  limits: ({ requests }) => ({ failuresOf: requests }),
  runbook: {
    burn: [
      {
        ask: 'Availability: which requests fail, in requests per second?',
        query: (slo, scope) => {
          const others = breakdownOf(slo.requests, slo.errors);
          return sumBy(others, eventRate(failedRequests(slo, scope), '5m'));
        },
      },
    ],
    dataMissing: [
      {
        ask: 'Availability: does the service expose the series? No result means that it does not.',
        query: ({ requests }, scope) =>
          countBy([processLabel(scope)], eventCounter<Countable>(requests, targetsOf(scope))),
      },
    ],
  },
};
