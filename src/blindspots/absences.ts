import { isComparison, walk, type Binary, type Expr, type Selector } from '../promql/expr';
import type { Pages } from './pages';
import { isOfScrape } from './scrape-readers';

/** Selectors of which each, where nothing has its series, gives an expression results. */
export function absencesIn(expr: Expr): readonly Selector[] {
  if (expr.node === 'call' && expr.name.startsWith('absent')) {
    const nodes = [...walk(expr)];
    const hasOthers = nodes.some((node) => node.node === 'binary' && node.operator === 'or');
    return hasOthers ? [] : nodes.flatMap((node) => (node.node === 'selector' ? node : []));
  }
  if (expr.node !== 'binary') return [];
  if (expr.operator === 'or') return [...absencesIn(expr.left), ...absencesIn(expr.right)];
  return holdsForOne(expr) ? absencesIn(expr.left) : [];
}

/** `absent(...)` is 1. */
function holdsForOne({ operator, right }: Binary): boolean {
  if (!isComparison(operator) || right.node !== 'number') return false;
  switch (operator) {
    case '==':
      return right.value === 1;
    case '!=':
      return right.value !== 1;
    case '>':
      return right.value < 1;
    case '>=':
      return right.value <= 1;
    case '<':
      return right.value > 1;
    case '<=':
      return right.value >= 1;
  }
}

/** Names and matchers of the rules before a change. What a change adds to them has no series. */
export class ReadSeries {
  private readonly names = new Set<string>();
  private readonly pairs = new Set<string>();

  constructor(exprs: readonly Expr[]) {
    for (const expr of exprs)
      for (const node of walk(expr)) {
        if (node.node !== 'selector') continue;
        if (node.name !== undefined) this.names.add(node.name);
        for (const { label, value } of node.matchers) this.pairs.add(`${label} ${value}`);
      }
  }

  hasAll({ name, matchers }: Selector): boolean {
    return (
      (name === undefined || this.names.has(name)) &&
      matchers.every(({ label, value }) => this.pairs.has(`${label} ${value}`))
    );
  }
}

/** The name of an alert that notifies a receiver as soon as a change is applied, as it finds no series. */
export function absentAlert(before: Pages, now: Pages, read: ReadSeries): string | undefined {
  const lost = [...before.unread].filter(([key, { finds }]) => now.unread.get(key)?.finds !== finds);
  const left = [...now.unread].filter(([key]) => lost.every(([gone]) => gone !== key));
  const isLost = (selector: Selector): boolean => {
    if (before.mayHave(selector) && !now.mayHave(selector)) return true;
    const gives = ([, scrape]: (typeof lost)[number]): boolean => isOfScrape(selector, scrape);
    return lost.some(gives) && !left.some(gives);
  };
  const isGone = (selector: Selector): boolean =>
    !read.hasAll(selector) ||
    (before.recorded.has(selector.name ?? '') && !now.recorded.has(selector.name ?? '')) ||
    isLost(selector);
  return [...now.byId.values()].find(({ receivers, absences }) => receivers.size > 0 && absences.some(isGone))
    ?.alert.rule.name;
}
