import { checkAllowed, judged } from './acknowledged';
import { compareBounds } from './bounds/compare-bounds';
import { compareSides } from './compare';
import { compareCost } from './cost/compare-cost';
import type { Printed } from './formats/input';
import type { Service } from '../catalog/service';
import { InvalidInput } from '../findings/invalid-input';
import { tryMilliseconds } from '../promql/window';
import { loadedSides } from './loaded';
import { readSide } from './sources/read-side';
import { acknowledgedIn } from './sources/revision';

export interface DiffRequest {
  /** Folders, files or git revisions. */
  readonly base: string;
  readonly head: string;
  /** Folder of the manifests in a revision. */
  readonly path: string;
  /** Helm values of both sides. @default found among the manifests */
  readonly values?: string;
  readonly release?: string;
  /** Alerts that the change may silence. */
  readonly allow: readonly string[];
  /** Services whose metric tables say how many series there are. @default none: it is assumed from the rules */
  readonly services?: readonly Service[];
  /** Seconds by which the first message about a fault may come later. @default any number */
  readonly maxDelay?: number;
}

/**
 * Compares two folders, files or revisions.
 * @throws InvalidInput for what cannot be read, and for an unknown alert in `allow`
 */
export function runDiff({ base, head, allow, maxDelay, ...source }: DiffRequest): Printed {
  const before = readSide({ ...source, name: base });
  const after = readSide({ ...source, name: head });
  const sides = loadedSides(before.side, after.side);
  const difference = compareSides(...sides);
  checkAllowed(allow, difference);
  const trailers =
    before.commit === undefined ? [] : acknowledgedIn(before.commit, after.commit ?? 'HEAD', process.cwd());
  const cost = compareCost(...sides);
  const bounds = compareBounds(...sides);
  return {
    difference,
    bounds,
    cost,
    judged: judged(difference, bounds.changes, { options: allow, trailers, maxDelay }),
  };
}

/**
 * Reads the longest delay that does not fail, in seconds.
 * @throws InvalidInput for anything but a duration
 */
export function maxDelayOf(text: string): number {
  const length = tryMilliseconds(text);
  if (length !== undefined) return length / 1000;
  throw new InvalidInput({
    resource: 'diff',
    path: '--max-delay',
    message: 'not a duration',
    found: text,
    fix: 'give one such as 5m or 1h30m',
  });
}
