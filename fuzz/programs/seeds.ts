import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Seed } from '../program';

/** A file of fuzz/seeds. The program runs in the root of the repository, as its tests do. */
export function seed(name: string, kind: Seed['kind'] = 'tree'): Seed {
  return { name, kind, text: readFileSync(resolve('fuzz', 'seeds', name), 'utf8') };
}

/** Manifests, values and a dashboard of one service, by any author. */
export const MANIFESTS: readonly Seed[] = [
  seed('chain.yaml'),
  seed('rules.yaml'),
  seed('alerting.yaml'),
  seed('alertmanager-config.yaml'),
  seed('values.yaml'),
  seed('dashboard.json'),
];
