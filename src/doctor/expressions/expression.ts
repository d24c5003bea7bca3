import type { KubernetesObject } from '../../kubernetes/object';
import type { Expr } from '../../promql/expr';
import { titleOf, type ParsedRule } from '../rules/parsed-rule';

/** One expression with its location. */
export interface Expression {
  readonly object: KubernetesObject;
  /** Path of the expression, e.g. `spec.groups[0].rules[2].expr`. */
  readonly path: string;
  /** Its name in findings, e.g. `alert OrderApiDown`. */
  readonly title: string;
  readonly text: string;
  /** @default undefined if it does not parse, or was not read */
  readonly expr?: Expr;
  /** The parse error. */
  readonly error?: string;
  /** Why valid PromQL was not read. */
  readonly unread?: string;
  /** The rule or panel that contains it. */
  readonly of: { readonly rule: ParsedRule } | { readonly panel: Panel };
}

/** One panel of a dashboard. */
export interface Panel {
  readonly title: string;
  /** E.g. `timeseries`. */
  readonly type: string;
}

export const ruleExpression = (rule: ParsedRule): Expression => ({
  ...rule,
  path: `${rule.path}.expr`,
  title: titleOf(rule),
  of: { rule },
});
