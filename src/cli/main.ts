import { Command } from 'commander';
import { version } from '../../package.json';
import { InvalidInput } from '../findings/invalid-input';
import { addCertify } from './certify';
import { addContract } from './contract';
import { addDashboards } from './dashboards';
import { addDiff } from './diff';
import { addDoctor } from './doctor';
import { addInit } from './init/command';
import { addLocal } from './local';
import { addQueries } from './queries';
import { addReview } from './review';
import { addSynth } from './synth';

const program = new Command('signalproof').description('Monitoring as code for Kubernetes').version(version);

for (const add of [
  addInit,
  addSynth,
  addDoctor,
  addCertify,
  addDiff,
  addDashboards,
  addLocal,
  addContract,
  addReview,
  addQueries,
])
  add(program);

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof InvalidInput ? error.message : error);
  process.exitCode = 1;
});
