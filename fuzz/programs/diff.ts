import type { Program } from '../program';
import { command } from './cli';
import { MANIFESTS } from './seeds';

export const diff: Program = {
  name: 'diff',
  sets: MANIFESTS,
  exitCodes: [0, 1, 2],
  run: ({ input, unchanged }, pick) =>
    command('diff', unchanged, input, '--format', pick(['text', 'markdown', 'json'])),
};
