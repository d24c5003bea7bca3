import type { Binary, Expr } from './expr';
import { associatesRight, NEGATION_PRECEDENCE, PRECEDENCE } from './precedence';
import type { Source, Token } from './source';

/** What only newer versions apply a plus to without a complaint. */
const WITHOUT_SIGN: readonly Expr['node'][] = ['string', 'range', 'subquery'];

interface Operand {
  readonly expr: Expr;
  readonly from: number;
  /** Absent: what an operator or a sign made. */
  readonly as?: 'written' | 'in brackets';
}

/** An operator with its modifiers. */
export type Joint = Pick<Binary, 'operator' | 'bool' | 'matching'>;

/** Operands between operators, grouped by Prometheus' precedence as they are read. */
export class Chain {
  private readonly operands: Operand[] = [];
  /** Signs and operators that still wait for what is behind them. */
  private readonly open: (Token | Joint)[] = [];
  private length = 0;

  constructor(private readonly source: Source) {}

  sign(sign: Token): void {
    this.open.push(sign);
  }

  operand(operand: Operand): void {
    this.operands.push(operand);
  }

  operator(joint: Joint): void {
    this.length += 1;
    this.source.checkChain(this.length);
    this.close(PRECEDENCE[joint.operator], associatesRight(joint.operator));
    this.open.push(joint);
  }

  end(): Expr {
    this.close(0, false);
    return this.operands[0]!.expr;
  }

  /** Applies what binds more strongly than the next operator, or as strongly and from the left. */
  private close(strength: number, fromRight: boolean): void {
    for (let last = this.open.at(-1); last !== undefined; last = this.open.at(-1)) {
      const own = 'operator' in last ? PRECEDENCE[last.operator] : NEGATION_PRECEDENCE;
      if (own < strength || (own === strength && fromRight)) return;
      this.open.pop();
      this.operands.push('operator' in last ? this.joined(last) : this.signed(last));
    }
  }

  private joined(joint: Joint): Operand {
    const right = this.operands.pop()!;
    const left = this.operands.pop()!;
    return { expr: { node: 'binary', left: left.expr, right: right.expr, ...joint }, from: left.from };
  }

  private signed(sign: Token): Operand {
    const { expr, from, as } = this.operands.pop()!;
    // A plus leaves no trace, so it is checked here what it stands before.
    if (sign.text === '+') {
      if (as !== undefined && WITHOUT_SIGN.includes(expr.node))
        this.source.problem(from, 'a sign needs a scalar or an instant vector');
      return { expr, from };
    }
    // A number with a sign is a number to a reader too, unless brackets stand between them.
    const isLiteral = expr.node === 'number' && as !== 'in brackets';
    return { expr: isLiteral ? { node: 'number', value: -expr.value } : { node: 'negation', expr }, from };
  }
}
