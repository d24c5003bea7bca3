import { RE2JS } from 're2js';

/** Major version of Prometheus: what it takes for a label name, and what `.` matches, differ between them. */
export type PrometheusMajor = 2 | 3;

/** What a regular expression found: the whole text, then its groups; undefined for groups that took no part. */
export interface RegexMatch {
  readonly groups: readonly (string | undefined)[];
  readonly names: Readonly<Record<string, number>>;
}

/** A regular expression as relabeling uses it: RE2, and the whole text must match. */
export interface AnchoredRegex {
  matches(text: string): boolean;
  match(text: string): RegexMatch | undefined;
}

/** Many monitors use the same few expressions; those with the name of a service in them are each used once. */
const compiled = new Map<string, AnchoredRegex>();
const REMEMBERED = 5_000;

/** @throws Error for what is no RE2, with the parser's sentence */
export function anchoredRegex(regex: string, major: PrometheusMajor): AnchoredRegex {
  const key = `${major}${regex}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const fresh = SIMPLE.test(regex) ? simpleRegex(regex, major) : re2Regex(regex, major);
  if (compiled.size >= REMEMBERED) compiled.clear();
  compiled.set(key, fresh);
  return fresh;
}

/**
 * Expressions that mean the same in JavaScript, whose engine is many times faster: plain characters, `.`, classes of
 * letters and digits, each with at most one greedy quantifier, alternatives, and groups that are neither nested nor
 * repeated.
 */
const ATOM = String.raw`(?:[\w;:/=,@ -]|\\\.|\.|\[(?:a-z|A-Z|0-9|\w)+\])[*+?]?`;
const SIMPLE = new RegExp(String.raw`^(?:${ATOM}|\||\((?:${ATOM}|\|)*\))*$`);

/** Texts in which `.` means the same to both, short enough that backtracking does not matter. */
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

/** Written as Prometheus writes it: version 3 lets `.` match line breaks. */
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
