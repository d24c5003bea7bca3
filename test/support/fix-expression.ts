import { mapExpr, walk, type Binary, type Expr, type Selector } from '../../src/promql/expr';
import { parse } from '../../src/promql/parse';
import { print } from '../../src/promql/print';

/**
 * An expression with a printed fix in it.
 * @param found what the finding is about: a part of the expression, or a name in it
 * @returns undefined for a fix that does not describe one change
 */
export function fixedExpression(text: string, found: string | undefined, fix: string): string | undefined {
  const [, written, removed] =
    /^(?:keep .*, or )?(?:write (.+?)|remove (\w+(?:=~|!~|!=|=)".*"))(?:, or .*)?$/.exec(fix) ?? [];
  if (removed !== undefined) return withoutMatcher(text, removed);
  if (written === undefined) return undefined;
  const matcher = /^(\w+)(=~|=)"(.*)"$/.exec(written);
  if (matcher !== null) return withMatcher(text, written, matcher[1]!);
  const head = /^(\w+ (?:by|without) )\([^)]*\)$/.exec(written);
  if (head !== null) return print(parse(text)).replace(new RegExp(`${head[1]!}\\([^)]*\\)`), written);
  const operator = /^([-+*/%^<>=!]+|and|or|unless) (on|ignoring) \(/.test(written);
  if (operator) return found === undefined ? undefined : joined(text, found, written);
  const whole = print(parse(text));
  if (/^\[\d+\w\]$/.test(written)) return whole.replace(/\[\d+\w\]/, written);
  if (found !== undefined && whole.includes(found))
    return whole === found ? written : whole.replace(found, inPlace(written));
  const call = /^(\w+)\(/.exec(written)?.[1];
  const old = [...walk(parse(text))].find((node) => node.node === 'call' && node.name === call);
  return old === undefined ? undefined : whole.replace(print(old), written);
}

const inPlace = (written: string): string => (parse(written).node === 'binary' ? `(${written})` : written);

/** Names, and matchers that are written in another way. */
function withMatcher(text: string, written: string, label: string): string {
  return print(parse(text)).replace(new RegExp(`\\b${label}(=~|!~|!=|=)"[^"]*"`), written);
}

function withoutMatcher(text: string, removed: string): string {
  const shown = ({ label, operator, value }: Selector['matchers'][number]) =>
    `${label}${operator}${JSON.stringify(value)}`;
  return print(
    mapExpr(parse(text), {
      selector: (one) => ({ ...one, matchers: one.matchers.filter((matcher) => shown(matcher) !== removed) }),
    }),
  );
}

/** The operator of the found operation with other matching. */
function joined(text: string, found: string, written: string): string | undefined {
  const wanted = print(parse(found));
  const old = [...walk(parse(text))].find(
    (node): node is Binary => node.node === 'binary' && print(node) === wanted,
  );
  if (old === undefined) return undefined;
  const side = (expr: Expr) => (expr.node === 'binary' ? `(${print(expr)})` : print(expr));
  return print(parse(text)).replace(wanted, `${side(old.left)} ${written} ${side(old.right)}`);
}
