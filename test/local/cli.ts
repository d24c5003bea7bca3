import { Command } from 'commander';
import { addLocal } from '../../src/cli/local';

/** `npm run local` without the other commands. */
const program = new Command('local');
addLocal(program);
program.parseAsync().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
