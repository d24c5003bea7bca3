import type { Problem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { children, type Expr } from './expr';
import { DROPPED_FUNCTIONS } from './functions';
import { unquote } from './unquote';

/** Code of a problem with syntax or functions that only some versions of Prometheus support. */
export const UNSUPPORTED = 'unsupported-by-some-versions';

/** Brackets within each other: more than anyone writes, and few enough for every walk's stack. */
const DEEPEST = 500;

/** Operators of a chain. */
const LONGEST_CHAIN = 1000;

/** Of the problems with the code {@link UNSUPPORTED}: what Prometheus reads, and this parser does not. */
const TOO_DEEP = `more than ${DEEPEST} levels of nesting`;
const TOO_LONG = `more than ${LONGEST_CHAIN} operators in a row`;
export const BEYOND_LIMITS: ReadonlySet<string> = new Set([TOO_DEEP, TOO_LONG]);

/** White space and comments. Prometheus knows fewer kinds of white space, see {@link Source.here}. */
const SPACE = /(?:\s|#[^\n]*)+/y;

const SIGN = /[+-]/y;
const WORD = /[a-zA-Z_:][\w:]*/y;
const STRING = /"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|`[^`]*`/y;

const DIGITS = String.raw`\d(?:_?\d)*`;
/** A number up to where one can end, else a length of time, else what there is of a number. */
const NUMBER = new RegExp(
  [
    String.raw`(?:0[xX](?:_?[\da-fA-F])+|(?:${DIGITS}\.(?:${DIGITS})?|\.?${DIGITS})(?:[eE][+-]?${DIGITS})?)(?![\w.])`,
    String.raw`(?=\d+[ywdhms])(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?`,
    String.raw`0[xX][\da-fA-F]+|(?:${DIGITS}(?:\.${DIGITS})?|\.${DIGITS})(?:[eE][+-]?${DIGITS})?`,
  ].join('|'),
  'y',
);

/** What may follow neither a number nor a length of time. */
const WORD_OR_POINT = /[\w.]/;

/** A part of the text. */
export interface Token {
  readonly text: string;
  readonly from: number;
}

/** One text from outside, read from its start to its end, with errors that point into it. */
export class Source {
  private position = 0;
  private tokenEnd = 0;
  private depth = 0;
  private first: Problem | undefined;

  constructor(
    private readonly text: string,
    private readonly resource: string,
  ) {
    if (text.replace(/#.*/g, '').trim() === '') this.syntaxError(0, 'empty expression');
  }

  /** Goes to the next token. @returns where it starts */
  here(): number {
    const next = this.text.charAt(this.position);
    if (next > ' ' && next <= '~' && next !== '#') return this.position;
    SPACE.lastIndex = this.position;
    const space = SPACE.exec(this.text)?.[0];
    if (space !== undefined) {
      this.checkSpace(space, this.position);
      this.position += space.length;
    }
    return this.position;
  }

  private checkSpace(space: string, from: number): void {
    if (/^[ \t\n]*$/.test(space)) return;
    for (const { 0: found, index } of space.matchAll(/#[^\n]*|[^ \t\n\r]/g)) {
      // For Prometheus the comment ends there.
      const carriageReturn = found.search(/\r./);
      if (carriageReturn >= 0)
        this.syntaxError(from + index + carriageReturn, 'carriage return in a comment');
      if (!found.startsWith('#'))
        this.problem(from + index, `character ${JSON.stringify(found)} outside of a string`);
    }
  }

  /** The next character. @returns the empty text at the end */
  next(): string {
    return this.text.charAt(this.here());
  }

  /** Takes what comes next, if it matches a sticky regular expression. */
  take(pattern: RegExp): Token | undefined {
    const token = this.look(pattern);
    if (token !== undefined) this.position = this.tokenEnd = token.from + token.text.length;
    return token;
  }

  private look(pattern: RegExp): Token | undefined {
    const from = this.here();
    pattern.lastIndex = from;
    const text = pattern.exec(this.text)?.[0];
    return text === undefined ? undefined : { text, from };
  }

  /** Takes the next character if it is this one. */
  accept(character: string): boolean {
    if (this.next() !== character) return false;
    this.position += 1;
    this.tokenEnd = this.position;
    return true;
  }

  /** Takes a character that has to come next. */
  expect(character: string): void {
    if (!this.accept(character)) this.unexpected();
  }

  /** Reads what is in brackets. */
  nested<T>(read: () => T): T {
    if (this.depth >= DEEPEST) this.tooDeep();
    this.depth += 1;
    const found = read();
    this.depth -= 1;
    return found;
  }

  tooDeep(): never {
    return this.syntaxError(this.here(), `nested more than ${DEEPEST} levels deep`, UNSUPPORTED, TOO_DEEP);
  }

  word(): Token | undefined {
    return this.take(WORD);
  }

  /** Takes one of some words, in any case. */
  keyword(words: ReadonlySet<string>): Token | undefined {
    const word = this.look(WORD);
    const text = word?.text.toLowerCase();
    if (text === undefined || !words.has(text)) return undefined;
    return { ...this.take(WORD)!, text };
  }

  sign(): Token | undefined {
    return this.take(SIGN);
  }

  string(): Token | undefined {
    return this.take(STRING);
  }

  /** A number or length of time without a sign. */
  number(): Token | undefined {
    const number = this.take(NUMBER);
    if (number !== undefined && WORD_OR_POINT.test(this.text.charAt(this.position)))
      this.syntaxError(this.position);
    return number;
  }

  /** The text from a position to the end of the last token. */
  since(from: number): string {
    return this.text.slice(from, this.tokenEnd);
  }

  /** Value of a string literal. */
  valueOf({ text, from }: Token): string {
    // Prometheus takes it for a broken character, but not its escape.
    const broken = text.indexOf('\ufffd');
    if (broken >= 0)
      this.problem(from + broken, String.raw`character U+FFFD in a string, which has to be written \ufffd`);
    const value = unquote(text);
    if (value === undefined) this.problem(from, 'string without an end or with an unknown escape');
    return value ?? '';
  }

  /** Refuses whatever comes next. */
  unexpected(): never {
    return this.syntaxError(this.here());
  }

  /** Refuses a text that cannot be read on. */
  syntaxError(position: number, message = 'syntax error', code?: string, feature?: string): never {
    throw new InvalidInput(this.problemAt(position, message, code, feature));
  }

  /** Refuses the text, once the rest of it is read without a syntax error. */
  problem(position: number, message: string, code?: string, feature?: string): void {
    // What no version reads comes before what only some do.
    if (this.first === undefined || (this.first.code === UNSUPPORTED && code === undefined))
      this.first = this.problemAt(position, message, code, feature);
  }

  /** Refuses what newer versions of Prometheus read. */
  unsupported(from: number, text: string, feature?: string): void {
    this.problem(from, `not every Prometheus since 2.42 supports ${text}`, UNSUPPORTED, feature);
  }

  /** Refuses a chain of this many operators, if they are too many. */
  checkChain(length: number): void {
    if (length > LONGEST_CHAIN) this.syntaxError(0, TOO_LONG, UNSUPPORTED, TOO_LONG);
  }

  /** A name with a bracket behind it that is no function. */
  unknownFunction({ text, from }: Token): void {
    const message = `unknown function ${text}`;
    if (!DROPPED_FUNCTIONS.has(text)) this.syntaxError(from, message);
    this.problem(from, message, UNSUPPORTED, `function ${text}`);
  }

  /** Ends the text. @throws InvalidInput for the first problem */
  end(expr: Expr): void {
    if (this.here() < this.text.length) this.unexpected();
    // Signs, and chains within chains.
    if (isDeeper(expr, LONGEST_CHAIN + 1)) this.tooDeep();
    if (this.first !== undefined) throw new InvalidInput(this.first);
  }

  private problemAt(position: number, message: string, code?: string, feature?: string): Problem {
    const lines = this.text.slice(0, position).split('\n');
    const column = `column ${lines.at(-1)!.length + 1}`;
    return {
      resource: this.resource,
      path: 'expression',
      message: `${message} (${this.text.includes('\n') ? `line ${lines.length}, ` : ''}${column})`,
      found: this.text,
      fix: 'correct it there (grammar: prometheus.io/docs/prometheus/latest/querying/basics)',
      ...(code === undefined ? {} : { code }),
      ...(feature === undefined ? {} : { feature }),
    };
  }
}

/** Whether nodes lie in more levels than these. Walks no stack of its own, as deep ones would overflow it. */
function isDeeper(expr: Expr, levels: number): boolean {
  let level: readonly Expr[] = [expr];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= levels) return true;
    level = level.flatMap(children);
  }
  return false;
}
