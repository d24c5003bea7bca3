import { z } from 'zod';
import type { Counter } from '../../metrics/metric';
import { countBy, rate, select, sumBy, type MatchersFor, type Series } from '../../promql/build';
import { matchers, metricOfKind } from '../../rules/fields';
import { targetsOf, type Scope } from '../../rules/scope';
import { countedProblems } from '../counted';
import { eventsWithBad } from '../events';
import { checkObjective, objectiveFields, parseObjective, reject } from '../objective';
import type { SloKind } from './kind';
import type { AvailabilityFields } from './props';

export const schema = z.strictObject({
  ...objectiveFields,
  requests: metricOfKind<Counter>('counter').describe('Counter of all requests.'),
  errors: matchers
    .refine(
      (errors) => Object.keys(errors).length > 0,
      "no label given, so every request would be an error; select failed requests, e.g. { status: matching('5..') }",
    )
    .describe("Which of the counted requests are errors, e.g. `{ status: matching('5..') }`."),
});

/** An objective for the share of requests that do not fail. */
export interface AvailabilitySlo extends Readonly<z.output<typeof schema>> {
  readonly kind: 'availability';
}

type AvailabilityProps<R extends Counter> = AvailabilityFields<R, MatchersFor<R>, MatchersFor<R>>;

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
export function availabilitySlo<R extends Counter>(props: AvailabilityProps<R>): AvailabilitySlo {
  const slo: AvailabilitySlo = { kind: 'availability', ...parseObjective(schema, props) };
  checkObjective(slo);
  // Rejects wrong labels and values here rather than when the rules are printed.
  select<Counter>(slo.requests, slo.counted);
  select<Counter>(slo.requests, slo.errors);
  reject(slo, countedProblems(slo.requests, slo.counted, slo.errors));
  return slo;
}

function allRequests(slo: AvailabilitySlo, scope: Scope): Series<string, 'counter'> {
  return select<Counter>(slo.requests, { ...slo.counted, ...targetsOf(scope) });
}

function failedRequests(slo: AvailabilitySlo, scope: Scope): Series<string, 'counter'> {
  const all = allRequests(slo, scope);
  const failed = select<Counter>(slo.requests, slo.errors);
  // Both may match one label (counted: not 4xx, errors: 5xx), and both apply.
  return { ...all, expr: { ...all.expr, matchers: [...all.expr.matchers, ...failed.expr.matchers] } };
}

export const availabilityKind: SloKind<AvailabilitySlo> = {
  definedBy: 'availabilitySlo',
  schema,
  metric: ({ requests }) => requests,
  events: (slo, scope) => eventsWithBad(allRequests(slo, scope), failedRequests(slo, scope)),
  words: { present: 'fail', past: 'failed', state: 'failing' },
  promise: () => 'do not fail',
  limits: ({ requests }) => ({ failuresOf: requests }),
  runbook: {
    burn: [
      {
        ask: 'Availability: which requests fail, in requests per second?',
        query: (slo, scope) => {
          const others = Object.keys(slo.requests.labels).filter((label) => !(label in slo.errors));
          return sumBy(others, rate(failedRequests(slo, scope), '5m'));
        },
      },
    ],
    dataMissing: [
      {
        ask: 'Availability: does the service expose the series? No result means that it does not.',
        query: ({ requests }, scope) => countBy(['pod'], select<Counter>(requests, targetsOf(scope))),
      },
    ],
  },
};
