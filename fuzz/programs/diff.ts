import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../program';
import { command } from './cli';
import { MANIFESTS } from './seeds';

export const diff: Program = {
  name: 'diff',
  seeds: MANIFESTS,
  exitCodes: [0, 1, 2],
  run: async (folder, _written, _changed, pick) => {
    const base = join(folder, '..', 'base');
    if (!existsSync(base)) {
      mkdirSync(base);
      for (const { name, text } of MANIFESTS) writeFileSync(join(base, name), text);
    }
    await command('diff', base, folder, '--format', pick(['text', 'markdown', 'json']));
  },
};
