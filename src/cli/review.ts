import type { Command } from 'commander';
import { pathArgument } from './caller';
import { environmentOption } from './environment-option';
import { configOption, loadService, type StackOptions } from './load-stack';
import { asReporting, reporting, writeReport, type ReportOptions } from './report-options';

interface ReviewOptions extends ReportOptions, StackOptions {
  readonly service?: string;
  readonly sloThreshold?: string;
  readonly exporter?: true;
}

export function addReview(program: Command): void {
  asReporting(program.command('review'))
    .description('review the design of metrics before they are built')
    .argument(
      '[plan]',
      'a plan, a contract in JSON, or a metrics page: a URL, a file, or - for standard input',
      pathArgument,
    )
    .option(
      '-s, --service <name>',
      'service of the stack: review its metrics, with the thresholds of its objectives',
    )
    .addOption(configOption())
    .addOption(environmentOption())
    .option(
      '--exporter',
      'the metrics are those of an exporter: about other things, with their labels and ids (default: known ones are recognized)',
    )
    .option('--slo-threshold <seconds>', 'latency objective that histogram buckets must resolve')
    .action((plan: string | undefined, options: ReviewOptions) =>
      reporting(async () => {
        const { reviewCommand } = await import('../design-review/command');
        const { service, sloThreshold, exporter } = options;
        const report = await reviewCommand({
          plan,
          ...(service === undefined ? {} : { service: await loadService(service, options) }),
          ...(sloThreshold === undefined ? {} : { sloThreshold: Number(sloThreshold) }),
          exporter,
        });
        writeReport(report, options);
      }),
    );
}
