import type { SyntaxNode } from '@lezer/common';
import { valueType } from './check';
import {
  AGGREGATORS,
  type Aggregator,
  type Binary,
  type Expr,
  type Matcher,
  type MatchOperator,
  type Matching,
  type Selector,
  type TimeShift,
} from './expr';
import { Literals } from './literals';
import { climb, termsOf, type Group, type Term } from './precedence-climbing';
import { experimentalMessage } from './functions';
import { Source, UNSUPPORTED, type Roots } from './source';
import { isUnlistable, isUnselectable } from '../metrics/names';

/**
 * Reads PromQL that comes from outside, with Prometheus' own grammar and then with its type rules.
 * Names in quotes are read, although only Prometheus 3 does; {@link quotedNames} finds them.
 * @param resource what to name in an error, e.g. `PrometheusRule shop/payments`. @default 'PromQL'
 * @throws InvalidInput for text that Prometheus would not load, or that uses what else not every Prometheus since 2.42 reads
 * @example
 * print(parse('sum(rate(a_total[5m]))')) // sum(rate(a_total[5m]))
 */
export function parse(text: string, resource = 'PromQL'): Expr {
  const source = new Source(text, resource);
  const expr = new Reader(source, source.roots()).whole();
  valueType(expr, resource);
  return expr;
}

const hasOffset = ({ offset = 0 }: TimeShift): boolean => offset !== 0;

/** Turns the grammar's tree into ours. One instance a text, so that every error can point into it. */
class Reader {
  constructor(
    private readonly source: Source,
    private readonly roots: Roots,
    private readonly literals = new Literals(source),
  ) {}

  whole(): Expr {
    return this.chain(this.roots.get(0)!);
  }

  private expr(node: SyntaxNode): Expr {
    return this.chain(this.roots.get(node.from) ?? [node]);
  }

  /** @param nodes one, or the parts of a long chain */
  private chain([first, ...further]: readonly SyntaxNode[]): Expr {
    const terms = further.flatMap((node) => {
      const [standIn, ...rest] = termsOf(this.source, node);
      // Newer modifiers enclose the whole part, and are refused.
      this.operand(standIn!.node);
      return rest;
    });
    return this.group(climb([...termsOf(this.source, first!), ...terms]));
  }

  private group(group: Group): Expr {
    switch (group.kind) {
      case 'operand':
        return this.suffixed(group);
      case 'signed': {
        const { sign, of } = group;
        const expr = this.group(of);
        if (sign === '+') return this.withoutPlus(expr, of);
        // A number with a sign is a number to a reader too, unless brackets stand between them.
        const literal = expr.node === 'number' && !(of.kind === 'operand' && of.node.name === 'ParenExpr');
        return literal ? { node: 'number', value: -expr.value } : { node: 'negation', expr };
      }
      case 'joined':
        return {
          node: 'binary',
          operator: group.joint.operator,
          left: this.group(group.left),
          right: this.group(group.right),
          ...this.modifiers(group.joint.node),
        };
    }
  }

  /** Leaves no trace, so it is checked here what it stands before. */
  private withoutPlus(expr: Expr, of: Group): Expr {
    const refused: readonly Expr['node'][] = ['string', 'range', 'subquery'];
    return of.kind === 'operand' && refused.includes(expr.node)
      ? this.source.reject(of.node.from, 'a sign needs a scalar or an instant vector')
      : expr;
  }

  private suffixed({ node, suffixes }: Term): Expr {
    return suffixes.reduce((expr, suffix, index) => {
      // Only what stands in front of the first suffix can be in parentheses.
      const bare = index > 0 || node.name === 'VectorSelector';
      const [, first, second] = this.source.operands(suffix);
      switch (suffix.name) {
        case 'MatrixSelector':
          // Of what stands before the range, Prometheus overlooks what is not a number: start(), end() and `offset 0s`.
          if (expr.node !== 'selector' || !bare || hasOffset(expr) || typeof expr.at === 'number')
            return this.source.reject(first!.from, 'a range needs a selector');
          return { node: 'range', selector: expr, window: this.literals.window(first!) };
        case 'SubqueryExpr': {
          const window = this.literals.window(first!);
          return { node: 'subquery', expr, window, ...(second && { step: this.literals.window(second) }) };
        }
        case 'OffsetExpr':
          return this.shifted(bare ? expr : undefined, first!, { offset: this.literals.offset(second!) });
        default: // StepInvariantExpr
          return this.shifted(bare ? expr : undefined, first!, { at: this.literals.at(second!) });
      }
    }, this.operand(node));
  }

  private shifted(expr: Expr | undefined, keyword: SyntaxNode, shift: TimeShift): Expr {
    switch (expr?.node) {
      case 'range':
        return { ...expr, selector: this.shiftOnce(expr.selector, keyword, shift) };
      case 'selector':
      case 'subquery':
        return this.shiftOnce(expr, keyword, shift);
      default:
        return this.source.reject(keyword.from, 'offset and @ need a selector or a subquery');
    }
  }

  private shiftOnce<T extends TimeShift>(expr: T, keyword: SyntaxNode, shift: TimeShift): T {
    // An offset of 0 is as good as none.
    const twice = 'at' in shift ? 'at' in expr : hasOffset(expr);
    return twice ? this.source.reject(keyword.from, 'duplicate offset or @') : { ...expr, ...shift };
  }

  private operand(node: SyntaxNode): Expr {
    const [first, second] = this.source.operands(node);
    switch (node.name) {
      case 'NumberDurationLiteral':
        return { node: 'number', value: this.literals.number(node) };
      case 'StringLiteral':
        return { node: 'string', value: this.literals.string(node) };
      case 'ParenExpr':
        return this.expr(first!);
      case 'VectorSelector':
        return this.selector(node);
      case 'AggregateExpr':
        return this.aggregation(node);
      case 'FunctionCall': {
        const args = this.source.operands(second!).map((argument) => this.expr(argument));
        return { node: 'call', name: this.source.slice(first!), args };
      }
      default:
        return this.source.unsupported(node);
    }
  }

  private selector(node: SyntaxNode): Selector {
    const bare = node.getChild('Identifier');
    const list = node.getChild('LabelMatchers');
    const parts = list ? this.source.operands(list) : [];
    // `{"http.server.duration", a="b"}`: a part without an operator is the name.
    const [quoted, second] = parts.filter((part) => part.name === 'QuotedLabelName');
    if (second) this.source.unsupported(second);
    if (bare && quoted) this.source.reject(quoted.from, 'duplicate metric name');
    const name = bare ? this.source.slice(bare) : quoted && this.quotedName(quoted);
    return {
      node: 'selector',
      ...(name !== undefined && { name }),
      matchers: parts.filter((part) => part !== quoted).map((matcher) => this.matcher(matcher)),
    };
  }

  /** A name of a metric or label, as Prometheus 3 reads it. Keywords stay out: without quotes they are not names. */
  private quotedName(node: SyntaxNode): string {
    const name = this.literals.string(node);
    return name === '' || isUnselectable(name) || isUnlistable(name) ? this.source.unsupported(node) : name;
  }

  private labelName(node: SyntaxNode): string {
    return node.name === 'QuotedLabelName' ? this.quotedName(node) : this.source.slice(node);
  }

  private matcher(node: SyntaxNode): Matcher {
    const [label, operator, value] = this.source.operands(node);
    return {
      label: this.labelName(label!),
      operator: this.source.slice(operator!) as MatchOperator,
      value: this.literals.string(value!),
    };
  }

  private aggregation(node: SyntaxNode): Expr {
    const operator = this.source.slice(node.getChild('AggregateOp')!).toLowerCase();
    if (!(AGGREGATORS as readonly string[]).includes(operator))
      return this.source.reject(
        node.from,
        experimentalMessage(operator),
        UNSUPPORTED,
        `function ${operator}`,
      );
    const modifier = node.getChild('AggregateModifier');
    const args = this.source.operands(node.getChild('FunctionCallBody')!);
    const inner = args.at(-1);
    if (inner === undefined || args.length > 2)
      return this.source.reject(node.from, `wrong number of arguments for ${operator}: ${args.length}`);
    return {
      node: 'aggregation',
      operator: operator as Aggregator,
      ...(modifier && {
        grouping: {
          mode: modifier.getChild('By') ? 'by' : 'without',
          labels: this.labels(modifier.getChild('GroupingLabels')),
        },
      }),
      ...(args.length === 2 && { parameter: this.expr(args[0]!) }),
      expr: this.expr(inner),
    };
  }

  private modifiers(node: SyntaxNode): Pick<Binary, 'bool' | 'matching'> {
    const fill = node.getChild('FillModifier');
    if (fill) this.source.unsupported(fill);
    const matching = node.getChild('MatchingModifierClause');
    return {
      ...(node.getChild('BoolModifier') && { bool: true }),
      ...(matching && { matching: this.matching(matching) }),
    };
  }

  private matching(node: SyntaxNode): Matching {
    const [labels, include] = node.getChildren('GroupingLabels');
    const side = node.getChild('GroupLeft') ? 'left' : node.getChild('GroupRight') ? 'right' : undefined;
    return {
      mode: node.getChild('On') ? 'on' : 'ignoring',
      labels: this.labels(labels),
      ...(side && { group: { side, include: this.labels(include) } }),
    };
  }

  private labels(node: SyntaxNode | null | undefined): readonly string[] {
    return (node ? this.source.operands(node) : []).map((label) => this.labelName(label));
  }
}
