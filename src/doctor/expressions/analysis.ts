import { groupBy } from '../../findings/group-by';
import { walk, type Aggregation, type Binary, type Call, type Expr, type Selector } from '../../promql/expr';
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
  private sites: ReadonlyMap<Expr['node'], readonly Site[]> | undefined;
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
    return this.sitesOf('selector');
  }

  get aggregations(): readonly Site<Aggregation>[] {
    return this.sitesOf('aggregation');
  }

  get calls(): readonly Site<Call>[] {
    return this.sitesOf('call');
  }

  get binaries(): readonly Site<Binary>[] {
    return this.sitesOf('binary');
  }

  verdict(selector: Selector): Verdict | undefined {
    if (!this.verdicts.has(selector)) this.verdicts.set(selector, judge(selector, this.catalog));
    return this.verdicts.get(selector);
  }

  private sitesOf<K extends Expr['node']>(kind: K): readonly Site<Extract<Expr, { readonly node: K }>>[] {
    this.sites ??= groupBy(this.expressions.flatMap(sitesIn), ({ node }) => node.node);
    // Grouped by the kind of node.
    return (this.sites.get(kind) ?? []) as readonly Site<Extract<Expr, { readonly node: K }>>[];
  }
}

/** The selectors of some expressions, one after the other. */
export function* selectorsIn(expressions: Iterable<Expression>): Generator<Site<Selector>> {
  for (const expression of expressions)
    for (const { node } of sitesIn(expression)) if (node.node === 'selector') yield { expression, node };
}

/** Once each: builders share parts. */
const sitesIn = (expression: Expression): readonly Site[] =>
  expression.expr === undefined
    ? []
    : Array.from(new Set(walk(expression.expr)), (node) => ({ expression, node }));
