import type { Binary, BinaryOperator, Matching } from '../../promql/expr';
import { Unsupported, type Element, type Labels, type Vector } from './series';

const COMPUTE: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': (left, right) => left ** right,
  atan2: Math.atan2,
};

const COMPARE: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
};

/** The value of `left op right`; undefined where a comparison does not hold. */
export function combine(
  operator: BinaryOperator,
  left: number,
  right: number,
  bool: boolean,
): number | undefined {
  const compare = COMPARE[operator];
  if (compare === undefined) return COMPUTE[operator]!(left, right);
  const holds = compare(left, right);
  return bool ? Number(holds) : holds ? left : undefined;
}

/** The labels by which two elements are partners, as one text. */
function keyOf(labels: Labels, matching: Matching | undefined): string {
  if (matching?.mode === 'on') return matching.labels.map((name) => labels[name] ?? '').join('\n');
  let key = '';
  for (const name of Object.keys(labels).toSorted())
    if (name !== '__name__' && !matching?.labels.includes(name)) key += `${name}=${labels[name]}\n`;
  return key;
}

export function withoutName(labels: Labels): Labels {
  if (labels['__name__'] === undefined) return labels;
  const { __name__, ...others } = labels;
  return others;
}

/** `and`, `or` and `unless`. */
export function setOperation({ operator, matching }: Binary, left: Vector, right: Vector): Vector {
  const keys = (vector: Vector) => new Set(vector.map(({ labels }) => keyOf(labels, matching)));
  const has = (set: ReadonlySet<string>) => (element: Element) => set.has(keyOf(element.labels, matching));
  if (left.length === 0 || right.length === 0)
    return operator === 'and' ? [] : operator === 'unless' || right.length === 0 ? left : right;
  switch (operator) {
    case 'and':
      return left.filter(has(keys(right)));
    case 'unless': {
      const found = has(keys(right));
      return left.filter((element) => !found(element));
    }
    default: {
      const found = has(keys(left));
      return [...left, ...right.filter((element) => !found(element))];
    }
  }
}

/** An arithmetic or comparison operator between two vectors. */
export function joined({ operator, matching, bool }: Binary, left: Vector, right: Vector): Vector {
  const side = matching?.group?.side ?? 'left';
  const [many, one] = side === 'left' ? [left, right] : [right, left];
  const partners = new Map<string, Element>();
  for (const element of one) {
    const key = keyOf(element.labels, matching);
    if (partners.has(key)) throw new Unsupported('a vector operation has several partners for one series');
    partners.set(key, element);
  }
  return many.flatMap((element): Vector => {
    const partner = partners.get(keyOf(element.labels, matching));
    if (partner === undefined) return [];
    const [a, b] = side === 'left' ? [element, partner] : [partner, element];
    const value = combine(operator, a.value, b.value, bool ?? false);
    if (value === undefined) return [];
    return [{ labels: resultLabels(operator, matching, element.labels, partner.labels), value }];
  });
}

function resultLabels(
  operator: BinaryOperator,
  matching: Matching | undefined,
  many: Labels,
  one: Labels,
): Labels {
  const own = Object.hasOwn(COMPARE, operator) ? many : withoutName(many);
  if (matching === undefined) return own;
  if (matching.group !== undefined) {
    const included = matching.group.include.flatMap((name) =>
      one[name] === undefined ? [] : [[name, one[name]] as const],
    );
    return { ...own, ...Object.fromEntries(included) };
  }
  const kept = Object.entries(own).filter(
    ([name]) => matching.labels.includes(name) === (matching.mode === 'on'),
  );
  return Object.fromEntries(kept);
}
