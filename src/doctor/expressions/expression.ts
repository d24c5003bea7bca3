import { BEYOND_LIMITS } from '../../promql/source';
import type { KubernetesObject } from '../../kubernetes/object';
import type { Expr } from '../../promql/expr';
import { titleOf, type ParsedRule } from '../rules/parsed-rule';

/** Where an expression is. */
export interface ExpressionPlace {
  readonly object: KubernetesObject;
  /** Path of the expression, e.g. `spec.groups[0].rules[2].expr`. */
  readonly path: string;
  /** Its name in findings, e.g. `alert OrderApiDown`. */
  readonly title: string;
}

export interface Expression extends ExpressionPlace {
  readonly text: string;
  /** @default undefined if it does not parse, or was not read */
  readonly expr?: Expr;
  readonly error?: string;
  /** Whether the text with an error may be of another language. @default false */
  readonly unsure?: true;
  /** Why it was neither read nor rejected. */
  readonly unread?: string;
  /** What only some versions or configurations of Prometheus read, e.g. `function limitk`. */
  readonly feature?: string;
  /** The rule or panel that contains it. */
  readonly of: { readonly rule: ParsedRule } | { readonly panel: Panel };
}

export interface Panel {
  readonly title: string;
  /** E.g. `timeseries`. */
  readonly type: string;
}

/** PrometheusRules can also hold Loki rules, whose LogQL starts like PromQL: `{app="x"} |= "error"`. */
const LOGQL = /\}\s*(\|[=~]|\|\s*\w|!=\s*["`]|!~\s*["`])/;

export function ruleExpression(rule: ParsedRule): Expression {
  const { object, text, expr, error, feature } = rule;
  const isLogQl = error !== undefined && LOGQL.test(text);
  return {
    object,
    path: `${rule.path}.expr`,
    title: titleOf(rule),
    text,
    of: { rule },
    expr,
    ...(isLogQl ? { unread: 'LogQL of Loki' } : { error, unread: feature && unsupported(feature), feature }),
  };
}

/** Why an expression with this feature was not read. */
export const unsupported = (feature: string): string =>
  `${feature}, which ${BEYOND_LIMITS.has(feature) ? 'is more than this doctor reads' : 'not every Prometheus since 2.42 supports'}`;
