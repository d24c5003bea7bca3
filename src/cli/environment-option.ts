import { Option } from 'commander';

/**
 * An empty STACK_ENV counts as unset: build systems pass variables on that are not set.
 * @param otherwise what applies without it
 */
export const environmentOption = (otherwise = 'its first'): Option =>
  new Option('-e, --environment <name>', `environment of the stack (default: ${otherwise})`)
    .env('STACK_ENV')
    .argParser((name) => name || undefined);
