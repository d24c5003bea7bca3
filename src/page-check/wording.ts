import type { Impact } from './impact';

/** Recording rules that a sentence names at most; the JSON lists all. */
const MOST_RECORDINGS = 3;

/** `, which disables A and 12 recording rules, and distorts B`. */
export function impactClause({ disables, distorts, alerts }: Impact, besides?: string): string {
  const rules = (names: readonly string[]) => {
    const recordings = names.filter((name) => !alerts.includes(name));
    return listed([
      ...names.filter((name) => alerts.includes(name)),
      ...(recordings.length > MOST_RECORDINGS ? [`${recordings.length} recording rules`] : recordings),
    ]);
  };
  const parts = [
    ...(disables.length > 0 ? [`disables ${rules(disables)}`] : []),
    ...(distorts.length > 0 ? [`distorts ${rules(distorts)}`] : []),
  ];
  const effects = parts.length === 0 ? ['affects no rule'] : parts;
  return `, which ${[...effects, ...(besides === undefined ? [] : [besides])].join(', and ')}`;
}

/** An unbounded label with more values than this counts as growing, whatever the values look like. */
export const MOST_STRAY_VALUES = 10;

/** `A`, `A and B`, `A, B and C`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The first few of many, and how many more. */
export function some(values: readonly string[], most = 5): string {
  const more = values.length - most;
  return more <= 0 ? listed(values) : `${values.slice(0, most).join(', ')} and ${more} more`;
}

export const about = (metric: { readonly name: string }): string => `metric ${metric.name}`;
