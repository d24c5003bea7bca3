import { mapExpr, type Expr, type Matcher, type Selector } from './expr';

/** A text without the names that tell one service's rules from another's, and these names. */
export interface ServiceTemplate {
  readonly text: string;
  /** The expression of the text, given that of the template. */
  readonly fill: (expr: Expr) => Expr;
}

/** String literals, and names with a colon, which only recorded series have. */
const NAMES = /"(?:[^"\\]|\\.)*"|(?<![\w:.])[a-zA-Z_]\w*:[\w:]*/g;

/** Literals without a meaning of their own, as regular expressions too: one is read like any other. */
const WORD = /^"[\w-]+"$/;

/** What stands for a word and for a name. No other literal is a word, and no other name has a colon. */
const SLOTS = { word: /^w(\d+)$/, name: /^n:(\d+)$/ } as const;

/** Takes the names out. Undefined for a text whose literals are ambiguous. */
export function templateOf(text: string): ServiceTemplate | undefined {
  if (/[#'`]/.test(text)) return undefined;
  const names: string[] = [];
  const template = text.replace(NAMES, (found) => {
    if (!found.startsWith('"')) return `n:${names.push(found) - 1}`;
    return WORD.test(found) ? `"w${names.push(found.slice(1, -1)) - 1}"` : found;
  });
  const nameAt: NameAt = (kind, slot) => {
    const index = SLOTS[kind].exec(slot)?.[1];
    return index === undefined ? slot : names[Number(index)]!;
  };
  return { text: template, fill: (expr) => filled(expr, nameAt) };
}

type NameAt = (kind: keyof typeof SLOTS, slot: string) => string;

function filled(expr: Expr, nameAt: NameAt): Expr {
  return mapExpr(expr, {
    selector: (selector) => named(selector, nameAt),
    node: (node) => (node.node === 'string' ? { ...node, value: nameAt('word', node.value) } : node),
  });
}

function named(expr: Selector, nameAt: NameAt): Selector {
  const matchers = expr.matchers.map((matcher): Matcher => ({
    ...matcher,
    value: nameAt('word', matcher.value),
  }));
  return { ...expr, matchers, ...(expr.name === undefined ? {} : { name: nameAt('name', expr.name) }) };
}
