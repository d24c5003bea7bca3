import { Option } from 'commander';

/** Where a service runs. An empty STACK_ENV counts as unset: build systems pass on variables that they do not have. */
export const environmentOption = (): Option =>
  new Option('-e, --environment <name>', 'where the service runs (default: the first of the stack)')
    .env('STACK_ENV')
    .argParser((name) => name || undefined);
