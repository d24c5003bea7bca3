/** Operands that are read at once: the grammar's program gives up on some 260 of them in a row. */
const PIECE = 100;

/** Strings, white space and comments, words and numbers, operators, brackets, and whatever else. */
const TOKENS =
  /(?<string>"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|`[^`]*`)|(?<space>\s+|#[^\n]*)|(?<word>[\w:.]+)|(?<operator>[=!<>]=|[<>*/%^+-])|[^]/g;

const OPERATOR_WORDS = /^(?:and|or|unless|atan2)$/i;

/** Words whose brackets hold labels for the operator before them. */
const MATCHING_WORDS = /^(?:on|ignoring|group_left|group_right)$/i;

/** More words that no operand ends with: a sign behind them belongs to what follows. */
const OTHER_WORDS = /^(?:bool|offset)$/i;

/** What stands between two brackets or commas, or the whole text. */
interface Segment {
  readonly from: number;
  to: number;
  /** The word before its bracket. */
  readonly word: string;
  /** Where the operators between its operands start. */
  readonly operators: number[];
}

/** An expression of a text that is read in parts. */
export interface Chain {
  /** Where it starts. */
  readonly from: number;
  /** How many operators join its operands. */
  readonly length: number;
  /**
   * The text with everything but one part blank. `x` stands for the parts before it, as its first operand, and for each
   * chain within it, where that starts.
   */
  readonly parts: readonly string[];
}

/** The whole text, and each of its arguments and brackets with so many operands that it is read by itself. */
export function chainsOf(text: string): readonly Chain[] {
  const [whole, ...others] = segmentsOf(text);
  const inner = others.filter(({ operators }) => operators.length > PIECE);
  return [whole!, ...inner].map((segment) => {
    const { from, to, operators } = segment;
    const within = inner.filter((other) => other !== segment && other.from >= from && other.to <= to);
    const starts = operators.filter((_, index) => index % PIECE === PIECE - 1);
    // The innermost ones first, so that those around them cover them.
    const masked = within.reduceRight(
      (rest, { from: start, to: end }) => rest.slice(0, start) + 'x'.padEnd(end - start) + rest.slice(end),
      text,
    );
    const parts = [from, ...starts].map((start, index) => {
      const before = index === 0 ? ' '.repeat(start) : `${' '.repeat(start - 2)}x `;
      return before + masked.slice(start, starts[index] ?? to);
    });
    return { from, length: operators.length, parts };
  });
}

/** The first is the whole text. */
function segmentsOf(text: string): readonly Segment[] {
  const whole: Segment = { from: 0, to: text.length, word: '', operators: [] };
  const found = [whole];
  const open = [whole];
  let lastWord = '';
  let afterOperand = false;
  const enter = (from: number, word: string): void => {
    const segment = { from, to: text.length, word, operators: [] };
    found.push(segment);
    open.push(segment);
  };
  const leave = (to: number): Segment | undefined => {
    if (open.length === 1) return undefined;
    const segment = open.pop()!;
    segment.to = to;
    return segment;
  };
  for (const { index, 0: token, groups } of text.matchAll(TOKENS)) {
    const { string, space, word = '', operator } = groups!;
    if (space !== undefined) continue;
    if (afterOperand && (operator !== undefined || OPERATOR_WORDS.test(word)))
      open.at(-1)!.operators.push(index);
    afterOperand = string !== undefined || (word !== '' && !NO_OPERAND.some((words) => words.test(word)));
    if (token === '(' || token === '{' || token === '[') enter(index + 1, lastWord);
    else if (token === ')' || token === '}' || token === ']')
      afterOperand = !MATCHING_WORDS.test(leave(index)?.word ?? '');
    else if (token === ',') {
      const before = leave(index);
      if (before !== undefined) enter(index + 1, before.word);
    }
    lastWord = word;
  }
  return found;
}

const NO_OPERAND = [OPERATOR_WORDS, MATCHING_WORDS, OTHER_WORDS];
