import type { Command } from 'commander';
import { environmentOption } from './environment-option';
import { asReporting, reporting, writeReport, type ReportOptions } from './report-options';

interface ContractOptions extends ReportOptions {
  readonly interval?: string;
  readonly service: string;
  readonly environment: string;
}

export function addContract(program: Command): void {
  asReporting(program.command('contract'))
    .description('compare what a service exposes with what its rules read')
    .argument('<page>', 'address of its metrics page, a file, or - for standard input')
    .argument('[later]', 'the same page, read later: did counters only rise?')
    .option('--interval <seconds>', 'read the address a second time after so long')
    .option('-s, --service <name>', 'name in the catalog', 'task-api')
    .addOption(environmentOption())
    .action((page: string, later: string | undefined, options: ContractOptions) =>
      reporting(async () => {
        const { contractCommand } = await import('../page-check/command');
        const { interval, service, environment } = options;
        const report = await contractCommand({
          page,
          service,
          environment,
          ...(later === undefined ? {} : { later }),
          ...(interval === undefined ? {} : { intervalSeconds: Number(interval) }),
        });
        writeReport(report, options);
      }),
    );
}
