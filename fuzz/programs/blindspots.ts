import type { Program } from '../program';
import { command } from './cli';
import { MANIFESTS } from './seeds';

export const blindspots: Program = {
  name: 'blindspots',
  seeds: MANIFESTS,
  exitCodes: [0, 1, 2],
  run: (folder, _written, _changed, pick) =>
    command('blindspots', folder, '--budget', '3', '--format', pick(['text', 'markdown', 'json'])),
};
