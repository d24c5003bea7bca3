import { TemplateSyntax, type Token } from './template-lexer';

/** A pipeline: commands, each a function or value with its arguments. */
export interface Pipeline {
  readonly commands: readonly (readonly Operand[])[];
}

export interface Operand {
  readonly kind: Token['kind'] | 'pipeline';
  readonly text: string;
  /** @default none */
  readonly inner?: Pipeline;
}

/** Words that are values. */
const CONSTANTS = ['true', 'false', 'nil'];

/** Tokens that are values of their own. */
const VALUES: readonly Token['kind'][] = ['number', 'string', 'character'];

/**
 * Reads the content of one action by Go's grammar.
 * @see https://pkg.go.dev/text/template/parse
 */
export class ActionParser {
  private position = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly functions: ReadonlySet<string>,
    /** Variables in scope, to which declarations are added. */
    private readonly variables: string[],
  ) {}

  /** The next token without blanks, which stays. */
  peek(): Token {
    while (this.tokens[this.position]!.kind === 'space') this.position++;
    return this.tokens[this.position]!;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.position++;
    return token;
  }

  end(where: string): void {
    const token = this.peek();
    if (token.kind !== 'end') throw unexpected(token, where);
  }

  /** @param variables how many may be declared: 2 for range */
  pipeline(where: string, variables = 1, closing: 'end' | 'close' = 'end'): Pipeline {
    this.declarations(where, variables);
    const commands: (readonly Operand[])[] = [];
    for (;;) {
      const token = this.peek();
      if (token.kind === closing) {
        if (commands.length === 0) throw new TemplateSyntax(`missing value for ${where}`, token.at);
        this.checkStages(commands, token);
        if (closing === 'close') this.position++;
        return { commands };
      }
      commands.push(this.command(where));
    }
  }

  private declarations(where: string, most: number): void {
    let start = this.position;
    let declared = 0;
    for (;;) {
      const name = this.peek();
      if (name.kind !== 'variable') break;
      this.position++;
      const next = this.peek();
      if (next.kind === 'declare' || next.kind === 'assign') {
        this.position++;
        // Go's parser treats an assignment as a declaration too.
        this.variables.push(name.text);
        return;
      }
      if (next.kind !== 'comma' || declared + 1 >= most) {
        if (next.kind === 'comma' && declared + 1 >= most)
          throw new TemplateSyntax(
            most === 1 ? `unexpected "," in ${where}` : `too many variables in ${where}`,
            next.at,
          );
        break;
      }
      this.position++;
      declared++;
      if (!['variable', 'end', 'close'].includes(this.peek().kind))
        throw new TemplateSyntax(`expected a variable after "," in ${where}`, this.peek().at);
      // Without := the first is declared nevertheless, and the second is the value.
      this.variables.push(name.text);
      start = this.position;
    }
    this.position = start;
  }

  private command(where: string): readonly Operand[] {
    const operands: Operand[] = [];
    for (;;) {
      const start = this.peek();
      const operand = this.operand();
      if (operand !== undefined) operands.push(operand);
      const next = this.tokens[this.position]!;
      if (next.kind === 'space') {
        this.position++;
        continue;
      }
      if (next.kind === 'pipe') {
        this.position++;
        if (operands.length === 0) throw new TemplateSyntax('missing command before |', start.at);
      } else if (next.kind !== 'end' && next.kind !== 'close') throw unexpected(next, where);
      if (operands.length === 0) throw unexpected(next, where);
      return operands;
    }
  }

  private operand(): Operand | undefined {
    const term = this.term();
    if (term === undefined) return undefined;
    let { text } = term;
    while (this.tokens[this.position]!.kind === 'field') {
      const field = this.tokens[this.position]!;
      if (VALUES.includes(term.kind as Token['kind']) || CONSTANTS.includes(term.text) || term.kind === 'dot')
        throw new TemplateSyntax(`unexpected ${JSON.stringify(field.text)} after ${term.text}`, field.at);
      text += field.text;
      this.position++;
    }
    return { ...term, text };
  }

  private term(): Operand | undefined {
    const token = this.peek();
    switch (token.kind) {
      case 'word':
        if (!CONSTANTS.includes(token.text) && !this.functions.has(token.text))
          throw new TemplateSyntax(`unknown template function ${token.text}`, token.at, token.text);
        break;
      case 'variable':
        this.known(token);
        break;
      case 'open':
        this.position++;
        return { kind: 'pipeline', text: '(...)', inner: this.pipeline('parentheses', 1, 'close') };
      case 'number':
      case 'string':
      case 'character':
      case 'dot':
      case 'field':
        break;
      default:
        return undefined;
    }
    this.position++;
    return { kind: token.kind, text: token.text };
  }

  private known({ text, at }: Token): void {
    if (!this.variables.includes(text)) throw new TemplateSyntax(`undefined variable ${text}`, at, text);
  }

  /** Only the first command of a pipeline can be a plain value. */
  private checkStages(commands: readonly (readonly Operand[])[], { at }: Token): void {
    for (const [first] of commands.slice(1)) {
      const { kind, text } = first!;
      if (VALUES.includes(kind as Token['kind']) || kind === 'dot' || CONSTANTS.includes(text))
        throw new TemplateSyntax(`${text} after | is a value, not a function`, at);
    }
  }
}

function unexpected({ kind, text, at }: Token, where: string): TemplateSyntax {
  if (kind === 'end' && where === 'parentheses') return new TemplateSyntax('unbalanced parentheses', at);
  if (kind === 'comma')
    return new TemplateSyntax(`unexpected "," in ${where}: arguments are separated by blanks`, at);
  if (kind === 'open')
    return new TemplateSyntax(
      `unexpected "(" in ${where}: write a blank before it, or pipe the value to the function`,
      at,
    );
  return new TemplateSyntax(`unexpected ${JSON.stringify(kind === 'end' ? '}}' : text)} in ${where}`, at);
}
