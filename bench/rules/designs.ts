import { orderApiMetrics } from '../../test/fixtures/stack/order-api-metrics';
import { matching } from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { duration, seconds, type Duration } from '../../src/promql/window';
import { isAlert, type RecordingRule, type RuleGroup } from '../../src/rules/rule';
import { sloRules } from '../../src/slo/rules';
import { rangeOrder } from './by-range';
import { availabilitySlo, type Slo } from '../../src/slo/slo';

/** What is evaluated how often, as text for the real engine. */
export interface EvaluatedRule {
  /** Absent: nothing reads its result, so any name will do. */
  readonly record?: string;
  readonly expr: string;
  readonly every: Duration;
}

/** A pair of windows that pages. */
export interface PagePair {
  readonly expr: string;
  /** Evaluation interval. */
  readonly every: Duration;
  /** How long it must hold. */
  readonly for: Duration;
}

/** A way to turn an SLO into rules. */
export interface Design {
  readonly name: string;
  readonly rules: readonly EvaluatedRule[];
  /** Share of bad events over 30 days. */
  readonly periodRatio: string;
  readonly pages: readonly PagePair[];
}

const PERIOD: Duration = '30d';
const BUDGET = 0.001;

const slo = availabilitySlo({
  name: 'availability',
  objective: 99.9,
  period: PERIOD,
  requests: orderApiMetrics.requests,
  errors: { status: matching('5..') },
});

/** This stack's rules for the measured SLO, or for another one of the same service. */
export const ownGroupsIn = (namespace: string, of: Slo = slo): readonly RuleGroup[] =>
  sloRules({ name: 'order-api', namespace, team: 'orders', runbooks: 'https://example.com' }, [of]);

const ownGroups = ownGroupsIn('default');

/** Requests, and those that failed, of one namespace. */
interface Requests {
  readonly all: string;
  readonly bad: string;
}

function requestsIn(namespace: string): Requests {
  const matchers = `namespace="${namespace}", job="order-api"`;
  return {
    all: `order_api_requests_total{${matchers}}`,
    bad: `order_api_requests_total{${matchers}, status=~"5.."}`,
  };
}

function own(): Design {
  const rules = ownGroups.flatMap(({ interval, rules }) =>
    rules.map((rule) => ({ rule, every: interval, expr: print(rule.expr.expr) })),
  );
  return {
    name: 'this stack',
    rules,
    periodRatio: 'order_api:slo_period_errors:ratio',
    pages: rules.flatMap(({ rule, every, expr }) =>
      isAlert(rule) && rule.labels.severity === 'critical' ? [{ expr, every, for: rule.for }] : [],
    ),
  };
}

const rateRatio = ({ all, bad }: Requests, window: Duration): string =>
  `sum(rate(${bad}[${window}])) / sum(rate(${all}[${window}]))`;

const burns = (requests: Requests, long: Duration, short: Duration, factor: number): string =>
  `(${rateRatio(requests, long)}) > ${factor * BUDGET} and (${rateRatio(requests, short)}) > ${factor * BUDGET}`;

/** What the five-minute ratio is recorded as. */
export const SLOTH_RATIO = 'peer:error_ratio:rate5m';

/** Raw ratios of seven windows every 30 seconds; the period is the average of its five-minute ratios. */
export function slothIn(namespace: string, period: Duration = PERIOD): Design {
  const requests = requestsIn(namespace);
  const windows: readonly Duration[] = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];
  const recorded = `${SLOTH_RATIO}{namespace="${namespace}"}`;
  const average = `sum_over_time(${recorded}[${period}]) / count_over_time(${recorded}[${period}])`;
  return {
    name: "Sloth's shape",
    rules: [
      ...windows.map((window): EvaluatedRule => ({
        ...(window === '5m' ? { record: SLOTH_RATIO } : {}),
        expr: rateRatio(requests, window),
        every: '30s',
      })),
      { expr: average, every: '30s' },
    ],
    periodRatio: average,
    pages: [
      { expr: burns(requests, '1h', '5m', 14.4), every: '30s', for: '0s' },
      { expr: burns(requests, '6h', '30m', 6), every: '30s', for: '0s' },
    ],
  };
}

/** Raw ratios of windows in proportion to the period every 30 seconds; the period is an increase every 150. */
export function pyrraIn(namespace: string, period: Duration = PERIOD): Design {
  const requests = requestsIn(namespace);
  const scaled = (hours: number) =>
    duration(Math.round((seconds(PERIOD) / (28 * 24)) * hours * (1 / 60)) * 60);
  const windows = [5 / 60, 0.5, 1, 2, 6, 24, 96].map(scaled);
  const increase = (selector: string) => `sum(increase(${selector}[${period}]))`;
  return {
    name: "Pyrra's shape",
    rules: [
      ...windows.map((window): EvaluatedRule => ({ expr: rateRatio(requests, window), every: '30s' })),
      // All statuses at once: the errors are among them.
      { expr: `sum by (status) (increase(${requests.all}[${period}]))`, every: '150s' },
    ],
    periodRatio: `${increase(requests.bad)} / ${increase(requests.all)}`,
    pages: [
      { expr: burns(requests, scaled(1), scaled(5 / 60), 14), every: '30s', for: '2m' },
      { expr: burns(requests, scaled(6), scaled(0.5), 7), every: '30s', for: '16m' },
    ],
  };
}

const sloth = slothIn('default');

export const slothRatio: EvaluatedRule = sloth.rules.find(({ record }) => record === SLOTH_RATIO)!;

export const designs: readonly Design[] = [sloth, pyrraIn('default'), own()];

/** Recordings in an order in which they can be evaluated over all of the data, one after the other. */
export const recordingsOf = (
  groups: readonly RuleGroup[],
): readonly { readonly rule: RecordingRule; readonly every: Duration }[] =>
  groups
    .flatMap(({ interval, rules }) =>
      rules.flatMap((rule) => (isAlert(rule) ? [] : [{ rule, every: interval }])),
    )
    .toSorted((a, b) => rangeOrder(a.rule, b.rule));

export const ownRecordings = recordingsOf(ownGroups);
