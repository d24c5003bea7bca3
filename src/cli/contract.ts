import type { Command } from 'commander';
import { environmentOption } from './environment-option';
import { configOption, loadService, type StackOptions } from './load-stack';
import { asReporting, reporting, writeReport, type ReportOptions } from './report-options';

interface ContractOptions extends ReportOptions, StackOptions {
  readonly interval?: string;
  readonly service?: string;
}

export function addContract(program: Command): void {
  asReporting(program.command('contract'))
    .description('compare what a service exposes with what its rules read')
    .argument('<page>', 'address of its metrics page, a file, or - for standard input')
    .argument('[later]', 'the same page, read later: did counters only rise?')
    .option('--interval <seconds>', 'read the address a second time after so long')
    .option('-s, --service <name>', 'name of the service; needed where the stack has several')
    .addOption(configOption())
    .addOption(environmentOption())
    .action((page: string, later: string | undefined, options: ContractOptions) =>
      reporting(async () => {
        const { pageCheckCommand } = await import('../page-check/command');
        const { interval, service } = options;
        const report = await pageCheckCommand({
          page,
          service: await loadService(service, options),
          ...(later === undefined ? {} : { later }),
          ...(interval === undefined ? {} : { intervalSeconds: Number(interval) }),
        });
        writeReport(report, options);
      }),
    );
}
