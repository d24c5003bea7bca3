import type { KubernetesObject } from '../../kubernetes/object';
import type { Expr } from '../../promql/expr';
import type { ParsedRule } from '../rules/parsed-rule';

/** One expression with where it stands. */
export interface Expression {
  readonly object: KubernetesObject;
  /** Of the expression, e.g. `spec.groups[0].rules[2].expr`. */
  readonly field: string;
  /** As findings call it, e.g. `alert TaskApiDown`. */
  readonly title: string;
  readonly text: string;
  /** @default it does not parse, or is not read here */
  readonly expr?: Expr;
  /** @default it parses, or is not read here */
  readonly error?: string;
  /** The rule that it is of; or the panel. */
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
    title: `${rule.kind} ${rule.name}`,
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
