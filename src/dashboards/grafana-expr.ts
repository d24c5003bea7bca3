import type { Expr, Matcher, Selector } from '../promql/expr';
import { seedExpr } from '../promql/expr-of-text';
import { STAND_IN_WINDOW, withoutVariables } from '../promql/grafana-variables';
import { print } from '../promql/print';

/**
 * Windows that Grafana computes for each query. `$__rate_interval` holds at least four scrapes, for counters;
 * `$__interval` is the time between two points, for recorded series.
 * @see https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/
 */
export type GrafanaWindow = '$__rate_interval' | '$__interval';

/** A placeholder for Grafana's windows, in seconds: a length that no query uses. */
const MARK = 86_399;
const PRINTED_MARK = '[23h59m59s]';

/** Selects the environment. `.*` also matches series without the label, as in the Prometheus of a cluster. */
export const CLUSTER: Matcher = { label: 'cluster', operator: '=~', value: '$cluster' };

/**
 * An expression for a panel: in the selected environment, and with Grafana's window if one is given.
 * @param window replaces every window of the expression
 */
export function grafanaExpr(expr: Expr, window?: GrafanaWindow): string {
  const printed = print(mapSelectors(expr, asWritten, window === undefined ? undefined : MARK));
  const text = window === undefined ? printed : printed.replaceAll(PRINTED_MARK, `[${window}]`);
  // It is read back without its variables when what is written is checked.
  const readable = mapSelectors(expr, withStandIns, window === undefined ? undefined : STAND_IN_WINDOW);
  seedExpr(withoutVariables(text).promql, readable);
  return text;
}

/** What becomes of the text in an expression: the values of matchers, and literals. */
type ChangeText = (text: string) => string;

const asWritten: ChangeText = (text) => text;
const withStandIns: ChangeText = (text) => withoutVariables(text).promql;

const inEnvironment = (selector: Selector, change: ChangeText): Selector => ({
  ...selector,
  matchers: [CLUSTER, ...selector.matchers].map((matcher) => ({ ...matcher, value: change(matcher.value) })),
});

function mapSelectors(expr: Expr, change: ChangeText, window: number | undefined): Expr {
  const map = (inner: Expr) => mapSelectors(inner, change, window);
  switch (expr.node) {
    case 'number':
      return expr;
    case 'string':
      return { ...expr, value: change(expr.value) };
    case 'selector':
      return inEnvironment(expr, change);
    case 'range':
      return { ...expr, selector: inEnvironment(expr.selector, change), window: window ?? expr.window };
    case 'subquery':
    case 'negation':
    case 'aggregation':
      return { ...expr, expr: map(expr.expr) };
    case 'call':
      return { ...expr, args: expr.args.map(map) };
    case 'binary':
      return { ...expr, left: map(expr.left), right: map(expr.right) };
  }
}
