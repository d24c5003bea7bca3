import { clampMin, div, gt, increase, mul, rate, sub, type InstantVector } from '../promql/build';
import { seconds } from '../promql/window';
import type { Scope } from '../rules/scope';
import { toNumber } from './decimal';
import { BURN_RATE_WINDOW } from './error-budget';
import type { Events } from './events';
import { badShareOf, type Minutes } from './minutes';
import { recordedFor } from './recordings';
import { errorBudgetOf, kindOf, type Slo } from './slo';

/** One question about an error budget, and its query. */
export interface ErrorBudgetQuery {
  readonly slo: string;
  readonly title: string;
  /** The question that the query answers. */
  readonly question: string;
  readonly unit: 'percent' | 'ratio' | 'seconds';
  /**
   * Over scraped series: works without any rule. Rates are estimates, and a counter's first value is not seen; the
   * recorded answer is exact.
   */
  readonly query: InstantVector;
  /** The recorded answer. */
  readonly recorded: InstantVector;
}

const badRatioOf = (events: Events | Minutes): Events['badRatio'] =>
  events.by === 'counter' ? events.badRatio : (_growth, window) => badShareOf(events, window);

/** Current error rate, burn rate, what is left of the budget, and for how long. */
export function errorBudgetQueries(scope: Scope, slos: readonly Slo[]): readonly ErrorBudgetQuery[] {
  return slos.flatMap((slo) => {
    const kind = kindOf(slo);
    const badRatio = badRatioOf(kind.events(slo, scope));
    const budget = toNumber(errorBudgetOf(slo));
    const burnRate = div(badRatio(rate, BURN_RATE_WINDOW), budget);
    const remaining = sub(1, div(badRatio(increase, slo.period), budget));
    const left = mul(clampMin(remaining, 0), seconds(slo.period));
    const queries: readonly Omit<ErrorBudgetQuery, 'slo'>[] = [
      {
        title: 'Error rate',
        question: `How many percent of the ${kind.words.events} are ${kind.words.state} right now?`,
        unit: 'percent',
        query: mul(100, badRatio(rate, '5m')),
        recorded: recordedFor(scope, slo, 'errorPercentage'),
      },
      {
        title: 'Burn rate',
        question: `How many times faster than ${slo.objective} % allows did the error budget go in the last hour?`,
        unit: 'ratio',
        query: burnRate,
        recorded: recordedFor(scope, slo, 'burnRate', { window: BURN_RATE_WINDOW }),
      },
      {
        title: 'Remaining error budget',
        question: `Which share of the ${slo.period} error budget is left?`,
        unit: 'ratio',
        query: remaining,
        recorded: recordedFor(scope, slo, 'remainingBudget'),
      },
      {
        title: 'Time to exhaustion',
        question: "At the last hour's burn rate, in how many seconds is the error budget used up?",
        unit: 'seconds',
        query: div(left, gt(burnRate, 0)),
        recorded: recordedFor(scope, slo, 'exhaustion'),
      },
    ];
    return queries.map((query) => ({ slo: slo.name, ...query }));
  });
}
