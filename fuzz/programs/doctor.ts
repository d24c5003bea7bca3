import type { Program } from '../program';
import { command, everyFormat } from './cli';
import { MANIFESTS } from './seeds';

export const doctor: Program = {
  name: 'doctor',
  sets: MANIFESTS,
  exitCodes: [0, 1, 2],
  run: ({ input, output }) => command('doctor', input, ...everyFormat(output)),
};
