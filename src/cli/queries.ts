import { Option, type Command } from 'commander';
import { QUERY_FORMATS, queriesOf } from '../outputs/queries/queries';
import { environmentOption } from './environment-option';

interface QueryOptions {
  readonly environment: string;
  readonly format: string;
}

export function addQueries(program: Command): void {
  program
    .command('queries')
    .description('print the PromQL that answers what people ask about a service')
    .argument('[service]', 'name in the catalog', 'task-api')
    .addOption(environmentOption())
    .addOption(
      new Option('-f, --format <format>', 'how to write them')
        .choices(Object.keys(QUERY_FORMATS))
        .default('text'),
    )
    .action(queries);
}

async function queries(name: string, { environment, format }: QueryOptions): Promise<void> {
  // The catalog checks itself while it loads, so it is loaded where its errors are caught.
  const { findPlacedService } = await import('../catalog/find');
  console.log(QUERY_FORMATS[format]!(queriesOf(findPlacedService(name, environment))));
}
