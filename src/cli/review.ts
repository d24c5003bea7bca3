import type { Command } from 'commander';
import { environmentOption } from './environment-option';
import { asReporting, reporting, writeReport, type ReportOptions } from './report-options';

interface ReviewOptions extends ReportOptions {
  readonly service?: string;
  readonly environment: string;
  readonly sloThreshold?: string;
}

export function addReview(program: Command): void {
  asReporting(program.command('review'))
    .description('review the design of metrics before they are built')
    .argument(
      '[plan]',
      'a plan, a contract in JSON, or a metrics page: address, file, or - for standard input',
    )
    .option('-s, --service <name>', 'name in the catalog: its contract, and the thresholds of its objectives')
    .addOption(environmentOption())
    .option('--slo-threshold <seconds>', 'up to which latency requests are good enough')
    .action((plan: string | undefined, options: ReviewOptions) =>
      reporting(async () => {
        const { reviewCommand } = await import('../design-review/command');
        const { service, environment, sloThreshold } = options;
        const report = await reviewCommand({
          environment,
          ...(plan === undefined ? {} : { plan }),
          ...(service === undefined ? {} : { service }),
          ...(sloThreshold === undefined ? {} : { sloThreshold: Number(sloThreshold) }),
        });
        writeReport(report, options);
      }),
    );
}
