import { format } from '../promql/print';
import type { InstantVector } from '../promql/build';
import type { Duration } from '../promql/window';

/** How urgent an alert is: `critical` pages, `warning` opens a ticket, `info` is only shown. */
export type Severity = 'critical' | 'warning' | 'info';

/** Precomputes an expression under a name of its own. */
export interface RecordingRule {
  /** `level:metric:operations`. */
  readonly record: string;
  readonly expr: InstantVector;
  /** Constant labels of the recorded series. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Fires when an expression has results for long enough. */
export interface AlertRule {
  /** The service and a symptom in CamelCase. */
  readonly alert: string;
  readonly expr: InstantVector;
  /** How long the expression must have results before the alert fires. */
  readonly for: Duration;
  /** How long the alert goes on firing once the expression has no more results. @default it ends at once */
  readonly keepFiringFor?: Duration;
  /** Labels beside those of the expression; routing and inhibition read them. */
  readonly labels: Readonly<Record<string, string>> & { readonly severity: Severity };
  readonly annotations: AlertAnnotations;
}

export interface AlertAnnotations {
  /** One sentence without template: notifications of one group share it. */
  readonly summary: string;
  /** The object and the extent, with labels and value from the template. */
  readonly description: string;
  /** The page with what to do. */
  readonly runbook_url: string;
  /** The dashboard that shows it. @default no link, as the address of Grafana is not set */
  readonly dashboard_url?: string;
}

export type Rule = RecordingRule | AlertRule;

/** Rules that are evaluated one after the other at one interval, so that later ones read what earlier ones recorded. */
export interface RuleGroup {
  readonly name: string;
  readonly interval: Duration;
  /** Series of a recording rule, or alerts of an alert, above which its evaluation fails. @default any number */
  readonly limit?: number;
  readonly rules: readonly Rule[];
}

export const isAlert = (rule: Rule): rule is AlertRule => 'alert' in rule;

/** One rule as Prometheus' rule files and the PrometheusRule resource spell it. */
export interface PrintedRule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface PrintedGroup {
  readonly name: string;
  readonly interval: string;
  readonly limit?: number;
  readonly rules: readonly PrintedRule[];
}

/** Prints the expressions. Keys come in the order in which people read a rule. */
export function printGroup({ name, interval, limit, rules }: RuleGroup): PrintedGroup {
  return { name, interval, ...(limit === undefined ? {} : { limit }), rules: rules.map(printRule) };
}

function printRule(rule: Rule): PrintedRule {
  const expr = format(rule.expr.expr);
  if (isAlert(rule))
    return {
      alert: rule.alert,
      expr,
      for: rule.for,
      ...(rule.keepFiringFor === undefined ? {} : { keep_firing_for: rule.keepFiringFor }),
      labels: rule.labels,
      annotations: { ...rule.annotations },
    };
  return { record: rule.record, expr, ...(rule.labels === undefined ? {} : { labels: rule.labels }) };
}
