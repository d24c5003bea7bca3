import { existsSync } from 'node:fs';
import type { Service } from '../../catalog/service';
import { catalogContracts } from '../../doctor/catalog-contracts';
import { settledFacts } from '../../doctor/facts';
import { readFiles, readValues } from '../../doctor/sources/files';
import { InvalidInput } from '../../findings/invalid-input';
import { sideOf, type Side, type SideFacts } from '../side';
import { commitOf, withRevision } from './revision';

export interface SideSource {
  /** A folder, a file, or a git revision. */
  readonly name: string;
  /** Folder or file with manifests in a revision. */
  readonly path: string;
  /** Helm values. @default found among the manifests */
  readonly values?: string;
  readonly release?: string;
  /** Services with metric tables. @default none */
  readonly services?: readonly Service[];
}

export interface ReadSide {
  readonly side: Side;
  readonly commit?: string;
}

/**
 * Reads one side of a comparison. What exists as a file or folder is not a revision.
 * @throws InvalidInput for a name that is neither, and for manifests that cannot be read
 */
export function readSide({ name, path, ...options }: SideSource): ReadSide {
  if (existsSync(name)) return { side: sideFrom(name, name, options) };
  const folder = process.cwd();
  const commit = commitOf(name, folder);
  if (commit === undefined)
    throw new InvalidInput({
      resource: 'diff',
      path: '',
      message: 'neither a file, a folder nor a git revision',
      found: name,
      fix: 'name two folders with manifests, or two revisions such as origin/main and HEAD',
    });
  const side = withRevision({ name, commit, path, folder }, (copy) => sideFrom(copy, name, options));
  return { side, commit };
}

function sideFrom(
  path: string,
  name: string,
  { values, release, services = [] }: Pick<SideSource, 'values' | 'release' | 'services'>,
): Side {
  const files = readFiles([path], { plain: { hasValues: values !== undefined } });
  const [unread] = files.findings;
  if (unread !== undefined)
    throw new InvalidInput({ ...unread, resource: `${name}: ${unread.resource.replace(`${path}/`, '')}` });
  const given = values === undefined ? files.values : readValues(values);
  const { value, faults } = settledFacts({
    objects: files.objects,
    contracts: (manifests) => catalogContracts(services, manifests),
    ...(given === undefined ? {} : { values: { ...given, ...(release === undefined ? {} : { release }) } }),
  });
  const [fault] = faults;
  if (value === undefined || fault !== undefined)
    throw new InvalidInput({
      resource: name,
      path: '',
      message: 'these manifests cannot be read',
      found: fault?.object?.name,
      fix: 'run signalproof doctor on them, which names the cause',
    });
  return sideOf(value as SideFacts, name);
}
