import * as z from 'zod';
import { mistake } from '../../findings/mistake';
import type { Comparison, InstantVector } from '../../promql/build';
import { isComparison, type Binary, type Expr } from '../../promql/expr';
import { print } from '../../promql/print';
import { vectorOf } from '../../promql/vector';
import { targetsOf, type Scope } from '../../rules/scope';
import { minutesOf, type Minutes } from '../minutes';
import { checkObjective, minuteFields, parseObjective } from '../objective';
import type { SloKind } from './kind';
import type { TimeSliceFields } from './props';

/** Matchers that select the targets of the service where it runs. */
export type Targets = ReturnType<typeof targetsOf>;

/** A comparison: `(targets) => lt(maxBy(['namespace', 'job'], select(age, targets)), 60)`. */
export type Condition = (targets: Targets, scope: Scope) => Comparison;

export const schema = z.strictObject({
  ...minuteFields,
  good: z
    .custom<Condition>(
      (each) => typeof each === 'function',
      mistake('not a function', 'write (targets) => a comparison, e.g. lt(select(age, targets), 60)'),
    )
    .meta({ type: '(targets) => comparison' })
    .describe(
      'What holds in a good minute: a comparison such as `lt(select(age, targets), 60)`. It must hold for every series of its left side.',
    ),
  noData: z
    .enum(['unknown', 'bad'])
    .default('unknown')
    .describe(
      'Minutes in which the left side has no series. `unknown`: they do not count, coverage falls, and SloDataMissing opens a ticket. `bad`: they are bad minutes.',
    ),
});

/** An objective for the share of minutes in which a condition holds. */
export interface TimeSliceSlo extends Readonly<z.output<typeof schema>> {
  readonly kind: 'timeSlice';
}

/** Expressions do not depend on where a service runs, so any scope shows their form. */
const ANYWHERE: Scope = { name: 'service', namespace: 'namespace' };

/**
 * An objective for the share of minutes in which a condition holds, whatever it reads: freshness, the age of a queue,
 * saturation. Every minute is one event, read at the evaluation of the rules.
 * @throws InvalidInput with every wrong field, or for a condition that is not a comparison
 * @example
 * const slo = timeSliceSlo({
 *   name: 'freshness',
 *   good: (targets) => lt(select(age, targets), 60),
 *   objective: 99,
 *   period: '30d',
 * });
 */
export function timeSliceSlo(props: TimeSliceFields): TimeSliceSlo {
  const slo: TimeSliceSlo = { kind: 'timeSlice', ...parseObjective(schema, props) };
  const { expr } = slo.good(targetsOf(ANYWHERE), ANYWHERE);
  const problem = comparesVector(expr) ? (expr.bool ? ALWAYS_GOOD : undefined) : NO_COMPARISON;
  checkObjective(slo, problem === undefined ? [] : [{ path: 'good', found: print(expr), ...problem }]);
  return slo;
}

const NO_COMPARISON = {
  message: 'not a comparison of a vector, so minutes without data look like bad ones',
  fix: 'compare last, with the vector on the left: lt(select(age, targets), 60)',
};

const ALWAYS_GOOD = {
  message: 'a comparison with bool keeps every series, so that every minute is good',
  fix: 'remove bool',
};

const comparesVector = (expr: Expr): expr is Binary =>
  expr.node === 'binary' && isComparison(expr.operator) && expr.left.node !== 'number';

/** The left side of the condition. It was checked when the objective was made. */
function valueOf({ good }: TimeSliceSlo, scope: Scope): InstantVector {
  const { expr, labels } = good(targetsOf(scope), scope);
  return vectorOf((expr as Binary).left, labels);
}

const eventsOf = (slo: TimeSliceSlo, scope: Scope): Minutes =>
  minutesOf(valueOf(slo, scope), slo.good(targetsOf(scope), scope), slo.noData);

export const timeSliceKind: SloKind<TimeSliceSlo> = {
  definedBy: 'timeSliceSlo',
  schema,
  // A function does not tell which metrics it reads; synthesis checks its rules against the contract.
  metrics: () => [],
  events: eventsOf,
  words: {
    events: 'minutes',
    eventsOf: 'minutes of',
    present: 'are bad',
    past: 'were bad',
    state: 'bad',
  },
  promise: () => 'meet the condition',
  limits: () => ({}),
  runbook: {
    burn: [{ ask: 'Time slice: which value breaks the condition? Graph it.', query: valueOf }],
    dataMissing: [
      { ask: 'Time slice: does the value have series? No result means that it does not.', query: valueOf },
    ],
  },
};
