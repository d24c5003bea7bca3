import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidInput } from '../findings/invalid-input';
import { pathArgument } from './caller';
import { reporting } from './report-options';
import { usageExit } from './usage-exit';

interface ContractInitOptions {
  readonly out?: string;
}

/** `contract init`, which writes the metric table of a page. */
export function addContractInit(contract: Command): void {
  contract
    .command('init')
    .description('write the metrics of a page as a metric table in TypeScript')
    .argument('<page>', 'metrics page: a URL, a file, or - for standard input', pathArgument)
    .option('-o, --out <file>', 'new file for the table (default: standard output)', pathArgument)
    .exitOverride(usageExit)
    .action((page: string, { out }: ContractInitOptions) =>
      reporting(async () => {
        const { contractInit } = await import('../contract-init/command');
        const text = await contractInit(page);
        if (out === undefined) process.stdout.write(text);
        else writeNew(out, text);
      }),
    );
}

/** What a file is in the way of, by error code. */
const REASONS: Readonly<Record<string, readonly [message: string, fix: string]>> = {
  EEXIST: ['the file already exists', 'name another file, or move this one away'],
  ENOENT: ['the folder does not exist', 'create it first'],
};

function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const [message, fix] = REASONS[code] ?? [`the file cannot be written (${code})`, 'name a file that can'];
    throw new InvalidInput({ resource: 'contract init', path: '--out', message, found: path, fix });
  }
}
