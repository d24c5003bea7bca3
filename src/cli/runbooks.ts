import { join } from 'node:path';
import type { Command } from 'commander';
import { pathArgument } from './caller';
import { environmentOption } from './environment-option';
import { configOption, loadStack, type StackOptions } from './load-stack';

interface RunbooksOptions extends StackOptions {
  readonly output: string;
}

export function addRunbooks(program: Command): void {
  program
    .command('runbooks')
    .description('write a runbook page for each service, with its alerts and queries on its own metrics')
    .option('-o, --output <folder>', 'folder to replace', pathArgument, 'runbooks')
    .addOption(configOption())
    .addOption(environmentOption())
    .action(runbooks);
}

async function runbooks({ output, config, environment }: RunbooksOptions): Promise<void> {
  const [{ runbookPages }, { replaceFolder }] = await Promise.all([
    import('../outputs/runbooks/pages'),
    import('../synth/replace-folder'),
  ]);
  const stack = await loadStack(config);
  const pages = runbookPages(stack.services, stack.environment(environment ?? stack.defaultEnvironment));
  replaceFolder(output, pages, 'runbooks');
  for (const { path } of pages) console.log(join(output, path));
}
