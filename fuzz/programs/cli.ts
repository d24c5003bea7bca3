import { join } from 'node:path';
import { createProgram } from '../../src/cli/program';

/** Runs a command of signalproof, as the command line does. */
export const command = async (...args: readonly string[]): Promise<void> => {
  await createProgram().parseAsync(args, { from: 'user' });
};

/** Options that write a report in each format, beside standard output. */
export const everyFormat = (written: string): readonly string[] =>
  ['json', 'github', 'sarif', 'markdown'].flatMap((format) => [
    '--output',
    `${format}=${join(written, `report.${format}`)}`,
  ]);
