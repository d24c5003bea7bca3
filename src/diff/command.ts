import { checkAllowed, judged, type Judged } from './acknowledged';
import { compareSides, type Difference } from './compare';
import { readSide } from './sources/read-side';
import { acknowledgedIn } from './sources/revision';

/** What the command line compares. */
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
}

/**
 * Compares two folders, files or revisions.
 * @throws InvalidInput for what cannot be read, and for an unknown alert in `allow`
 */
export function runDiff({ base, head, allow, ...source }: DiffRequest): {
  readonly difference: Difference;
  readonly judged: Judged;
} {
  const before = readSide({ ...source, name: base });
  const after = readSide({ ...source, name: head });
  const difference = compareSides(before.side, after.side);
  checkAllowed(allow, difference);
  const trailers =
    before.commit === undefined ? [] : acknowledgedIn(before.commit, after.commit ?? 'HEAD', process.cwd());
  return { difference, judged: judged(difference, { options: allow, trailers }) };
}
