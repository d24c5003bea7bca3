import type { Program } from '../program';
import { blindspots } from './blindspots';
import { certify } from './certify';
import { contractCheck } from './contract-check';
import { contractInit } from './contract-init';
import { diff } from './diff';
import { doctor } from './doctor';
import { promql } from './promql';
import { review } from './review';
import { synth } from './synth';

/** A new one is a file in this folder and a line here. */
export const PROGRAMS: readonly Program[] = [
  doctor,
  certify,
  diff,
  blindspots,
  contractCheck,
  contractInit,
  review,
  synth,
  promql,
];
