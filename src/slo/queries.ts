import { clampMin, div, gt, increase, mul, or, rate, sub, sumBy, type InstantVector } from '../promql/build';
import { countUpTo, type Series } from '../promql/build';
import type { Histogram } from '../metrics/metric';
import { seconds, type Duration } from '../promql/window';
import { SCOPE_LABELS, targetsOf, type Scope } from '../rules/scope';
import { toNumber } from './decimal';
import { BURN_RATE_WINDOW } from './error-budget';
import { allEvents, errorEvents } from './events';
import { recordedFor } from './recordings';
import { errorBudgetOf, type Slo } from './slo';

/** One question about an error budget, and what to ask Prometheus. */
export interface ErrorBudgetQuery {
  readonly slo: string;
  readonly title: string;
  /** What the answer tells, as a question. */
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

/** Current error rate, burn rate, what is left of the budget, and for how long. */
export function errorBudgetQueries(scope: Scope, slos: readonly Slo[]): readonly ErrorBudgetQuery[] {
  return slos.flatMap((slo) => {
    const budget = toNumber(errorBudgetOf(slo));
    const burnRate = div(ratio(scope, slo, rate, BURN_RATE_WINDOW), budget);
    const remaining = sub(1, div(ratio(scope, slo, increase, slo.period), budget));
    const left = mul(clampMin(remaining, 0), seconds(slo.period));
    const queries: readonly Omit<ErrorBudgetQuery, 'slo'>[] = [
      {
        title: 'Error rate',
        question: `How many percent of the requests are ${badness(slo)} right now?`,
        unit: 'percent',
        query: mul(100, ratio(scope, slo, rate, '5m')),
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

type Growth = (counter: Series<string, 'counter'>, window: Duration) => InstantVector;

/** Share of bad events over scraped series: 0 without errors, nothing without traffic. */
function ratio(scope: Scope, slo: Slo, growth: Growth, window: Duration): InstantVector {
  const grown = (counter: Series<string, 'counter'>) => sumBy(SCOPE_LABELS, growth(counter, window));
  const all = grown(allEvents(slo, scope));
  if (slo.kind === 'availability') {
    const errors = grown(errorEvents(slo, scope));
    return div(or(errors, mul(0, all)), gt(all, 0));
  }
  const matchers = { ...slo.counted, ...targetsOf(scope) };
  return sub(1, div(grown(countUpTo<Histogram>(slo.durations, slo.threshold, matchers)), gt(all, 0)));
}

function badness({ kind }: Slo): string {
  return kind === 'availability' ? 'failing' : 'too slow';
}
