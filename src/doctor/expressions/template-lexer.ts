/** One item of an action of a Go template. */
export interface Token {
  readonly kind:
    | 'space'
    | 'word'
    | 'field'
    | 'dot'
    | 'variable'
    | 'number'
    | 'string'
    | 'character'
    | 'pipe'
    | 'comma'
    | 'assign'
    | 'declare'
    | 'open'
    | 'close'
    | 'end';
  readonly text: string;
  /** Index in the template. */
  readonly at: number;
}

/** Why Go rejects a template, at an index of it. */
export class TemplateSyntax extends Error {
  constructor(
    message: string,
    readonly at: number,
    readonly unknownName?: string,
  ) {
    super(message);
  }
}

const NAME = String.raw`[\p{L}\p{Nd}_]`;
const ITEMS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['space', /[ \t\r\n]+/uy],
  ['string', /"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`/uy],
  ['character', /'(?:[^'\\\n]|\\[^\n])+'/uy],
  ['declare', /:=/uy],
  ['assign', /=/uy],
  ['pipe', /\|/uy],
  ['comma', /,/uy],
  ['open', /\(/uy],
  ['close', /\)/uy],
  ['variable', new RegExp(String.raw`\$${NAME}*`, 'uy')],
  ['number', new RegExp(String.raw`(?:[+-]?\.?\d)(?:[eEpP][+-]|[\p{L}\p{Nd}_.])*`, 'uy')],
  ['field', new RegExp(String.raw`\.${NAME}+`, 'uy')],
  ['dot', /\./uy],
  ['word', new RegExp(String.raw`${NAME}+`, 'uy')],
];

/** What may follow a name, field or variable. */
const TERMINATOR = /[ \t\r\n.,|:()]|-?\}\}/uy;

/** https://pkg.go.dev/strconv#ParseInt with base 0, ParseFloat, and imaginary numbers. */
const NUMBER =
  /^[+-]?(?:0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])+|0[xX](?=\.?_?[\da-fA-F])(?:_?[\da-fA-F])*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?\d+)?|(?:\d(?:_?\d)*)?\.?(?:\d(?:_?\d)*)?(?:[eE][+-]?\d+)?)i?$/;

/** Escapes of Go's strings. The other quote cannot be escaped. */
const ESCAPE =
  /\\(?:[abfnrtv\\]|x[\da-fA-F]{2}|u(?![dD][89abAB])[\da-fA-F]{4}|U(?!0000[dD][89abAB])00(?:0[\da-fA-F]|10)[\da-fA-F]{4}|[0-3][0-7]{2})/g;

/** Whole numbers have 64 bits; one that starts with 0 is octal. */
function overflows(text: string): boolean {
  const [, sign, digits] = /^([+-]?)(\w+)$/.exec(text.replaceAll('_', '')) ?? [];
  if (digits === undefined || /[eEpPi]/.test(digits.replace(/^0[xX][\da-fA-F]*$/, ''))) return false;
  if (/^0\d*[89]/.test(digits)) return true;
  const value = BigInt(digits.replace(/^0(?=[0-7]+$)/, '0o'));
  return sign === '-' ? value > 2n ** 63n : value >= 2n ** 64n;
}

function checkText({ kind, text, at }: Token): void {
  if (kind === 'number' && (!NUMBER.test(text) || overflows(text)))
    throw new TemplateSyntax(`invalid number ${text}`, at);
  const quote = text[0]!;
  if (quote !== '"' && quote !== "'") return;
  const rest = text.slice(1, -1).replaceAll(ESCAPE, 'x').replaceAll(`\\${quote}`, 'x');
  const escape = /\\./u.exec(rest)?.[0];
  if (escape !== undefined)
    throw new TemplateSyntax(`invalid escape ${escape} in ${text}: write it in backquotes`, at);
  if (kind === 'character' && !/^.$/su.test(rest))
    throw new TemplateSyntax(`${text} is one character in Go: write a text in double quotes`, at);
}

const CLOSING = /(?: |\t|\r|\n)-\}\}|\}\}/uy;

/**
 * The items of the action whose content starts at an index, with an `end` last.
 * @throws TemplateSyntax where Go's lexer rejects it
 */
export function lexAction(
  text: string,
  start: number,
): { readonly tokens: readonly Token[]; readonly end: number } {
  const tokens: Token[] = [];
  let at = start;
  for (;;) {
    const closing =
      matchAt(CLOSING, text, at) ?? (tokens.length === 0 ? matchAt(/-\}\}/uy, text, at) : undefined);
    if (closing !== undefined) {
      if (closing.startsWith(' ') || closing.length === 4) tokens.push({ kind: 'space', text: ' ', at });
      tokens.push({ kind: 'end', text: '}}', at });
      return { tokens, end: at + closing.length };
    }
    if (at >= text.length) throw new TemplateSyntax('an action is not closed with }}', at);
    const token = itemAt(text, at);
    if (token === undefined)
      throw new TemplateSyntax(
        `unexpected ${JSON.stringify(String.fromCodePoint(text.codePointAt(at)!))}`,
        at,
      );
    checkText(token);
    at += token.text.length;
    const named = ['word', 'field', 'dot', 'variable'].includes(token.kind);
    if (named && at < text.length && matchAt(TERMINATOR, text, at) === undefined)
      throw new TemplateSyntax(
        `unexpected ${JSON.stringify(String.fromCodePoint(text.codePointAt(at)!))}`,
        at,
      );
    tokens.push(token);
  }
}

function itemAt(text: string, at: number): Token | undefined {
  for (const [kind, pattern] of ITEMS) {
    const found = matchAt(pattern, text, at);
    // The last blank before a trim marker belongs to the marker.
    if (
      found !== undefined &&
      kind === 'space' &&
      found.length > 1 &&
      text.startsWith('-}}', at + found.length)
    )
      return { kind, text: found.slice(0, -1), at };
    if (found !== undefined) return { kind, text: found, at };
  }
  return undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
