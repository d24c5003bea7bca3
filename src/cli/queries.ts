import { Option, type Command } from 'commander';
import { QUERY_FORMAT_NAMES } from '../outputs/queries/format-names';
import { environmentOption } from './environment-option';
import { configOption, loadService, type StackOptions } from './load-stack';

interface QueryOptions extends StackOptions {
  readonly format: string;
}

export function addQueries(program: Command): void {
  program
    .command('queries')
    .description('print PromQL for the usual questions about a service')
    .argument('[service]', 'name of the service; required when the stack has several')
    .addOption(configOption())
    .addOption(environmentOption())
    .addOption(
      new Option('-f, --format <format>', 'output format').choices(QUERY_FORMAT_NAMES).default('text'),
    )
    .action(queries);
}

async function queries(name: string | undefined, { format, ...options }: QueryOptions): Promise<void> {
  const { QUERY_FORMATS, queriesOf } = await import('../outputs/queries/queries');
  console.log(QUERY_FORMATS[format]!(queriesOf(await loadService(name, options))));
}
