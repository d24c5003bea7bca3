import { RE2JS } from 're2js';

/** Major version of Prometheus: valid label names, and what `.` matches, differ between them. */
export type PrometheusMajor = 2 | 3;

/** A match: the whole text, then its groups; undefined for groups without a match. */
export interface RegexMatch {
  readonly groups: readonly (string | undefined)[];
  readonly names: Readonly<Record<string, number>>;
}

/** An RE2 expression that must match the whole text, as in relabeling. */
export interface AnchoredRegex {
  matches(text: string): boolean;
  match(text: string): RegexMatch | undefined;
}

/** Many monitors use the same few expressions. Bounded, because those with the name of a service are used once. */
const compiled = new Map<string, AnchoredRegex>();
const REMEMBERED = 5_000;

/** @throws Error for invalid RE2, with the message of the parser */
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
