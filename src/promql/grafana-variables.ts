import { mapExpr, type Expr, type Matcher, type Selector } from './expr';

/** A variable of Grafana in its three spellings: `$name`, `${name:format}` and `[[name]]`. `$1` is a group of label_replace. */
const VARIABLE = /\$\{[a-zA-Z_][^}]*\}|\$[a-zA-Z_]\w*|\[\[[^\]]*\]\]/g;

/** A variable where a function takes a number. */
const NUMBER =
  /\b((?:topk|bottomk|quantile|histogram_quantile|quantile_over_time)\s*(?:(?:by|without)\s*\([^)]*\)\s*)?\(\s*)(?:\$\{[a-zA-Z_][^}]*\}|\$[a-zA-Z_]\w*)(?=\s*,)/g;

const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;

/** Stands for a variable: a name that no metric or label has. */
const STAND_IN = 'grafana__variable';

/** Variables that are durations. An hour is valid wherever a duration is. */
const DURATION = /^\$\{?(__(rate_)?interval|__range|interval|window|resolution|range)\b/;

interface Substituted {
  readonly promql: string;
  /**
   * Takes back what stands for variables: a matcher with one takes any value. Undefined where a variable stands for
   * more, such as a metric or a label, so that nothing can be said.
   */
  readonly asWritten: (expr: Expr) => Expr | undefined;
  /** Whether variables stand only where any value of theirs is valid PromQL: in strings, windows, known durations and numbers. */
  readonly exact: boolean;
}

/** A panel's query as Prometheus could read it. Which values variables have, only Grafana knows. */
export function withoutVariables(text: string): Substituted {
  if (!/\$|\[\[/.test(text)) return { promql: text, asWritten: (expr) => expr, exact: true };
  const inWindows = text.replace(/\[(?!\[)[^\][]*\$[^\][]*\]/g, (window) =>
    window.includes(':') ? '[1h:1m]' : '[1h]',
  );
  const rest = inWindows.replace(STRING, '').match(VARIABLE) ?? [];
  const promql = inWindows
    .replace(NUMBER, (_, before: string) => `${before}0.5`)
    .replace(VARIABLE, (name) => (/_(s|ms)\}?$/.test(name) ? '3600' : DURATION.test(name) ? '1h' : STAND_IN));
  return {
    promql,
    asWritten,
    exact: rest.every((name) => /^\$\{?__(?:rate_)?(?:interval|range)(?:_m?s)?\b/.test(name)),
  };
}

function asWritten(expr: Expr): Expr | undefined {
  const widened = widen(expr);
  return JSON.stringify(widened).includes(STAND_IN) ? undefined : widened;
}

const widen = (expr: Expr): Expr => mapExpr(expr, { selector: widenSelector });

function widenSelector(selector: Selector): Selector {
  const matchers = selector.matchers.map((matcher): Matcher =>
    matcher.value.includes(STAND_IN) ? { label: matcher.label, operator: '=~', value: '.*' } : matcher,
  );
  return { ...selector, matchers };
}
