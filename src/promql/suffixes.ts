import type { Expr, TimeShift } from './expr';
import type { Lengths } from './lengths';
import type { Source, Token } from './source';

const AT = /@/y;
const OFFSET: ReadonlySet<string> = new Set(['offset']);
const ENDS: ReadonlySet<string> = new Set(['start', 'end']);
const NEWER: ReadonlySet<string> = new Set(['anchored', 'smoothed']);

const hasOffset = ({ offset = 0 }: TimeShift): boolean => offset !== 0;

/** What follows an operand: ranges, subqueries and shifts in time. */
export class Suffixes {
  constructor(
    private readonly source: Source,
    private readonly lengths: Lengths,
  ) {}

  /**
   * An operand with all that follows it.
   * @param from where it starts
   */
  behind(operand: Expr, as: 'written' | 'in brackets', from: number): Expr {
    let expr = operand;
    for (let isFirst = true; ; isFirst = false) {
      // Only what stands in front of the first suffix can be in brackets.
      const isBare = !isFirst || (expr.node === 'selector' && as === 'written');
      const next = this.ranged(expr, isBare) ?? this.shifted(expr, isBare) ?? this.newer(expr, from);
      if (next === undefined) return expr;
      expr = next;
    }
  }

  private ranged(expr: Expr, isBare: boolean): Expr | undefined {
    if (!this.source.accept('[')) return undefined;
    const from = this.source.here();
    const window = this.lengths.window();
    if (this.source.accept(':')) {
      const step = this.source.next() === ']' ? undefined : this.lengths.window();
      this.source.expect(']');
      return { node: 'subquery', expr, window, ...(step !== undefined && { step }) };
    }
    this.source.expect(']');
    // Of what stands before the range, Prometheus overlooks what is not a number: start(), end() and `offset 0s`.
    if (expr.node === 'selector' && isBare && !hasOffset(expr) && typeof expr.at !== 'number')
      return { node: 'range', selector: expr, window };
    this.source.problem(from, 'a range needs a selector');
    return expr;
  }

  private shifted(expr: Expr, isBare: boolean): Expr | undefined {
    const at = this.source.take(AT);
    if (at !== undefined) return this.shiftedBy(expr, isBare, at, { at: this.end() ?? this.lengths.time() });
    const offset = this.source.keyword(OFFSET);
    return offset && this.shiftedBy(expr, isBare, offset, { offset: this.lengths.offset() });
  }

  private shiftedBy(expr: Expr, isBare: boolean, keyword: Token, shift: TimeShift): Expr {
    const shifts = isBare ? (expr.node === 'range' ? expr.selector : expr) : undefined;
    if (shifts?.node !== 'selector' && shifts?.node !== 'subquery') {
      this.source.problem(keyword.from, 'offset and @ need a selector or a subquery');
      return expr;
    }
    // An offset of 0 is as good as none.
    if ('at' in shift ? 'at' in shifts : hasOffset(shifts))
      this.source.problem(keyword.from, 'duplicate offset or @');
    return expr.node === 'range'
      ? { ...expr, selector: { ...expr.selector, ...shift } }
      : { ...shifts, ...shift };
  }

  /** `start()` or `end()` of the range of a query. */
  private end(): 'start' | 'end' | undefined {
    const word = this.source.keyword(ENDS);
    if (word === undefined) return undefined;
    this.source.expect('(');
    this.source.expect(')');
    return word.text as 'start' | 'end';
  }

  private newer(expr: Expr, from: number): Expr | undefined {
    const modifier = this.source.keyword(NEWER);
    if (modifier === undefined) return undefined;
    this.source.unsupported(from, this.source.since(from), `modifier ${modifier.text}`);
    return expr;
  }
}
