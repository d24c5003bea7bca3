import type { KubernetesObject } from '../../kubernetes/object';
import type { Expr } from '../../promql/expr';
import { titleOf, type ParsedRule } from '../rules/parsed-rule';

/** One expression with its location. */
export interface Expression {
  readonly object: KubernetesObject;
  /** Path of the expression, e.g. `spec.groups[0].rules[2].expr`. */
  readonly field: string;
  /** Its name in findings, e.g. `alert OrderApiDown`. */
  readonly title: string;
  readonly text: string;
  /** @default undefined if it does not parse, or uses unsupported syntax */
  readonly expr?: Expr;
  /** @default undefined if it parses, or uses unsupported syntax */
  readonly error?: string;
  /** The rule or panel that contains it. */
  readonly of: { readonly rule: ParsedRule } | { readonly panel: Panel };
}

/** One panel of a dashboard. */
export interface Panel {
  readonly title: string;
  /** E.g. `timeseries`. */
  readonly type: string;
}

export function ruleExpression(rule: ParsedRule): Expression {
  return {
    object: rule.object,
    field: `${rule.field}.expr`,
    title: titleOf(rule),
    text: rule.text,
    of: { rule },
    get expr() {
      return rule.expr;
    },
    get error() {
      return rule.error;
    },
  };
}
