import {
  children,
  type Aggregation,
  type Binary,
  type Call,
  type Expr,
  type Selector,
} from '../../promql/expr';
import { ruleExpression, type Expression } from './expression';
import { SeriesCatalog, type AnalysedFacts } from './series-catalog';
import { panelExpressions } from './panels';
import { judge, type Verdict } from './verdict';

/** A part of an expression with the expression. */
export interface Site<E extends Expr = Expr> {
  readonly expression: Expression;
  readonly node: E;
}

/** All expressions that were read, split into their parts once for all checks. */
export class Analysis {
  readonly catalog: SeriesCatalog;
  readonly expressions: readonly Expression[];
  readonly selectors: Site<Selector>[] = [];
  readonly aggregations: Site<Aggregation>[] = [];
  readonly calls: Site<Call>[] = [];
  readonly binaries: Site<Binary>[] = [];
  private readonly verdicts = new Map<Selector, Verdict | undefined>();

  constructor(facts: AnalysedFacts) {
    this.catalog = new SeriesCatalog(facts);
    this.expressions = [...facts.rules.map(ruleExpression), ...panelExpressions(facts.manifests)];
    for (const expression of this.expressions) {
      if (expression.expr !== undefined) this.collect(expression, expression.expr, new Set());
    }
  }

  verdict(selector: Selector): Verdict | undefined {
    if (!this.verdicts.has(selector)) this.verdicts.set(selector, judge(selector, this.catalog));
    return this.verdicts.get(selector);
  }

  /** @param seen parts that were collected already, because builders share parts */
  private collect(expression: Expression, node: Expr, seen: Set<Expr>): void {
    if (seen.has(node)) return;
    seen.add(node);
    switch (node.node) {
      case 'selector':
        this.selectors.push({ expression, node });
        break;
      case 'aggregation':
        this.aggregations.push({ expression, node });
        break;
      case 'call':
        this.calls.push({ expression, node });
        break;
      case 'binary':
        this.binaries.push({ expression, node });
        break;
      default:
    }
    for (const child of children(node)) this.collect(expression, child, seen);
  }
}
