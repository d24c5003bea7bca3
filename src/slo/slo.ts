import type { PartProblem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import type { Counter, Histogram, Metric } from '../metrics/metric';
import { countUpTo, select, type MatchersFor, type ValueMatcher } from '../promql/build';
import { seconds, tryMilliseconds, type Duration } from '../promql/window';
import type { Severity } from '../rules/rule';
import { compare, decimal, minus, over, rational, type Rational } from './decimal';
import { checkShape } from './shape';
import { checkTiers } from './check-tiers';
import { countedProblems } from './counted';
import type { TierName, WindowChoice } from './tiers';

type Matchers = Readonly<Record<string, string | ValueMatcher>>;

/** What every objective has. */
interface Objective {
  /** Unique in its service: the `slo` label of rules and alerts. Renaming it starts a new history. */
  readonly name: string;
  /** Good events in percent, above 0 and below 100. */
  readonly objective: number;
  /** Over which time, in whole days. */
  readonly period: Duration;
  /** Events that a long window must hold before its alert may fire; absent: 1. */
  readonly minimumEvents?: number;
  /** Tiers that differ from the table in tiers.ts. */
  readonly tiers: Readonly<Partial<Record<TierName, Severity | 'off'>>>;
  readonly windows: WindowChoice;
  /** Which events count; empty: all. */
  readonly counted: Matchers;
}

/** So many percent of the requests do not fail. */
export interface AvailabilitySlo extends Objective {
  readonly kind: 'availability';
  readonly requests: Counter;
  /** Which of the counted requests are errors. */
  readonly errors: Matchers;
}

/** So many percent of the requests are answered within the threshold. */
export interface LatencySlo extends Objective {
  readonly kind: 'latency';
  readonly durations: Histogram;
  /** One of the histogram's buckets, in its unit. */
  readonly threshold: number;
}

/** A service level objective, checked as far as it can be without knowing where it runs. */
export type Slo = AvailabilitySlo | LatencySlo;

interface SloProps<M extends Metric> {
  /** Unique in its service, in lower case with hyphens: becomes the `slo` label and a part of group names. */
  readonly name: string;
  /** Good events in percent, e.g. 99.9. */
  readonly objective: number;
  /** Over which time, e.g. '30d'. Whole days. */
  readonly period: Duration;
  /**
   * Which events count, e.g. `{ endpoint: not('unmatched') }`. Requests to paths that the service does not have are
   * answered fast and without error, in any number: counted, they would hide an outage.
   * @default all
   */
  readonly counted?: MatchersFor<M>;
  /**
   * Events that a tier's long window must hold before it may fire, for services so quiet that one failed request
   * would be too many.
   * @default 1
   */
  readonly minimumEvents?: number;
  /**
   * Tiers to switch off, or to give another severity.
   * @default pages are critical, tickets are warnings
   */
  readonly tiers?: Readonly<Partial<Record<TierName, Severity | 'off'>>>;
  /**
   * `standard` keeps the table's windows, and is refused when one of them would alert while on budget.
   * @default 'fitting'
   */
  readonly windows?: WindowChoice;
}

interface AvailabilityProps<R extends Counter> extends SloProps<R> {
  /** Counts every request. */
  readonly requests: R;
  /** Which of them are errors, e.g. `{ status: matching('5..') }`. */
  readonly errors: MatchersFor<R>;
}

interface LatencyProps<H extends Histogram> extends SloProps<H> {
  /** Observes the duration of every request. */
  readonly durations: H;
  /** Longest duration that is good: one of the histogram's buckets, in its unit. */
  readonly threshold: H['buckets'][number];
}

/**
 * An objective for the share of requests that do not fail.
 * @throws InvalidInput with every wrong field, in numbers
 */
export function availabilitySlo<R extends Counter>(props: AvailabilityProps<R>): AvailabilitySlo {
  checkShape('availability', props);
  const slo: AvailabilitySlo = {
    ...common(props),
    kind: 'availability',
    requests: props.requests,
    errors: props.errors as Matchers,
  };
  rejectProblems(slo, Object.keys(slo.errors).length === 0 ? [allAreErrors] : []);
  // Wrong labels and values are refused here rather than when the rules are written.
  select<Counter>(slo.requests, slo.counted);
  select<Counter>(slo.requests, slo.errors);
  refuse(slo, countedProblems(slo.requests, slo.counted, slo.errors));
  return slo;
}

/**
 * An objective for the share of requests that are answered in time.
 * @throws InvalidInput with every wrong field, in numbers
 */
export function latencySlo<H extends Histogram>(props: LatencyProps<H>): LatencySlo {
  checkShape('latency', props);
  const slo: LatencySlo = {
    ...common(props),
    kind: 'latency',
    durations: props.durations,
    threshold: props.threshold,
  };
  const { name, buckets } = slo.durations;
  rejectProblems(
    slo,
    buckets.includes(slo.threshold)
      ? []
      : [
          {
            path: 'threshold',
            message: `is no bucket of ${name}, so how many requests stay below it is not known`,
            found: slo.threshold,
            fix: `use one of ${buckets.join(', ')}, or add it to the metric's buckets`,
          },
        ],
  );
  countUpTo<Histogram>(slo.durations, slo.threshold, slo.counted);
  refuse(slo, countedProblems(slo.durations, slo.counted));
  return slo;
}

function common<M extends Metric>(props: SloProps<M>): Objective {
  const { name, objective, period, minimumEvents, tiers = {}, windows = 'fitting', counted = {} } = props;
  return {
    name,
    objective,
    period,
    ...(minimumEvents === undefined ? {} : { minimumEvents }),
    tiers,
    windows,
    counted,
  };
}

/** Share of bad events that the objective allows: 0.001 for 99.9. */
export function errorBudgetOf({ objective }: Pick<Slo, 'objective'>): Rational {
  // A number prints as the shortest decimal that reads back as it: what its author wrote.
  return over(minus(rational(100), decimal(objective)!), rational(100));
}

/** What errors about an SLO start with. */
export function sloResource({ name }: Pick<Slo, 'name'>): string {
  return `SLO "${name}"`;
}

/** The metric that an SLO reads, for checks against a contract. */
export function metricOf(slo: Slo): Metric {
  return slo.kind === 'availability' ? slo.requests : slo.durations;
}

type Finding = PartProblem;

const allAreErrors: Finding = {
  path: 'errors',
  message: 'name no label, so every request would be an error',
  found: {},
  fix: "say what marks a failed request, e.g. { status: matching('5..') }",
};

const NAME = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
const DAY = 86_400;

function rejectProblems(slo: Slo, own: readonly Finding[]): void {
  const basics = [...basicProblems(slo), ...own];
  // The tiers of an impossible objective or period have no numbers to tell.
  refuse(slo, basics.length > 0 ? basics : checkTiers(slo, errorBudgetOf(slo)).errors);
}

function refuse(slo: Slo, problems: readonly Finding[]): void {
  if (problems.length > 0)
    throw new InvalidInput(problems.map((problem) => ({ resource: sloResource(slo), ...problem })));
}

function basicProblems({ name, objective, period, minimumEvents }: Slo): readonly Finding[] {
  const problems: Finding[] = [];
  if (!NAME.test(name))
    problems.push({
      path: 'name',
      message: 'is no label of at most 40 characters',
      found: name,
      fix: 'use lower-case letters, digits and hyphens, starting with a letter',
    });
  const exact = decimal(objective);
  if (exact === undefined || compare(exact, rational(0)) <= 0 || compare(exact, rational(100)) >= 0)
    problems.push({
      path: 'objective',
      message: 'is not above 0 and below 100 percent',
      found: objective,
      fix: 'write 99.9 for 99.9 %; an objective of 100 leaves no budget, and its alerts no threshold',
    });
  const length = tryMilliseconds(period) === undefined ? 0 : seconds(period);
  if (length === 0 || length % DAY !== 0)
    problems.push({
      path: 'period',
      message: 'is not a whole number of days',
      found: period,
      fix: 'write it like 7d, 28d or 30d',
    });
  if (minimumEvents !== undefined && (!Number.isInteger(minimumEvents) || minimumEvents < 1))
    problems.push({
      path: 'minimumEvents',
      message: 'not a whole number above 0',
      found: minimumEvents,
      fix: 'leave it out, or give the events that make a ratio worth an alert',
    });
  return problems;
}
