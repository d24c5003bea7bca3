import {
  children,
  type Aggregation,
  type Binary,
  type Call,
  type Expr,
  type Selector,
} from '../../promql/expr';
import type { Facts } from '../check';
import { ruleExpression, type Expression } from './expression';
import { SeriesCatalog } from './series-catalog';
import { panelExpressions } from './panels';
import { judge, type Verdict } from './verdict';

/** Facts that checks of expressions need. */
export const EXPRESSION_FACTS = [
  'manifests',
  'rules',
  'paths',
  'targetLabels',
  'contracts',
  'prometheus',
] as const;
export type ExpressionFacts = Pick<Facts, (typeof EXPRESSION_FACTS)[number]>;

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

  constructor(facts: ExpressionFacts) {
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

const KNOWN = new WeakMap<Facts['rules'], Analysis>();

/** The analysis of these facts; checks of the same facts share it. */
export function analysisOf(facts: ExpressionFacts): Analysis {
  const known = KNOWN.get(facts.rules);
  if (known !== undefined) return known;
  const fresh = new Analysis(facts);
  KNOWN.set(facts.rules, fresh);
  return fresh;
}
