import { Command } from 'commander';
import { addContract } from './contract';
import { addDashboards } from './dashboards';
import { addDoctor } from './doctor';
import { addLocal } from './local';
import { addQueries } from './queries';
import { addReview } from './review';
import { InvalidInput } from '../findings/invalid-input';

const program = new Command('task-api-monitoring').description('Monitoring as code for Kubernetes');

for (const add of [addDoctor, addLocal, addContract, addReview, addQueries, addDashboards]) add(program);

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof InvalidInput ? error.message : error);
  process.exitCode = 1;
});
