import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Seed } from '../program';

/** The program runs in the root of the repository, as its tests do. */
const SEEDS = resolve('fuzz', 'seeds');

/** A file of fuzz/seeds. */
export const seed = (name: string, kind: Seed['kind'] = 'tree'): Seed => ({
  name,
  kind,
  text: readFileSync(join(SEEDS, name), 'utf8'),
});

/** Manifests, values and a dashboard of one service, by any author: each folder of fuzz/seeds is read alone. */
export const MANIFESTS: readonly (readonly Seed[])[] = readdirSync(SEEDS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name: folder }) => folder)
  .toSorted()
  .map((folder) =>
    readdirSync(join(SEEDS, folder))
      .toSorted()
      .map((name) => ({ ...seed(join(folder, name)), name })),
  );
