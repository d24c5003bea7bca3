import * as z from 'zod';
import type { PartProblem } from '../../findings/finding';
import { mistake } from '../../findings/mistake';
import type { Contract } from '../../metrics/contract';
import { countBy, sumBy } from '../../promql/build';
import { eventRate } from '../../rules/event-series';
import { processLabel, targetsOf, type Scope } from '../../rules/scope';
import { countedProblems } from '../counted';
import { readTerms } from '../counter-expression';
import { scopeProblems, seriesOf, type CounterTerm } from '../counter-term';
import { ADDEND, eventsWithBad, eventsWithGood, united, type EventCounter, type Events } from '../events';
import { checkObjective, minuteFields, parseObjective, reject } from '../objective';
import type { SloKind } from './kind';
import type { PromqlFields } from './props';

const expression = z.string(
  mistake('not a PromQL expression', 'write a sum of counters, e.g. \'requests_total{code!="404"}\''),
);

export const schema = z.strictObject({
  ...minuteFields,
  metrics: z
    .custom<Contract>(
      (each) => typeof each === 'object' && each !== null,
      mistake('not a metric table', 'give the one that is built with contract({ ... })'),
    )
    .meta({ type: 'contract' })
    .describe('The metric table that the expressions read: that of the service.'),
  total: expression.describe(
    "Counts all events: a counter, or a sum of counters, e.g. `requests_total{code!='404'} + jobs_total`. The labels of the service, such as `namespace` and `job`, are added to every selector.",
  ),
  bad: expression.optional().describe('Counts the bad ones of these events, in the same way.'),
  good: expression.optional().describe('Counts the good ones of these events, instead of `bad`.'),
});

/** An objective for the share of events that are good, counted by two PromQL expressions. */
export interface PromqlSlo extends Readonly<z.output<typeof schema>> {
  readonly kind: 'promql';
}

/**
 * An objective for the share of events that are good, counted by two PromQL expressions: sums of counters that no other
 * kind can name. Each counter is counted exactly, for each target, before they are added up.
 * @throws InvalidInput with every wrong field, or for an expression that is not a sum of counters of the metric table
 * @example
 * const slo = promqlSlo({
 *   name: 'answers',
 *   metrics: { requests, jobs, failedJobs },
 *   total: 'http_requests_total{code!="404"} + jobs_total',
 *   bad: 'http_requests_total{code=~"5.."} + jobs_failed_total',
 *   objective: 99.9,
 *   period: '30d',
 * });
 */
export function promqlSlo(props: PromqlFields): PromqlSlo {
  const slo: PromqlSlo = { kind: 'promql', ...parseObjective(schema, props) };
  checkObjective(slo, [
    ...given(slo),
    ...expressionsOf(slo).flatMap(([path, text]) =>
      readTerms(text, slo.metrics).problems.map((problem) => ({ path, ...problem })),
    ),
  ]);
  const terms = expressionsOf(slo).flatMap(([path, text]) =>
    termsOf(slo, text).map((term) => ({ path, term })),
  );
  // Rejects wrong labels and values here rather than when the rules are printed.
  reject(
    slo,
    terms.flatMap(({ path, term }) => {
      seriesOf(term, {});
      return term.selector.matchers
        .flatMap(({ label, ...matcher }) => countedProblems(term.metric, { [label]: matcher }))
        .map((problem) => ({ ...problem, path }));
    }),
  );
  return slo;
}

type Path = 'total' | 'bad' | 'good';

/** The expressions that an objective has, by their field. */
const expressionsOf = (slo: PromqlSlo): readonly (readonly [Path, string])[] =>
  (['total', 'bad', 'good'] as const).flatMap((path) => {
    const text = slo[path];
    return text === undefined ? [] : [[path, text] as const];
  });

function given({ total, bad, good }: PromqlSlo): readonly PartProblem[] {
  const parts = [bad, good].filter((some) => some !== undefined);
  if (parts.length !== 1)
    return [
      {
        path: 'bad',
        message: parts.length === 0 ? 'neither bad nor good is given' : 'both bad and good are given',
        found: bad,
        fix: 'give one of them: the other events are counted as the rest of total',
      },
    ];
  if (parts[0] !== total) return [];
  return [
    {
      path: bad === undefined ? 'good' : 'bad',
      message: `the same expression as total, so that every event would be ${bad === undefined ? 'good' : 'bad'}`,
      found: total,
      fix: 'select some of the events by their labels, or name their counter',
    },
  ];
}

/** The counters that an expression adds up. */
const termsOf = ({ metrics }: PromqlSlo, text: string): readonly CounterTerm[] =>
  readTerms(text, metrics).terms;

const counterOf = (slo: PromqlSlo, text: string, scope: Scope): EventCounter => {
  const [first, ...others] = termsOf(slo, text).map((term) => seriesOf(term, targetsOf(scope)));
  return [first!, ...others];
};

/** The part that is given; an objective has one. */
const partIn = ({ bad, good }: PromqlSlo): string => bad ?? good!;

function eventsOf(slo: PromqlSlo, scope: Scope): Events {
  const all = counterOf(slo, slo.total, scope);
  const some = counterOf(slo, partIn(slo), scope);
  return slo.bad === undefined ? eventsWithGood(scope, all, some) : eventsWithBad(scope, all, some);
}

/** What the expressions select or drop of the labels by which the series of a service are selected. */
const placed = (slo: PromqlSlo, scope: Scope): readonly PartProblem[] =>
  expressionsOf(slo).flatMap(([path, text]) =>
    termsOf(slo, text).flatMap((term) => scopeProblems(term, scope).map((problem) => ({ path, ...problem }))),
  );

/** Of several counters, each has a line of its own. */
const by = (counter: EventCounter, labels: readonly string[]): readonly string[] =>
  counter.length === 1 ? labels : [...labels, ADDEND];

export const promqlKind: SloKind<PromqlSlo> = {
  definedBy: 'promqlSlo',
  schema,
  metrics: (slo) => [
    ...new Set(expressionsOf(slo).flatMap(([, text]) => termsOf(slo, text).map(({ metric }) => metric))),
  ],
  events: eventsOf,
  placed,
  words: { events: 'events', eventsOf: 'events of', present: 'are bad', past: 'were bad', state: 'bad' },
  promise: () => 'are good',
  limits: () => ({}),
  runbook: {
    burn: [
      {
        ask: 'PromQL: which events are there, per second? Compare with those that should be there.',
        query: (slo, scope) => {
          const terms = termsOf(slo, partIn(slo));
          const counter = counterOf(slo, partIn(slo), scope);
          const labels = [...new Set(terms.flatMap(({ metric }) => Object.keys(metric.labels)))];
          return sumBy<string, string>(
            by(counter, labels),
            united(counter, (series) => eventRate(series, '5m')),
          );
        },
      },
    ],
    dataMissing: [
      {
        ask: 'PromQL: does the service expose the series? No result means that it does not.',
        query: (slo, scope) => {
          const counter = counterOf(slo, slo.total, scope);
          return countBy<string, string>(
            by(counter, [processLabel(scope)]),
            united(counter, (series) => series),
          );
        },
      },
    ],
  },
};
