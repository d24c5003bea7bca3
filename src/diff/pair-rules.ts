import { groupBy, entriesKey } from '../findings/group-by';
import { sameMeaning, type WatchedRule } from './watched-rules';

export interface RulePair {
  readonly before: WatchedRule;
  readonly after: WatchedRule;
}

export interface PairedRules {
  readonly pairs: readonly RulePair[];
  readonly removed: readonly WatchedRule[];
  readonly added: readonly WatchedRule[];
}

/**
 * Finds the counterpart of each rule: the same kind and name with the most labels in common, else the same expression under
 * another name. Files, groups and order do not count.
 */
export function pairRules(before: readonly WatchedRule[], after: readonly WatchedRule[]): PairedRules {
  const pairs: RulePair[] = [];
  let [removed, added] = [before, after];
  for (const keyOf of [identityOf, nameAndLabels, nameAndExpression, nameOf, meaningOf]) {
    const found = matched(removed, added, keyOf);
    pairs.push(...found);
    const taken = new Set(found.flatMap((pair) => [pair.before, pair.after]));
    removed = removed.filter((rule) => !taken.has(rule));
    added = added.filter((rule) => !taken.has(rule));
  }
  return { pairs, removed, added };
}

type Key = (rule: WatchedRule) => string;

const labelText = ({ labels }: WatchedRule): string => entriesKey(labels);

const identityOf: Key = (rule) =>
  JSON.stringify([rule.kind, rule.name, labelText(rule), rule.text, rule.for]);
const nameAndLabels: Key = (rule) => JSON.stringify([rule.kind, rule.name, labelText(rule)]);
const nameAndExpression: Key = (rule) => JSON.stringify([rule.kind, rule.name, rule.normal]);
const nameOf: Key = ({ kind, name }) => JSON.stringify([kind, name]);
const meaningOf: Key = (rule) => JSON.stringify([rule.kind, labelText(rule), rule.normal]);

/** Pairs rules with equal keys; of several, those with the most labels in common. */
function matched(
  before: readonly WatchedRule[],
  after: readonly WatchedRule[],
  keyOf: Key,
): readonly RulePair[] {
  const candidates = groupBy(after, keyOf);
  const taken = new Set<WatchedRule>();
  return before.flatMap((rule) => {
    const free = (candidates.get(keyOf(rule)) ?? []).filter((other) => !taken.has(other));
    const [best] = free.length < 2 ? free : free.toSorted((a, b) => likeness(rule, b) - likeness(rule, a));
    if (best === undefined) return [];
    taken.add(best);
    return { before: rule, after: best };
  });
}

const likeness = (a: WatchedRule, b: WatchedRule): number =>
  Object.entries(a.labels).filter(([label, value]) => b.labels[label] === value).length +
  Number(sameMeaning(a, b)) +
  Number(a.object.namespace === b.object.namespace);
