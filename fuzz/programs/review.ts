import { join } from 'node:path';
import type { Program } from '../program';
import { command, everyFormat } from './cli';
import { seed } from './seeds';

export const review: Program = {
  name: 'review',
  sets: [[seed('plan.json'), seed('page.txt', 'text')]],
  exitCodes: [0, 1, 2],
  run: ({ input, changed, output }) => command('review', join(input, changed), ...everyFormat(output)),
};
