import { join } from 'node:path';
import type { Program } from '../program';
import { command } from './cli';
import { seed } from './seeds';

export const contractInit: Program = {
  name: 'contract init',
  sets: [[seed('page.txt', 'text'), seed('openmetrics.txt', 'text')]],
  exitCodes: [0, 2],
  run: ({ input, changed, output }) =>
    command('contract', 'init', join(input, changed), '--out', join(output, 'table.ts')),
};
