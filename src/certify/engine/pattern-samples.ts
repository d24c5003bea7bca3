import type { Matcher } from '../../promql/expr';
import { listed } from '../../doctor/expressions/matchers';
import { holds } from './matchers';

/** The alternatives of a regular expression, as far as no bracket encloses a part of it. */
export function alternativesOf(pattern: string): readonly string[] {
  const inner = pattern
    .replace(/^\^/, '')
    .replace(/(?<!\\)\$$/, '')
    .replace(/^\((?:\?:)?([^()\\]*)\)$/, '$1');
  return /[()[\]]|\\[QE]/.test(inner) ? [inner] : inner.split('|');
}

/** The only text that a pattern matches; undefined if there are others. */
export function literalOf(pattern: string): string | undefined {
  // A class of one character is a common way to escape it.
  const plain = pattern.replaceAll(/\[([^\\\]^])\]/g, String.raw`\$1`);
  if (!/^(?:[^\\.+*?()|[\]{}^$]|\\[^\w\s])*$/.test(plain)) return undefined;
  return plain.replaceAll(/\\(.)/g, '$1');
}

/** Characters: a longer pattern that is no list is not read. */
const LONGEST_PATTERN = 4096;

/** More texts are not made of one pattern. */
const MOST_TEXTS = 64;

/**
 * Texts that a regular expression matches as a whole: all of a list, else one for each combination of its alternatives, with
 * the first character of a class. None for one that RE2 rejects.
 * @example textsMatching('^(a|b)-[cd].*$') // ['a-c', 'b-c']
 */
export function textsMatching(pattern: string): readonly string[] {
  const matcher = { label: '', operator: '=~', value: pattern } as const;
  const all = listed({ ...matcher, value: withoutAnchors(pattern) });
  if (all !== undefined) return all;
  if (pattern.length > LONGEST_PATTERN) return [];
  const texts = new Set(new PatternReader(pattern).alternatives());
  return [...texts].filter((text) => isTrue(() => holds(matcher, text)));
}

/** Patterns of labels match whole values anyway. */
const withoutAnchors = (pattern: string): string =>
  pattern.replaceAll(/(^|\|)\^/g, '$1').replaceAll(/(?<!\\)\$(?=\||$)/g, '');

/** False for a pattern that RE2 rejects. */
function isTrue(condition: () => boolean): boolean {
  try {
    return condition();
  } catch {
    return false;
  }
}

/** Groups within one another; deeper ones match no text. */
const MOST_DEPTH = 100;

/** Characters that a negated class may match. */
const OTHERS = ['a', 'z', 'A', 'Z', '0', '9', '-', '_', '.', ' ', '#'];

/** A character for each class of an escape. Others stand for themselves, and `b` for a place between characters. */
const ESCAPED: Readonly<Record<string, string>> = { d: '1', w: 'a', s: ' ', D: 'a', W: '-', S: 'a', b: '' };

/** Reads a pattern from left to right, and makes up texts that it matches. */
class PatternReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly pattern: string) {}

  alternatives(): readonly string[] {
    const found = [...this.sequence()];
    while (this.takes('|')) found.push(...this.sequence());
    return found.slice(0, MOST_TEXTS);
  }

  private sequence(): readonly string[] {
    let texts: readonly string[] = [''];
    while (this.at < this.pattern.length && !/[|)]/.test(this.pattern[this.at]!)) {
      const any = this.pattern[this.at] === '.';
      const parts = this.repeated(this.atom(), any);
      texts = texts.flatMap((text) => parts.map((part) => text + part)).slice(0, MOST_TEXTS);
    }
    return texts;
  }

  private atom(): readonly string[] {
    const character = this.pattern[this.at++]!;
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return [this.characterOfClass()];
      case '.':
        return ['0'];
      case '^':
      case '$':
        return [''];
      case '\\':
        return [this.escaped()];
      default:
        return [character];
    }
  }

  private group(): readonly string[] {
    // Names and flags.
    const [head] = /^\?(?:P?<\w+>|[imsU-]*:?)/.exec(this.pattern.slice(this.at, this.at + 100)) ?? [''];
    this.at += head.length;
    this.depth += 1;
    const texts = this.depth > MOST_DEPTH ? [] : this.alternatives();
    this.depth -= 1;
    this.takes(')');
    return texts;
  }

  private escaped(): string {
    const character = this.pattern[this.at++] ?? '';
    return ESCAPED[character] ?? character;
  }

  private characterOfClass(): string {
    const start = this.at;
    const isNegated = this.takes('^');
    const first = this.takes('\\') ? this.escaped() : (this.pattern[this.at++] ?? '');
    while (this.at < this.pattern.length && this.pattern[this.at] !== ']')
      this.at += this.pattern[this.at] === '\\' ? 2 : 1;
    this.at += 1;
    if (!isNegated) return first;
    const matcher = { operator: '=~', value: `[${this.pattern.slice(start, this.at)}` } as const;
    return OTHERS.find((character) => isTrue(() => holds(matcher, character))) ?? '';
  }

  /** Texts as often as the quantifier behind them demands: once for `+`, and for `*` and `?` of anything but `.`. */
  private repeated(texts: readonly string[], any: boolean): readonly string[] {
    const [quantifier, least] =
      /^(?:[*+?]|\{(\d{1,2})(?:,\d*)?\})\??/.exec(this.pattern.slice(this.at, this.at + 12)) ?? [];
    if (quantifier === undefined) return texts;
    this.at += quantifier.length;
    if (least !== undefined) return texts.map((text) => text.repeat(Number(least)));
    return any && quantifier.startsWith('*') ? [''] : texts;
  }

  private takes(character: string): boolean {
    const isThere = this.pattern[this.at] === character;
    if (isThere) this.at += 1;
    return isThere;
  }
}

/** The values that a matcher compares with: of a regular expression, some that it matches. */
export const mentionedBy = ({ operator, value }: Pick<Matcher, 'operator' | 'value'>): readonly string[] =>
  operator.endsWith('~') ? textsMatching(value) : [value];
