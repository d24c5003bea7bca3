export type Presence = 'always' | 'maybe' | 'never';

/** Properties of one label of a vector's series. */
export interface LabelFact {
  readonly presence: Presence;
  /** The values that it can have. @default any, or those of the pattern */
  readonly values?: ReadonlySet<string>;
  /** RE2 that its values match, anchored. @default not known */
  readonly pattern?: string;
}

/** Properties of the labels of a vector's series. */
export interface Shape {
  readonly labels: ReadonlyMap<string, LabelFact>;
  /** Whether unlisted labels are possible. */
  readonly others: 'maybe' | 'never';
  /** Why there are no others, as a clause for messages. */
  readonly because?: string;
}

const NEVER: LabelFact = { presence: 'never' };
const MAYBE: LabelFact = { presence: 'maybe' };

/** Nothing is known. */
export const ANYTHING: Shape = { labels: new Map(), others: 'maybe' };

/** One series without labels. */
export const NO_LABELS: Shape = { labels: new Map(), others: 'never' };

export const factOf = ({ labels, others }: Shape, label: string): LabelFact =>
  labels.get(label) ?? (others === 'never' ? NEVER : MAYBE);

/** Known labels that the series can have. */
export const labelsThere = ({ labels }: Shape): readonly string[] =>
  [...labels].flatMap(([label, { presence }]) => (presence === 'never' ? [] : [label])).toSorted();

export function constant(labels: Readonly<Record<string, string>>): ReadonlyMap<string, LabelFact> {
  return new Map(
    Object.entries(labels).map(([label, value]) => [
      label,
      value === '' ? NEVER : { presence: 'always', values: new Set([value]) },
    ]),
  );
}

export function withLabels(shape: Shape, labels: ReadonlyMap<string, LabelFact>): Shape {
  if (labels.size === 0) return shape;
  const merged = new Map(shape.labels);
  for (const [label, fact] of labels) merged.set(label, fact);
  return { ...shape, labels: merged };
}

/** Only these labels, as `by` and `on` do. */
export function keep(shape: Shape, labels: readonly string[], because?: string): Shape {
  return {
    labels: new Map(labels.map((label) => [label, factOf(shape, label)])),
    others: 'never',
    ...(because === undefined ? {} : { because }),
  };
}

/** All but these labels, as `without` and `ignoring` do. */
export const remove = (shape: Shape, labels: readonly string[]): Shape =>
  withLabels(shape, new Map(labels.map((label) => [label, NEVER])));

/** Series of either shape, as `or` gives. */
export function union(shapes: readonly Shape[]): Shape {
  const [first, ...rest] = shapes;
  if (first === undefined) return ANYTHING;
  if (rest.length === 0) return first;
  const names = new Set(shapes.flatMap(({ labels }) => [...labels.keys()]));
  const because = [...new Set(shapes.flatMap((shape) => shape.because ?? []))];
  return {
    labels: new Map([...names].map((name) => [name, either(shapes.map((shape) => factOf(shape, name)))])),
    others: shapes.some(({ others }) => others === 'maybe') ? 'maybe' : 'never',
    ...(because.length === 0 ? {} : { because: because.slice(0, 2).join('; ') }),
  };
}

function either(facts: readonly LabelFact[]): LabelFact {
  const present = facts.filter(({ presence }) => presence !== 'never');
  if (present.length === 0) return NEVER;
  const presence = facts.every((fact) => fact.presence === 'always') ? 'always' : 'maybe';
  const [{ pattern }] = present as [LabelFact];
  if (present.every(({ values }) => values !== undefined))
    return { presence, values: new Set(present.flatMap(({ values }) => [...values!])) };
  return pattern !== undefined && present.every((fact) => fact.pattern === pattern)
    ? { presence, pattern }
    : { presence };
}

/** A label with the properties of both. */
export function both(left: LabelFact, right: LabelFact): LabelFact {
  if (left.presence === 'never' || right.presence === 'never') return NEVER;
  const presence = left.presence === 'always' || right.presence === 'always' ? 'always' : 'maybe';
  const values =
    left.values && right.values
      ? new Set([...left.values].filter((value) => right.values!.has(value)))
      : (left.values ?? right.values);
  const pattern = left.pattern ?? right.pattern;
  return { presence, ...(values && { values }), ...(pattern !== undefined && { pattern }) };
}
