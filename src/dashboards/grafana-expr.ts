import { mapExpr, type Expr, type Matcher, type Selector } from '../promql/expr';
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
  const printed = print(
    mapExpr(expr, {
      selector: inEnvironment,
      node: (node) => (node.node === 'range' && window !== undefined ? { ...node, window: MARK } : node),
    }),
  );
  return window === undefined ? printed : printed.replaceAll(PRINTED_MARK, `[${window}]`);
}

const inEnvironment = (selector: Selector): Selector => ({
  ...selector,
  matchers: [CLUSTER, ...selector.matchers],
});
