import type { SyntaxNode } from '@lezer/common';
import { readNewerNumber, readNumber } from './number';
import { signOf } from './precedence-climbing';
import { DURATIONS, UNSUPPORTED, type Source } from './source';
import { unquote } from './unquote';
import { LONGEST, tryMilliseconds } from './window';

/** Arithmetic with lengths of time. Functions in it, such as step(), need a later version than 3.5 beside the flag. */
const COMPUTED_LENGTH = /^(?!.*[a-z_]\()(?:\(|.*\w\s*[-+*/%^])/;

/** A number or duration without arithmetic. */
const isLiteral = (node: SyntaxNode): boolean =>
  node.firstChild?.name === 'NumberDurationLiteralInDurationContext';

/** Values of the numbers, lengths of time and strings of a text. */
export class Literals {
  constructor(private readonly source: Source) {}

  /** The value without its sign. */
  number(node: SyntaxNode): number {
    // White space and comments may stand behind the sign.
    const digits = this.source.slice(node).split(/\s/).at(-1)!.replace(/^[+-]/, '');
    const value = readNumber(digits);
    if (value !== undefined) return value;
    return readNewerNumber(digits) === undefined ? this.outOfRange(node) : this.source.unsupported(node);
  }

  /** The time of `@`. */
  at(node: SyntaxNode): number | 'start' | 'end' {
    if (node.name === 'AtModifierPreprocessors')
      return this.source.slice(node).toLowerCase() as 'start' | 'end';
    return signOf(this.source, node) === '-' ? -this.number(node) : this.number(node);
  }

  /** What follows `offset`, in seconds. */
  offset(node: SyntaxNode): number {
    const [sign, length] = this.source.operands(node);
    if (length === undefined) return this.duration(node);
    return signOf(this.source, sign!) === '-' ? -this.duration(length) : this.duration(node);
  }

  /** The length of a range, a subquery or its step, in seconds. */
  window(node: SyntaxNode): number {
    const text = this.source.slice(node);
    const zero = isLiteral(node) && readNumber(text) === 0;
    // Only an offset may have a sign.
    if (text.startsWith('-') && (tryMilliseconds(text.slice(1)) ?? readNumber(text.slice(1))) !== undefined)
      return this.source.reject(node.from, 'window or step below 0');
    return zero ? this.outOfRange(node) : this.duration(node);
  }

  /** A length of time in seconds. Newer versions of Prometheus also take plain seconds and sums. */
  private duration(node: SyntaxNode): number {
    const text = this.source.slice(node);
    const length = tryMilliseconds(text);
    if (length !== undefined && text !== '0') return length / 1000;
    if (isLiteral(node))
      return (readNewerNumber(text) ?? Infinity) * 1000 < LONGEST
        ? this.source.unsupported(node)
        : this.outOfRange(node);
    return COMPUTED_LENGTH.test(text)
      ? this.source.reject(
          node.from,
          `duration expression ${text} needs --enable-feature=promql-duration-expr`,
          UNSUPPORTED,
          DURATIONS,
        )
      : this.source.unsupported(node);
  }

  private outOfRange(node: SyntaxNode): never {
    return this.source.reject(node.from, `${this.source.slice(node)} is out of range`);
  }

  string(node: SyntaxNode): string {
    const problem = 'string without an end or with an unknown escape';
    return unquote(this.source.slice(node)) ?? this.source.reject(node.from, problem);
  }
}
