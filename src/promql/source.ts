import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode, Tree } from '@lezer/common';
import { chainsOf } from './long-chains';
import { withPlainNumbers } from './number';
import { InvalidInput } from '../findings/invalid-input';

/** Code of a problem with syntax or functions that only some versions of Prometheus support. */
export const UNSUPPORTED = 'unsupported-by-some-versions';

/** Functions that Prometheus 3 took out of its grammar. */
const DROPPED_FUNCTIONS: ReadonlySet<string> = new Set(['holt_winters']);

/** How reports name lengths of time that are not read. */
export const DURATIONS = 'durations with arithmetic or without a unit';

/** What the nodes of newer grammars are, where their text would be another one each time. */
const FEATURES: ReadonlyMap<string, string> = new Map([
  ['QuotedLabelName', 'names in quotes'],
  ['FillModifier', 'modifier fill'],
  ['AnchoredExpr', 'modifier anchored'],
  ['SmoothedExpr', 'modifier smoothed'],
  ['DurationExpr', DURATIONS],
  ['OffsetDurationExpr', DURATIONS],
  ['NumberDurationLiteralInDurationContext', DURATIONS],
]);

/** What stands before a character within a list of labels, comments and names in quotes included. */
const LABEL_LIST =
  /\b(?:by|without|on|ignoring|group_left|group_right)(?:\s|#[^\n]*\n)*\((?:[\w\s,:]|#[^\n]*\n|"[^"\n]*"|'[^'\n]*'|`[^`]*`)*$/i;

/** Levels of the grammar's tree: more than anyone writes, and few enough for every walk's stack. */
const DEEPEST = 500;

/** From here on, the grammar's program gives up on chains of operators, and marks what follows as an error. */
const SHALLOW = 250;

/** Operators of long chains: few enough for every walk's stack. */
const LONGEST_CHAIN = 1000;

/** A comment or a string. */
interface Opaque {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Nodes of an expression, by where it starts in the text. */
export type Roots = ReadonlyMap<number, readonly SyntaxNode[]>;

/** Of the problems with the code {@link UNSUPPORTED}: what Prometheus reads, and this parser does not. */
const TOO_DEEP = `more than ${DEEPEST} levels of nesting`;
const TOO_LONG = `more than ${LONGEST_CHAIN} operators in a row`;
export const BEYOND_LIMITS: ReadonlySet<string> = new Set([TOO_DEEP, TOO_LONG]);

/** One text from outside with the grammar's tree of it, and errors that point into it. */
export class Source {
  constructor(
    private readonly text: string,
    private readonly resource: string,
  ) {}

  /**
   * The outermost nodes of the expression, and of each chain of operators within it that is read by itself, by where it
   * starts: one node, or one for each part of a long chain, whose first operand stands for the parts before.
   * @throws InvalidInput for text that is not PromQL
   */
  roots(): Roots {
    if (this.text.replace(/#.*/g, '').trim() === '') this.reject(0, 'empty expression');
    const [whole, ...inner] = chainsOf(withPlainNumbers(this.text));
    if (inner.reduce((sum, { length }) => sum + length, whole!.length) > LONGEST_CHAIN) this.rejectChain();
    const opaque: Opaque[] = [];
    const roots = [whole!, ...inner].map(({ from, parts }) => {
      const nodes = parts.map((part) => {
        const tree = this.tree(part);
        opaque.push(...this.checked(tree));
        return this.operands(tree.topNode)[0]!;
      });
      return [from, nodes] as const;
    });
    this.checkCharacters(opaque);
    return new Map(roots);
  }

  /**
   * What may hold any character.
   * @throws InvalidInput for what is not PromQL
   */
  private checked(tree: Tree): readonly Opaque[] {
    const opaque: Opaque[] = [];
    let depth = 0;
    let deepest = 0;
    tree.iterate({
      enter: ({ type, from, to }) => {
        depth += 1;
        deepest = Math.max(deepest, depth);
        if (depth > DEEPEST || (type.isError && deepest > SHALLOW)) this.rejectDepth(from);
        // The grammar recovers from errors, also at the very end (`foo{a="b}`), and marks each with an error node.
        if (type.isError) this.rejectSyntax(from);
        // For the grammar `5offset 1m` is two words.
        if (type.name.startsWith('Number') && /[\w.]/.test(this.text.charAt(to))) this.rejectSyntax(to);
        if (type.name === 'LineComment' || type.name === 'StringLiteral')
          opaque.push({ name: type.name, from, to });
        const carriageReturn = type.name === 'LineComment' ? this.text.slice(from, to).search(/\r./) : -1;
        // For Prometheus the comment ends there, for the grammar at the line feed.
        if (carriageReturn >= 0) this.reject(from + carriageReturn, 'carriage return in a comment');
      },
      leave: () => {
        depth -= 1;
      },
    });
    return opaque;
  }

  private checkCharacters(opaque: readonly Opaque[]): void {
    // The grammar skips whatever Unicode calls white space, Prometheus only these.
    for (const { 0: char, index } of this.text.matchAll(/[^\t\n\r -~]/gu)) {
      const around = opaque.find(({ from, to }) => from <= index && index < to);
      if (around === undefined) this.reject(index, `character ${JSON.stringify(char)} outside of a string`);
      // Prometheus takes it for a broken character, but not its escape.
      if (char === '\ufffd' && around.name === 'StringLiteral')
        this.reject(index, String.raw`character U+FFFD in a string, which has to be written \ufffd`);
    }
  }

  slice({ from, to }: SyntaxNode): string {
    return this.text.slice(from, to);
  }

  /** The node's children but for comments. */
  operands(node: SyntaxNode): readonly SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (let child = node.firstChild; child !== null; child = child.nextSibling)
      if (child.name !== 'LineComment') found.push(child);
    return found;
  }

  /** Refuses what newer versions of the grammar have. */
  unsupported(node: SyntaxNode): never {
    return this.reject(
      node.from,
      `not every Prometheus since 2.42 supports ${this.slice(node)}`,
      UNSUPPORTED,
      FEATURES.get(node.name),
    );
  }

  reject(position: number, problem: string, code?: string, feature?: string): never {
    const lines = this.text.slice(0, position).split('\n');
    const column = `column ${lines.at(-1)!.length + 1}`;
    throw new InvalidInput({
      resource: this.resource,
      path: 'expression',
      message: `${problem} (${this.text.includes('\n') ? `line ${lines.length}, ` : ''}${column})`,
      found: this.text,
      fix: 'correct it there (grammar: prometheus.io/docs/prometheus/latest/querying/basics)',
      ...(code === undefined ? {} : { code }),
      ...(feature === undefined ? {} : { feature }),
    });
  }

  private tree(text: string): Tree {
    try {
      return parser.parse(text);
    } catch {
      // The grammar's program recurses too, and a text can be too deep even for that.
      return this.rejectDepth(0);
    }
  }

  private rejectDepth(position: number): never {
    return this.reject(position, `nested more than ${DEEPEST} levels deep`, UNSUPPORTED, TOO_DEEP);
  }

  private rejectChain(): never {
    return this.reject(0, TOO_LONG, UNSUPPORTED, TOO_LONG);
  }

  private rejectSyntax(position: number): never {
    // Prometheus 3 takes `by (a:b)`, although elsewhere only names of metrics have colons.
    if (this.text[position] === ':' && LABEL_LIST.test(this.text.slice(0, position)))
      this.reject(position, 'label with a colon', UNSUPPORTED, 'labels with a colon');
    // Functions are words of the grammar, so an unknown one is a syntax error at its bracket.
    const called = /(?<![\w:])[a-zA-Z_]\w*(?=\s*$)/.exec(this.text.slice(0, position));
    return called !== null && this.text[position] === '('
      ? this.reject(
          called.index,
          `unknown function ${called[0]}`,
          DROPPED_FUNCTIONS.has(called[0]) ? UNSUPPORTED : undefined,
          `function ${called[0]}`,
        )
      : this.reject(position, 'syntax error');
  }
}
