import type { Program } from '../program';
import { command, everyFormat } from './cli';
import { MANIFESTS } from './seeds';

export const doctor: Program = {
  name: 'doctor',
  seeds: MANIFESTS,
  exitCodes: [0, 1, 2],
  run: (folder, written) => command('doctor', folder, ...everyFormat(written)),
};
