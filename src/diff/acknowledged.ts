import { nearest } from '../doctor/expressions/nearest';
import { InvalidInput } from '../findings/invalid-input';
import type { Difference } from './compare';
import { EFFECTS, type Effect } from './effect';

/** Names of alerts that a change may silence. */
export interface Allowed {
  /** Of `--allow`. */
  readonly options: readonly string[];
  /** Of trailers in commits. */
  readonly trailers: readonly string[];
}

/** Effects that fail the command, and those that are acknowledged. */
export interface Judged {
  readonly failing: readonly Effect[];
  readonly acknowledged: readonly Effect[];
}

/** Splits the effects that have to be acknowledged. */
export function judged({ effects }: Difference, { options, trailers }: Allowed): Judged {
  const names = new Set([...options, ...trailers]);
  const strict = effects.filter(({ kind }) => EFFECTS[kind].fails);
  return {
    failing: strict.filter(({ alert }) => !names.has(alert)),
    acknowledged: strict.filter(({ alert }) => names.has(alert)),
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
