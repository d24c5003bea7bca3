import { Option } from 'commander';

/** An empty STACK_ENV counts as unset: build systems pass variables on that are not set. */
export const environmentOption = (): Option =>
  new Option('-e, --environment <name>', 'environment of the stack (default: its first)')
    .env('STACK_ENV')
    .argParser((name) => name || undefined);
