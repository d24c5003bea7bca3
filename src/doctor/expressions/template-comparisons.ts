import { actionsOf, withoutBlanks } from './template-actions';
import type { Token } from './template-lexer';

/** A comparison of two types, which fails whenever the template runs. */
export interface MixedComparison {
  /** E.g. `gt $value 90`. */
  readonly found: string;
  readonly left: string;
  readonly right: string;
  /** The whole template with the comparison corrected. @default not known */
  readonly corrected?: string;
}

const COMPARISONS = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];

interface Typed {
  readonly type: 'a float' | 'an integer' | 'a string';
  /** How many tokens it has. */
  readonly length: number;
}

/** The type of a variable of Prometheus or of a literal. */
function typeAt(tokens: readonly Token[], at: number): Typed | undefined {
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (token?.kind === 'number')
    return { type: /^[+-]?\d+$/.test(token.text) ? 'an integer' : 'a float', length: 1 };
  if (token?.kind === 'string') return { type: 'a string', length: 1 };
  if (token?.kind !== 'variable') return undefined;
  if (token.text === '$value' && next?.kind !== 'field') return { type: 'a float', length: 1 };
  return token.text === '$labels' && next?.kind === 'field' ? { type: 'a string', length: 2 } : undefined;
}

/** Comparisons that Go's templates cannot make: they compare only values of one type. */
export const mixedComparisons = (text: string): readonly MixedComparison[] =>
  actionsOf(text).flatMap((action) => inTokens(text, withoutBlanks(action)));

function inTokens(text: string, tokens: readonly Token[]): readonly MixedComparison[] {
  return tokens.flatMap((token, index): readonly MixedComparison[] => {
    if (token.kind !== 'word' || !COMPARISONS.includes(token.text)) return [];
    const left = typeAt(tokens, index + 1);
    const right = left && typeAt(tokens, index + 1 + left.length);
    if (right === undefined || left === undefined || left.type === right.type) return [];
    const last = tokens[index + left.length + right.length]!;
    const integer = [tokens[index + 1]!, last].find(
      ({ kind, text: literal }) => kind === 'number' && /^[+-]?\d+$/.test(literal),
    );
    const isFloat = left.type === 'a float' || right.type === 'a float';
    return [
      {
        found: text.slice(token.at, last.at + last.text.length),
        left: left.type,
        right: right.type,
        ...(integer !== undefined && isFloat
          ? {
              corrected: `${text.slice(0, integer.at)}${integer.text}.0${text.slice(integer.at + integer.text.length)}`,
            }
          : {}),
      },
    ];
  });
}
