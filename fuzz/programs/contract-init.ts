import { join } from 'node:path';
import type { Program } from '../program';
import { command } from './cli';
import { seed } from './seeds';

export const contractInit: Program = {
  name: 'contract init',
  seeds: [seed('page.txt', 'text'), seed('openmetrics.txt', 'text')],
  exitCodes: [0, 2],
  run: (folder, written, changed) =>
    command('contract', 'init', join(folder, changed), '--out', join(written, 'table.ts')),
};
