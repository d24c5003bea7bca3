import { Option } from 'commander';
import { DEFAULT_ENVIRONMENT } from '../stack/environments';

/** Where a service runs. An empty STACK_ENV is none: build systems pass variables on that they do not have. */
export const environmentOption = (): Option =>
  new Option('-e, --environment <name>', 'where the service runs')
    .env('STACK_ENV')
    .default(DEFAULT_ENVIRONMENT)
    .argParser((name) => name || DEFAULT_ENVIRONMENT);
