import { Command } from 'commander';
import { addContract } from './commands/contract';
import { addDoctor } from './commands/doctor';
import { addLocal } from './commands/local';
import { addQueries } from './commands/queries';
import { addReview } from './commands/review';
import { InvalidInput } from './invalid-input';

const program = new Command('task-api-monitoring').description('Monitoring as code for Kubernetes');

for (const add of [addDoctor, addLocal, addContract, addReview, addQueries]) add(program);

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof InvalidInput ? error.message : error);
  process.exitCode = 1;
});
