import type { Program } from '../program';
import { command } from './cli';
import { MANIFESTS } from './seeds';

export const blindspots: Program = {
  name: 'blindspots',
  sets: MANIFESTS,
  exitCodes: [0, 1, 2],
  run: ({ input }, pick) =>
    command('blindspots', input, '--budget', '3', '--format', pick(['text', 'markdown', 'json'])),
};
