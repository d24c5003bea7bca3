import { Command } from 'commander';
import { version } from '../../package.json';
import { InvalidInput } from '../findings/invalid-input';
import { EXIT } from '../findings/report';
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

const program = new Command('signalproof').description('Monitoring as code for Kubernetes').version(version);

for (const add of [
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
])
  add(program);

// Console ignores errors, and a full disk would leave an empty report with exit code 0.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has seen enough.
  if (error.code === 'EPIPE') return;
  console.error(`standard output: it cannot be written (${error.code}). Free space on the disk.`);
  process.exitCode = EXIT.couldNotRun;
});

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof InvalidInput ? error.message : error);
  process.exitCode = 1;
});
