/** PromQL as data. Every node is plain and readonly; `print.ts` writes it, `parse.ts` reads it, `build.ts` types it. */
export type Expr =
  | NumberLiteral
  | StringLiteral
  | Selector
  | RangeSelector
  | Subquery
  | Aggregation
  | Call
  | Binary
  | Negation;

export interface NumberLiteral {
  readonly node: 'number';
  readonly value: number;
}

export interface StringLiteral {
  readonly node: 'string';
  readonly value: string;
}

export type MatchOperator = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly label: string;
  readonly operator: MatchOperator;
  readonly value: string;
}

/** Where in time a selector or subquery looks. */
export interface TimeShift {
  /** Seconds into the past; negative looks ahead. Absent or 0: now. */
  readonly offset?: number;
  /** `@`: a Unix time in seconds, or the ends of the query's range. Absent: the evaluation time. */
  readonly at?: number | 'start' | 'end';
}

/** `name{label="value"} offset 5m`. */
export interface Selector extends TimeShift {
  readonly node: 'selector';
  /** Metric name; absent when only matchers select (`{__name__=~"a|b"}`). */
  readonly name?: string;
  readonly matchers: readonly Matcher[];
}

/** `selector[5m]`. The time shift is the selector's. */
export interface RangeSelector {
  readonly node: 'range';
  readonly selector: Selector;
  /** Seconds. */
  readonly window: number;
}

/** `expr[1h:1m]`. */
export interface Subquery extends TimeShift {
  readonly node: 'subquery';
  readonly expr: Expr;
  /** Seconds. */
  readonly window: number;
  /** Seconds; absent: the global evaluation interval. */
  readonly step?: number;
}

export const AGGREGATORS = [
  'sum',
  'avg',
  'min',
  'max',
  'group',
  'count',
  'stddev',
  'stdvar',
  'topk',
  'bottomk',
  'quantile',
  'count_values',
] as const;
export type Aggregator = (typeof AGGREGATORS)[number];

/** `sum by (a, b) (expr)`. */
export interface Aggregation {
  readonly node: 'aggregation';
  readonly operator: Aggregator;
  /** Absent: everything into one series. */
  readonly grouping?: { readonly mode: 'by' | 'without'; readonly labels: readonly string[] };
  /** The k of topk, the φ of quantile, the label of count_values. */
  readonly parameter?: Expr;
  readonly expr: Expr;
}

/** `rate(...)`. */
export interface Call {
  readonly node: 'call';
  readonly name: string;
  readonly args: readonly Expr[];
}

export const ARITHMETIC = ['+', '-', '*', '/', '%', '^', 'atan2'] as const;
export const COMPARISONS = ['==', '!=', '>', '<', '>=', '<='] as const;
export const SET_OPERATORS = ['and', 'or', 'unless'] as const;
export type ArithmeticOperator = (typeof ARITHMETIC)[number];
export type ComparisonOperator = (typeof COMPARISONS)[number];
export type SetOperator = (typeof SET_OPERATORS)[number];
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | SetOperator;

export const isComparison = (operator: string): operator is ComparisonOperator =>
  (COMPARISONS as readonly string[]).includes(operator);

/** The same comparison with its sides swapped. */
export const SWAPPED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
};

/** Which labels two vectors are joined on, and which side may have several partners. */
export interface Matching {
  readonly mode: 'on' | 'ignoring';
  readonly labels: readonly string[];
  readonly group?: { readonly side: 'left' | 'right'; readonly include: readonly string[] };
}

/** `left op right`. */
export interface Binary {
  readonly node: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expr;
  readonly right: Expr;
  /** `bool`: a comparison that answers 0 or 1 rather than filtering. */
  readonly bool?: true;
  readonly matching?: Matching;
}

/** `-expr`. */
export interface Negation {
  readonly node: 'negation';
  readonly expr: Expr;
}

export function children(expr: Expr): readonly Expr[] {
  switch (expr.node) {
    case 'number':
    case 'string':
    case 'selector':
      return [];
    case 'range':
      return [expr.selector];
    case 'subquery':
    case 'negation':
      return [expr.expr];
    case 'aggregation':
      return expr.parameter === undefined ? [expr.expr] : [expr.parameter, expr.expr];
    case 'call':
      return expr.args;
    case 'binary':
      return [expr.left, expr.right];
  }
}

/** How {@link mapExpr} changes an expression. What is absent stays as it is. */
export interface ExprChange {
  /** Selectors, those of ranges included. */
  readonly selector?: (selector: Selector) => Selector;
  /** Every other node, after the nodes inside it were changed. */
  readonly node?: (node: Exclude<Expr, Selector>) => Expr;
}

/** Rebuilds an expression from the inside out. */
export function mapExpr(expr: Expr, change: ExprChange): Expr {
  const selector = change.selector ?? ((same: Selector) => same);
  const node = change.node ?? ((same: Expr) => same);
  const map = (inner: Expr): Expr => mapExpr(inner, change);
  switch (expr.node) {
    case 'selector':
      return selector(expr);
    case 'number':
    case 'string':
      return node(expr);
    case 'range':
      return node({ ...expr, selector: selector(expr.selector) });
    case 'subquery':
    case 'negation':
      return node({ ...expr, expr: map(expr.expr) });
    case 'aggregation':
      return node({
        ...expr,
        ...(expr.parameter === undefined ? {} : { parameter: map(expr.parameter) }),
        expr: map(expr.expr),
      });
    case 'call':
      return node({ ...expr, args: expr.args.map(map) });
    case 'binary':
      return node({ ...expr, left: map(expr.left), right: map(expr.right) });
  }
}

/** Every node of an expression, itself first. Not by recursion, which takes quadratic time for a deep one. */
export function* walk(expr: Expr): Generator<Expr> {
  const ahead = [expr];
  for (let node = ahead.pop(); node !== undefined; node = ahead.pop()) {
    yield node;
    ahead.push(...children(node).toReversed());
  }
}
