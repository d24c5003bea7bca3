import { entriesKey } from '../findings/group-by';
import type { Recording } from '../certify/engine/series';
import { walk } from '../promql/expr';
import { print } from '../promql/print';
import type { Side } from './side';
import type { PairedRules } from './pair-rules';
import { sameMeaning, type WatchedRule } from './watched-rules';

/** Expressions of more characters take too long to evaluate in many cases. */
const LONGEST = 6000;

/** Names of the series that a rule reads. */
export function namesRead({ expr }: Pick<WatchedRule, 'expr'>): readonly string[] {
  if (expr === undefined) return [];
  return [...new Set([...walk(expr)].flatMap((node) => (node.node === 'selector' ? (node.name ?? []) : [])))];
}

/** Names of recorded series whose rules are not the same on both sides. */
export function changedRecordings({ pairs, removed, added }: PairedRules): ReadonlySet<string> {
  const changed = pairs.filter(
    ({ before, after }) =>
      before.name !== after.name ||
      !sameMeaning(before, after) ||
      entriesKey(before.labels) !== entriesKey(after.labels),
  );
  return new Set(
    [...changed.flatMap(({ before, after }) => [before, after]), ...removed, ...added]
      .filter(({ kind }) => kind === 'record')
      .map(({ name }) => name),
  );
}

/** Recorded series that a rule reads, directly or through others, down to those that changed. */
export interface Reading {
  /** Those that changed. */
  readonly changed: readonly string[];
  /** Those to evaluate with the rule, what others read first. Undefined: they read themselves, or are too many. */
  readonly expanded?: readonly string[];
}

/** What some rules read of changed recordings, on both sides together. */
export function readingOf(
  rules: readonly WatchedRule[],
  sides: readonly Pick<Side, 'recordings'>[],
  changed: ReadonlySet<string>,
): Reading {
  const readBy = (name: string): readonly string[] => [
    ...new Set(sides.flatMap(({ recordings }) => (recordings.get(name) ?? []).flatMap(namesRead))),
  ];
  const reaches = new Map<string, boolean>();
  const order: string[] = [];
  const path = new Set<string>();
  const cyclic = new Set<string>();
  const visit = (name: string): boolean => {
    if (path.has(name)) {
      for (const inCycle of path) cyclic.add(inCycle);
      return false;
    }
    const known = reaches.get(name);
    if (known !== undefined) return known;
    path.add(name);
    const below = readBy(name).map(visit).some(Boolean);
    path.delete(name);
    const found = below || changed.has(name);
    reaches.set(name, found);
    if (found) order.push(name);
    return found;
  };
  for (const rule of rules) for (const name of namesRead(rule)) visit(name);
  const own = order.filter((name) => changed.has(name));
  if (own.length === 0) return { changed: [], expanded: [] };
  const length = sides
    .flatMap(({ recordings }) => order.flatMap((name) => recordings.get(name) ?? []))
    .reduce((sum, { expr }) => sum + (expr === undefined ? LONGEST : print(expr).length), 0);
  return {
    changed: own,
    ...(order.some((name) => cyclic.has(name)) || length > LONGEST ? {} : { expanded: order }),
  };
}

/** Recording rules as an evaluation reads them. */
export const recordingsFor = (
  names: readonly string[],
  { recordings }: Pick<Side, 'recordings'>,
): ReadonlyMap<string, readonly Recording[]> =>
  new Map(
    names.map((name) => [
      name,
      (recordings.get(name) ?? []).flatMap(({ expr, labels }) =>
        expr === undefined ? [] : [{ expr, labels, age: 0 }],
      ),
    ]),
  );
