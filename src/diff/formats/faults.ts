import { timeText } from '../../certify/expectations';
import { groupBy } from '../../findings/group-by';
import type { Bound, BoundChange } from '../bounds/bound-change';
import type { BoundComparison } from '../bounds/compare-bounds';
import { EFFECTS, type EffectKind } from '../effect';
import type { Printed } from './input';

/** Faults of several workloads that change in the same way. */
export interface FaultLine {
  readonly kind: EffectKind;
  readonly fault: string;
  readonly workloads: readonly string[];
  readonly before: readonly Bound[];
  readonly after: readonly Bound[];
  readonly fails: boolean;
  readonly acknowledged: boolean;
}

/** Workloads that a line names. */
const MOST_WORKLOADS = 5;

/** The changes of bounds, those of several workloads in one line. */
export function faultLines(
  { changes }: BoundComparison,
  { bounds: { failing, acknowledged } }: Printed['judged'],
): readonly FaultLine[] {
  const lines = new Map<string, FaultLine>();
  for (const change of changes) {
    const { kind, fault, workload, before, after } = change;
    const [fails, known] = [failing.includes(change), acknowledged.includes(change)];
    const key = JSON.stringify([kind, fault, changesText(change), fails, known]);
    lines.set(key, {
      kind,
      fault,
      before,
      after,
      workloads: [...(lines.get(key)?.workloads ?? []), workload],
      fails,
      acknowledged: known,
    });
  }
  return [...lines.values()];
}

export const kindText = ({ kind, acknowledged }: FaultLine): string =>
  acknowledged ? `${EFFECTS[kind].title} (acknowledged)` : EFFECTS[kind].title;

/** The first workloads, and the number of others. */
export const workloadsText = ({ workloads }: FaultLine): string =>
  [
    ...workloads.slice(0, MOST_WORKLOADS),
    ...(workloads.length > MOST_WORKLOADS ? [`${workloads.length - MOST_WORKLOADS} more`] : []),
  ].join(', ');

/** `on-call, chat 2m40s → 12m40s; mail never → 3m`: the receivers of both sides. */
export function changesText({ before, after }: Pick<BoundChange, 'before' | 'after'>): string {
  const names = new Set([...before, ...after].map(({ receiver }) => receiver));
  const timeOf = (bounds: readonly Bound[], name: string): string => {
    const found = bounds.find(({ receiver }) => receiver === name);
    return found === undefined ? 'never' : timeText(found.seconds);
  };
  const timesOf = (name: string): string => {
    const [usual, now] = [timeOf(before, name), timeOf(after, name)];
    return usual === now ? usual : `${usual} → ${now}`;
  };
  return [...groupBy([...names], timesOf)].map(([times, all]) => `${all.join(', ')} ${times}`).join('; ');
}

/** How many faults change, as a clause. */
export function faultsText({ changes, compared }: BoundComparison): string {
  const kinds = Object.entries(EFFECTS).flatMap(([kind, { title }]) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${title.toLowerCase()} ${count}`];
  });
  return `faults: ${[...kinds, `${compared - changes.length} unchanged`].join(', ')}`;
}
