import type { Matcher } from '../../promql/expr';

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

/** Parts of a pattern that are no plain text. */
const PART = /\\(.)|\[\^[^\]]*\]|\[([^\]])[^\]]*\]|\.[+*]?|[+*?^$()]/g;

/** A text that a part matches. */
function sampleOfPart(part: string, escaped: string | undefined, first: string | undefined): string {
  if (escaped !== undefined) return escaped === 'd' ? '1' : escaped;
  if (part.startsWith('[')) return first ?? 'a';
  return part.startsWith('.') && part !== '.*' ? '0' : '';
}

/** The values that a matcher compares with: of a regular expression, one for each alternative. */
export const mentionedBy = ({ operator, value }: Pick<Matcher, 'operator' | 'value'>): readonly string[] =>
  operator.endsWith('~') ? alternativesOf(value).map((each) => literalOf(each) ?? sampleOf(each)) : [value];

const sampleOf = (pattern: string): string => pattern.replaceAll(PART, sampleOfPart) || '0';
