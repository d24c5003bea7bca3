import { Command, Option } from 'commander';
import { DEFAULT_ENVIRONMENT } from './catalog/environments';
import { InvalidInput } from './invalid-input';
import { QUERY_FORMATS, queriesOf } from './queries';

interface QueryOptions {
  readonly environment: string;
  readonly format: string;
}

async function queries(name: string, { environment, format }: QueryOptions): Promise<void> {
  // The catalog checks itself while it loads, so it is loaded where its errors are caught.
  const { findPlacedService } = await import('./catalog/find');
  console.log(QUERY_FORMATS[format]!(queriesOf(findPlacedService(name, environment || DEFAULT_ENVIRONMENT))));
}

const program = new Command('task-api-monitoring').description('Monitoring as code for Kubernetes');

program
  .command('queries')
  .description('print the PromQL that answers what people ask about a service')
  .argument('[service]', 'name in the catalog', 'task-api')
  .addOption(
    new Option('-e, --environment <name>', 'where the service runs')
      .env('STACK_ENV')
      .default(DEFAULT_ENVIRONMENT),
  )
  .addOption(
    new Option('-f, --format <format>', 'how to write them')
      .choices(Object.keys(QUERY_FORMATS))
      .default('text'),
  )
  .action(queries);

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof InvalidInput ? error.message : error);
  process.exitCode = 1;
});
