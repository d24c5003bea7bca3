import { RE2JS } from 're2js';

/** Major version of Prometheus: valid label names, and what `.` matches, differ between them. */
export type PrometheusMajor = 2 | 3;

export interface RegexMatch {
  readonly groups: readonly (string | undefined)[];
  readonly names: Readonly<Record<string, number>>;
}

/** An RE2 expression that must match the whole text, as in relabeling. */
export interface AnchoredRegex {
  matches(text: string): boolean;
  match(text: string): RegexMatch | undefined;
}

/** The compiled expressions of one Prometheus. Many monitors use the same few. */
export class Regexes {
  private readonly compiled = new Map<string, AnchoredRegex>();

  constructor(readonly major: PrometheusMajor) {}

  /** @throws Error for invalid RE2, with the message of the parser */
  get(regex: string): AnchoredRegex {
    const known = this.compiled.get(regex);
    if (known !== undefined) return known;
    const fresh = anchoredRegex(regex, this.major);
    this.compiled.set(regex, fresh);
    return fresh;
  }
}

/** @throws Error for invalid RE2, with the message of the parser */
export const anchoredRegex = (regex: string, major: PrometheusMajor): AnchoredRegex =>
  isSimple(regex) ? simpleRegex(regex, major) : re2Regex(regex, major);

/**
 * Expressions that mean the same in JavaScript, whose engine is many times faster: plain characters, `.`, classes of
 * letters and digits, each with at most one greedy quantifier, alternatives, and groups that are neither nested nor
 * repeated.
 */
const ATOM = String.raw`(?:[\w;:/=,@ -]|\\\.|\.|\[(?:a-z|A-Z|0-9|\w)+\])[*+?]?`;
const SIMPLE = new RegExp(String.raw`^(?:${ATOM}|\||\((?:${ATOM}|\|)*\))*$`);

/** Every further quantifier multiplies the time that JavaScript can spend on a text that does not match. */
const MOST_QUANTIFIERS = 2;

const isSimple = (regex: string): boolean =>
  SIMPLE.test(regex) && (regex.match(/[*+?]/g) ?? []).length <= MOST_QUANTIFIERS;

/** Texts for which `.` matches the same in both, short enough that backtracking is cheap. */
const PLAIN = /^[ -~]{0,500}$/;

function simpleRegex(regex: string, major: PrometheusMajor): AnchoredRegex {
  const fast = new RegExp(`^(?:${regex})$`);
  let exact: AnchoredRegex | undefined;
  const slow = () => (exact ??= re2Regex(regex, major));
  return {
    matches: (text) => (PLAIN.test(text) ? fast.test(text) : slow().matches(text)),
    match: (text) => {
      if (!PLAIN.test(text)) return slow().match(text);
      const groups = fast.exec(text);
      return groups === null ? undefined : { groups, names: {} };
    },
  };
}

/** With the anchors that Prometheus adds: in version 3, `.` matches line breaks. */
function re2Regex(regex: string, major: PrometheusMajor): AnchoredRegex {
  const pattern = RE2JS.compile(major === 3 ? `^(?s:${regex})$` : `^(?:${regex})$`);
  const names = pattern.namedGroups();
  return {
    matches: (text) => pattern.testExact(text),
    match: (text) => {
      const matcher = pattern.matcher(text);
      if (!matcher.matches()) return undefined;
      const groups = Array.from(
        { length: pattern.groupCount() + 1 },
        (_, index) => matcher.group(index) ?? undefined,
      );
      return { groups, names };
    },
  };
}
