import type { Program } from '../program';
import { command } from './cli';
import { MANIFESTS } from './seeds';

export const certify: Program = {
  name: 'certify',
  sets: MANIFESTS,
  exitCodes: [0, 1, 2],
  run: ({ input }, pick) => command('certify', input, '--format', pick(['text', 'markdown', 'json', 'html'])),
};
