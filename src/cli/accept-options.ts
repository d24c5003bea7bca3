import type { Command } from 'commander';
import { pathArgument } from './caller';

export interface AcceptOptions {
  readonly suppressions?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
}

/** Read where the command runs, if it exists. */
export const SUPPRESSIONS_FILE = 'doctor.yaml';

export const withAcceptOptions = (command: Command): Command =>
  command
    .option(
      '--suppressions <file>',
      `YAML file of suppressed findings (default: ${SUPPRESSIONS_FILE}, if it exists)`,
      pathArgument,
    )
    .option('--baseline <file>', 'do not fail on the findings of this file', pathArgument)
    .option('--write-baseline <file>', 'write the findings to a file, and do not fail on them', pathArgument);
