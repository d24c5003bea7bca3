import { walk, type Expr, type Matcher, type Selector } from '../../promql/expr';
import { holds } from '../../certify/engine/matchers';
import { mentionedBy } from '../../certify/engine/pattern-samples';

/** A selector of an expression, and how it is read. */
export interface Leaf {
  readonly selector: Selector & { readonly name: string };
  /** Functions of counters read it. */
  readonly counter: boolean;
  /** Label sets that it selects. */
  readonly variants: readonly Readonly<Record<string, string>>[];
}

const OF_COUNTERS = ['rate', 'increase', 'irate', 'resets'];
const COUNTER_NAME = /_(?:total|count|sum|bucket)$/;

/** Values that labels often have: what no matcher gives is taken from here. */
const USUAL = ['200', '500', '404', 'GET', '/orders', 'OK', 'x', ''];

/** As many label sets of one selector are tried. */
const MOST_VARIANTS = 24;

/** Every selector of some expressions, once, with the label sets that it selects. */
export function leavesOf(exprs: readonly Expr[], all: readonly Expr[]): readonly Leaf[] {
  const counters = new Set(
    all.flatMap((expr) =>
      [...walk(expr)].flatMap((node) =>
        node.node === 'call' && OF_COUNTERS.includes(node.name)
          ? node.args.flatMap((arg) => [...walk(arg)].flatMap((inner) => nameOf(inner) ?? []))
          : [],
      ),
    ),
  );
  const matchers = selectorsIn(all).flatMap((selector) =>
    selector.matchers.map((matcher) => ({ ...matcher, of: selector.name })),
  );
  const joins = [...new Set(all.flatMap(groupingLabels))];
  const found = new Map<string, Leaf>();
  for (const selector of selectorsIn(exprs)) {
    const key = JSON.stringify([selector.name, selector.matchers]);
    if (found.has(key)) continue;
    const ofMetric = matchers.filter(({ of }) => of === selector.name);
    const labels = new Set([...ofMetric.map(({ label }) => label), ...joins]);
    if (!ofMetric.some(({ label }) => label === 'le') && !selector.name.endsWith('_bucket'))
      labels.delete('le');
    found.set(key, {
      selector,
      counter: counters.has(selector.name) || COUNTER_NAME.test(selector.name),
      variants: variantsOf(selector, [...labels], matchers),
    });
  }
  return [...found.values()];
}

const nameOf = (node: Expr): string | undefined => (node.node === 'selector' ? node.name : undefined);

/** Selectors with a name, those of ranges included. */
export const selectorsIn = (exprs: readonly Expr[]): readonly Leaf['selector'][] =>
  exprs.flatMap((expr) =>
    [...walk(expr)].flatMap((node) =>
      node.node === 'selector' && node.name !== undefined ? [node as Leaf['selector']] : [],
    ),
  );

/** Labels by which vectors are grouped or joined. */
export function groupingLabels(expr: Expr): readonly string[] {
  return [...walk(expr)].flatMap((node) => {
    if (node.node === 'aggregation' && node.grouping?.mode === 'by') return node.grouping.labels;
    if (node.node !== 'binary' || node.matching === undefined) return [];
    const { mode, labels, group } = node.matching;
    return [...(mode === 'on' ? labels : []), ...(group?.include ?? [])];
  });
}

/** Label sets of one selector: the usual one first, then one for every other value of a label. */
function variantsOf(
  { matchers }: Selector,
  labels: readonly string[],
  everywhere: readonly Matcher[],
): Leaf['variants'] {
  const values = labels.map(
    (label) =>
      [
        label,
        valuesOf(
          label,
          matchers.filter((each) => each.label === label),
          everywhere.filter((each) => each.label === label),
        ),
      ] as const,
  );
  if (values.some(([, some]) => some.length === 0)) return [];
  const usual = Object.fromEntries(values.map(([label, some]) => [label, some[0]!]));
  const others = values.flatMap(([label, some]) =>
    some.slice(1).map((value) => ({ ...usual, [label]: value })),
  );
  return [usual, ...others].slice(0, MOST_VARIANTS).map(withoutEmpty);
}

const withoutEmpty = (labels: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));

/** Values of a label that satisfy some matchers, those that matchers mention first. */
export function valuesOf(label: string, own: readonly Matcher[], all: readonly Matcher[]): readonly string[] {
  const mentioned = [...own, ...all].flatMap(mentionedBy);
  const isNamed = own.length > 0 || all.length > 0;
  const candidates = [...mentioned, ...(isNamed ? USUAL : [`${label}-1`])];
  return [...new Set(candidates)].filter((value) => own.every((matcher) => holds(matcher, value)));
}
