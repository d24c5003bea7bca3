import { orderApiMetrics } from '../../test/fixtures/stack/order-api-metrics';
import { matching } from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { duration, seconds, type Duration } from '../../src/promql/window';
import { isAlert, type RecordingRule, type RuleGroup } from '../../src/rules/rule';
import { sloRules } from '../../src/slo/rules';
import { rangeOrder } from './by-range';
import { availabilitySlo } from '../../src/slo/slo';

/** What is evaluated how often, as text for the real engine. */
export interface EvaluatedRule {
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

/** This stack's rules for the measured SLO. */
const ownGroups: readonly RuleGroup[] = sloRules(
  { name: 'order-api', namespace: 'default', team: 'orders', runbooks: 'https://example.com' },
  [slo],
);

const ALL = 'order_api_requests_total{namespace="default", job="order-api"}';
const BAD = 'order_api_requests_total{namespace="default", job="order-api", status=~"5.."}';

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

const rateRatio = (window: Duration): string => `sum(rate(${BAD}[${window}])) / sum(rate(${ALL}[${window}]))`;

const burns = (long: Duration, short: Duration, factor: number): string =>
  `(${rateRatio(long)}) > ${factor * BUDGET} and (${rateRatio(short)}) > ${factor * BUDGET}`;

/** Raw ratios of seven windows every 30 seconds; the period is the average of its five-minute ratios. */
function sloth(): Design {
  const windows: readonly Duration[] = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];
  const average = `sum_over_time(${SLOTH_RATIO}[30d]) / count_over_time(${SLOTH_RATIO}[30d])`;
  return {
    name: "Sloth's shape",
    rules: [...windows.map(rateRatio), average].map((expr) => ({ expr, every: '30s' })),
    periodRatio: average,
    pages: [
      { expr: burns('1h', '5m', 14.4), every: '30s', for: '0s' },
      { expr: burns('6h', '30m', 6), every: '30s', for: '0s' },
    ],
  };
}

/** What the five-minute ratio is recorded as. */
export const SLOTH_RATIO = 'peer:error_ratio:rate5m';
export const slothRatio: EvaluatedRule = { expr: rateRatio('5m'), every: '30s' };

/** Raw ratios of windows in proportion to the period every 30 seconds; the period is an increase every 150. */
function pyrra(): Design {
  const scaled = (hours: number) =>
    duration(Math.round((seconds(PERIOD) / (28 * 24)) * hours * (1 / 60)) * 60);
  const windows = [5 / 60, 0.5, 1, 2, 6, 24, 96].map(scaled);
  const increase = (selector: string) => `sum(increase(${selector}[30d]))`;
  return {
    name: "Pyrra's shape",
    rules: [
      ...windows.map((window): EvaluatedRule => ({ expr: rateRatio(window), every: '30s' })),
      // All statuses at once: the errors are among them.
      { expr: `sum by (status) (increase(${ALL}[30d]))`, every: '150s' },
    ],
    periodRatio: `${increase(BAD)} / ${increase(ALL)}`,
    pages: [
      { expr: burns(scaled(1), scaled(5 / 60), 14), every: '30s', for: '2m' },
      { expr: burns(scaled(6), scaled(0.5), 7), every: '30s', for: '16m' },
    ],
  };
}

export const designs: readonly Design[] = [sloth(), pyrra(), own()];

/** Recordings of this stack in an order in which they can be evaluated over all of the data, one after the other. */
export const ownRecordings: readonly { readonly rule: RecordingRule; readonly every: Duration }[] = ownGroups
  .flatMap(({ interval, rules }) =>
    rules.flatMap((rule) => (isAlert(rule) ? [] : [{ rule, every: interval }])),
  )
  .toSorted((a, b) => rangeOrder(a.rule, b.rule));
