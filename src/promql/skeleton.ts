import type { Expr, Matcher, Selector } from './expr';

/** A text without the names that tell one service's rules from another's, and these names. */
export interface Skeleton {
  readonly text: string;
  /** The expression of the text, given that of the skeleton. */
  readonly fill: (expr: Expr) => Expr;
}

/** String literals, and names with a colon, which only recorded series have. */
const NAMES = /"(?:[^"\\]|\\.)*"|(?<![\w:.])[a-zA-Z_]\w*:[\w:]*/g;

/** Literals without a meaning of their own, as regular expressions too: one is read like any other. */
const WORD = /^"[\w-]+"$/;

/** What stands for a word and for a name. No other literal is a word, and no other name has a colon. */
const SLOTS = { word: /^w(\d+)$/, name: /^n:(\d+)$/ } as const;

/** Takes the names out. Undefined for a text whose literals cannot be told at a glance. */
export function skeletonOf(text: string): Skeleton | undefined {
  if (/[#'`]/.test(text)) return undefined;
  const names: string[] = [];
  const skeleton = text.replace(NAMES, (found) => {
    if (!found.startsWith('"')) return `n:${names.push(found) - 1}`;
    return WORD.test(found) ? `"w${names.push(found.slice(1, -1)) - 1}"` : found;
  });
  const nameAt: NameAt = (kind, slot) => {
    const index = SLOTS[kind].exec(slot)?.[1];
    return index === undefined ? slot : names[Number(index)]!;
  };
  return { text: skeleton, fill: (expr) => filled(expr, nameAt) };
}

type NameAt = (kind: keyof typeof SLOTS, slot: string) => string;

function filled(expr: Expr, nameAt: NameAt): Expr {
  const fill = (inner: Expr): Expr => filled(inner, nameAt);
  switch (expr.node) {
    case 'number':
      return expr;
    case 'string':
      return { ...expr, value: nameAt('word', expr.value) };
    case 'selector':
      return selector(expr, nameAt);
    case 'range':
      return { ...expr, selector: selector(expr.selector, nameAt) };
    case 'subquery':
    case 'negation':
      return { ...expr, expr: fill(expr.expr) };
    case 'aggregation':
      return {
        ...expr,
        expr: fill(expr.expr),
        ...(expr.parameter === undefined ? {} : { parameter: fill(expr.parameter) }),
      };
    case 'call':
      return { ...expr, args: expr.args.map(fill) };
    case 'binary':
      return { ...expr, left: fill(expr.left), right: fill(expr.right) };
  }
}

function selector(expr: Selector, nameAt: NameAt): Selector {
  const matchers = expr.matchers.map((matcher): Matcher => ({
    ...matcher,
    value: nameAt('word', matcher.value),
  }));
  return { ...expr, matchers, ...(expr.name === undefined ? {} : { name: nameAt('name', expr.name) }) };
}
