import { nearest } from '../doctor/expressions/nearest';
import { InvalidInput } from '../findings/invalid-input';
import type { BoundChange } from './bounds/bound-change';
import type { Difference } from './compare';
import { EFFECTS, type Effect } from './effect';

/** What a change may do. */
export interface Allowed {
  /** Names of alerts that it may silence or delay, of `--allow`. */
  readonly options: readonly string[];
  /** The same, of trailers in commits. */
  readonly trailers: readonly string[];
  /** Seconds by which the first message about a fault may come later. @default any number */
  readonly maxDelay?: number;
}

/** Effects that fail the command, and those that are acknowledged. */
export interface Judged {
  readonly failing: readonly Effect[];
  readonly acknowledged: readonly Effect[];
  /** The same of faults. */
  readonly bounds: {
    readonly failing: readonly BoundChange[];
    readonly acknowledged: readonly BoundChange[];
  };
}

/** Splits the effects that have to be acknowledged. A fault is, once each alert is that was notified of it before. */
export function judged(
  { effects }: Difference,
  bounds: readonly BoundChange[],
  { options, trailers, maxDelay = Infinity }: Allowed,
): Judged {
  const names = new Set([...options, ...trailers]);
  const strict = effects.filter(({ kind }) => EFFECTS[kind].fails);
  const failingBounds = bounds.filter(({ kind, delay }) => EFFECTS[kind].fails || delay > maxDelay);
  const isKnown = ({ before }: BoundChange): boolean => before.every(({ alert }) => names.has(alert));
  return {
    failing: strict.filter(({ alert }) => !names.has(alert)),
    acknowledged: strict.filter(({ alert }) => names.has(alert)),
    bounds: {
      failing: failingBounds.filter((change) => !isKnown(change)),
      acknowledged: failingBounds.filter(isKnown),
    },
  };
}

/** @throws InvalidInput for a name of --allow that no alert of either side has */
export function checkAllowed(names: readonly string[], { alerts }: Difference): void {
  const unknown = names.find((name) => !alerts.has(name));
  if (unknown === undefined) return;
  const similar = nearest(unknown, [...alerts]);
  throw new InvalidInput({
    resource: 'diff',
    path: '--allow',
    message: 'neither side has an alert of this name',
    found: unknown,
    fix: similar === undefined ? 'name an alert that the change silences' : `use ${similar}`,
  });
}

/** Whether nothing is left to acknowledge. */
export const isAcceptable = ({ failing, bounds }: Judged): boolean =>
  failing.length === 0 && bounds.failing.length === 0;
