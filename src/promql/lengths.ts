import { readNewerNumber, readNumber } from './number';
import { UNSUPPORTED, type Source, type Token } from './source';
import { LONGEST, tryMilliseconds } from './window';

/** How reports name lengths of time that are not read. */
export const DURATIONS = 'durations with arithmetic or without a unit';

const OPERATOR = /[-+*/%^]/y;

/** Functions of arithmetic with lengths of time, and how many lengths they take. */
const FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ['step', 0],
  ['range', 0],
  ['min_of', 2],
  ['max_of', 2],
]);

/** Arithmetic with lengths of time. Functions in it, such as step(), need a later version than 3.5 beside the flag. */
const COMPUTED_LENGTH = /^(?!.*[a-z_]\()(?:\(|.*\w\s*[-+*/%^])/;

/** What stands in for a number or length of time that is not read. */
const UNREAD = 0;

const NUMBER_WORDS: ReadonlySet<string> = new Set(['inf', 'nan']);

/** Lengths of time and numbers, in seconds. */
export class Lengths {
  constructor(private readonly source: Source) {}

  /** A number without its sign. @returns undefined where none comes next */
  number(): Token | undefined {
    return this.source.number() ?? this.source.keyword(NUMBER_WORDS);
  }

  /** Value of a number, @param from where its sign stands @default it has none */
  valueOf({ text, from: start }: Token, from = start): number {
    const value = readNumber(text);
    if (value !== undefined) return value;
    const written = this.source.since(from);
    if (readNewerNumber(text) === undefined) this.outOfRange(from, written);
    else this.source.unsupported(from, written);
    return UNREAD;
  }

  /** The time behind `@`. */
  time(): number {
    const sign = this.source.sign();
    const number = this.number() ?? this.source.unexpected();
    const value = this.valueOf(number, sign?.from);
    return sign?.text === '-' ? -value : value;
  }

  /** What follows `offset`. */
  offset(): number {
    const sign = this.source.sign();
    const from = this.source.here();
    const isLiteral = this.signed();
    // Only the sign of a number belongs to it.
    if (sign?.text === '-') return -this.length(from, isLiteral);
    return this.length(sign?.from ?? from, isLiteral && sign === undefined);
  }

  /** The length of a range, a subquery or its step. */
  window(): number {
    const from = this.source.here();
    const isLiteral = this.sum();
    const text = this.source.since(from);
    // Only an offset may have a sign.
    if (text.startsWith('-') && (tryMilliseconds(text.slice(1)) ?? readNumber(text.slice(1))) !== undefined)
      this.source.problem(from, 'window or step below 0');
    else if (isLiteral && readNumber(text) === 0) this.outOfRange(from, text);
    return this.length(from, isLiteral);
  }

  /** Newer versions of Prometheus also take plain seconds and sums. */
  private length(from: number, isLiteral: boolean): number {
    const text = this.source.since(from);
    const length = tryMilliseconds(text);
    if (length !== undefined && text !== '0') return length / 1000;
    if (isLiteral && !((readNewerNumber(text) ?? Infinity) * 1000 < LONGEST)) this.outOfRange(from, text);
    else if (!isLiteral && COMPUTED_LENGTH.test(text))
      this.source.problem(
        from,
        `duration expression ${text} needs --enable-feature=promql-duration-expr`,
        UNSUPPORTED,
        DURATIONS,
      );
    else this.source.unsupported(from, text, DURATIONS);
    return UNREAD;
  }

  /** Reads lengths of time that operators join. @returns whether it is a single one without a sign */
  private sum(): boolean {
    let isLiteral = this.signed();
    while (this.source.take(OPERATOR) !== undefined) {
      this.signed();
      isLiteral = false;
    }
    return isLiteral;
  }

  private signed(): boolean {
    let isLiteral = true;
    while (this.source.sign() !== undefined) isLiteral = false;
    return this.primary() && isLiteral;
  }

  private primary(): boolean {
    if (this.number() !== undefined) return true;
    if (this.source.accept('(')) this.nested(1);
    else {
      const word = this.source.word() ?? this.source.unexpected();
      const count = FUNCTIONS.get(word.text);
      if (count === undefined) return this.source.syntaxError(word.from);
      this.source.expect('(');
      this.nested(count);
    }
    return false;
  }

  private nested(count: number): void {
    this.source.nested(() => {
      for (let read = 0; read < count; read += 1) {
        if (read > 0) this.source.expect(',');
        this.sum();
      }
    });
    this.source.expect(')');
  }

  private outOfRange(from: number, text: string): void {
    this.source.problem(from, `${text} is out of range`);
  }
}
