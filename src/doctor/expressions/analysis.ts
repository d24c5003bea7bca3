import {
  children,
  type Aggregation,
  type Binary,
  type Call,
  type Expr,
  type Selector,
} from '../../promql/expr';
import type { Expression } from './expression';
import type { SeriesCatalog } from './series-catalog';
import { judge, type Verdict } from './verdict';

export interface Site<E extends Expr = Expr> {
  readonly expression: Expression;
  readonly node: E;
}

/** Expressions, split into their parts once for all checks, when the first check reads them. */
export class Analysis {
  private known: readonly Expression[] | undefined;
  private split: Sites | undefined;
  private readonly verdicts = new Map<Selector, Verdict | undefined>();

  constructor(
    readonly catalog: SeriesCatalog,
    private readonly read: () => readonly Expression[],
  ) {}

  get expressions(): readonly Expression[] {
    this.known ??= this.read();
    return this.known;
  }

  get selectors(): readonly Site<Selector>[] {
    return this.sites.selectors;
  }

  get aggregations(): readonly Site<Aggregation>[] {
    return this.sites.aggregations;
  }

  get calls(): readonly Site<Call>[] {
    return this.sites.calls;
  }

  get binaries(): readonly Site<Binary>[] {
    return this.sites.binaries;
  }

  verdict(selector: Selector): Verdict | undefined {
    if (!this.verdicts.has(selector)) this.verdicts.set(selector, judge(selector, this.catalog));
    return this.verdicts.get(selector);
  }

  private get sites(): Sites {
    this.split ??= new Sites(this.expressions);
    return this.split;
  }
}

class Sites {
  readonly selectors: Site<Selector>[] = [];
  readonly aggregations: Site<Aggregation>[] = [];
  readonly calls: Site<Call>[] = [];
  readonly binaries: Site<Binary>[] = [];

  constructor(expressions: readonly Expression[]) {
    for (const expression of expressions)
      if (expression.expr !== undefined) this.collect(expression, expression.expr, new Set());
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
