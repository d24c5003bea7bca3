import type { Program } from '../program';
import { command } from './cli';
import { MANIFESTS } from './seeds';

export const certify: Program = {
  name: 'certify',
  seeds: MANIFESTS,
  exitCodes: [0, 1, 2],
  run: (folder, _written, _changed, pick) =>
    command('certify', folder, '--format', pick(['text', 'markdown', 'json', 'html'])),
};
