import type { Command } from 'commander';
import { pathArgument } from './caller';
import { environmentOption } from './environment-option';
import { configOption, loadService, type StackOptions } from './load-stack';
import { asReporting, reporting, writeReport, type ReportOptions } from './report-options';

interface ContractCheckOptions extends ReportOptions, StackOptions {
  readonly interval?: string;
  readonly service?: string;
}

/** `contract check`, which `contract PAGE` is short for. */
export function addContractCheck(contract: Command): void {
  asReporting(contract.command('check', { isDefault: true }))
    .description('check a metrics page against the metrics that the service declares')
    .argument('<page>', 'metrics page: a URL, a file, or - for standard input', pathArgument)
    .argument('[later]', 'the same page, read later, to check that counters only rise', pathArgument)
    .option('--interval <seconds>', 'read the URL a second time after this many seconds')
    .option('-s, --service <name>', 'name of the service; required when the stack has several')
    .addOption(configOption())
    .addOption(environmentOption())
    .action((page: string, later: string | undefined, options: ContractCheckOptions) =>
      reporting(async () => {
        const { pageCheckCommand } = await import('../page-check/command');
        const { interval, service } = options;
        const report = await pageCheckCommand({
          page,
          service: await loadService(service, options),
          later,
          ...(interval === undefined ? {} : { intervalSeconds: Number(interval) }),
        });
        writeReport(report, options);
      }),
    );
}
