import { Option, type Command } from 'commander';
import { QUERY_FORMATS, queriesOf } from '../outputs/queries/queries';
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
      new Option('-f, --format <format>', 'output format')
        .choices(Object.keys(QUERY_FORMATS))
        .default('text'),
    )
    .action(queries);
}

async function queries(name: string | undefined, { format, ...options }: QueryOptions): Promise<void> {
  console.log(QUERY_FORMATS[format]!(queriesOf(await loadService(name, options))));
}
