import { Command } from 'commander';
import { version } from '../../package.json';
import { addBlindspots } from './blindspots';
import { addCertify } from './certify';
import { addContract } from './contract';
import { addDashboards } from './dashboards';
import { addDiff } from './diff';
import { addDoctor } from './doctor';
import { addInit } from './init/command';
import { addLocal } from './local';
import { addQueries } from './queries';
import { addReview } from './review';
import { addRunbooks } from './runbooks';
import { addSynth } from './synth';

const COMMANDS = [
  addInit,
  addSynth,
  addDoctor,
  addCertify,
  addBlindspots,
  addDiff,
  addDashboards,
  addLocal,
  addContract,
  addReview,
  addQueries,
  addRunbooks,
];

/** The command line program, before it has read its arguments. */
export function createProgram(): Command {
  const program = new Command('signalproof')
    .description('Monitoring as code for Kubernetes')
    .version(version);
  for (const add of COMMANDS) add(program);
  return program;
}
