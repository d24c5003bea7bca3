import { Option, type Command, type CommanderError } from 'commander';
import { EXIT } from '../findings/report';
import type { CertificateFormat } from '../certify/formats/index';
import { environmentOption } from './environment-option';
import { configOption, loadStack, type StackOptions } from './load-stack';
import { reporting } from './report-options';

interface CertifyOptions extends StackOptions {
  readonly service?: string;
  readonly rate?: string;
  readonly format: CertificateFormat;
  readonly explain?: string;
  readonly list?: true;
}

const FORMATS: readonly CertificateFormat[] = ['text', 'markdown', 'json', 'html'];

export function addCertify(program: Command): void {
  program
    .command('certify')
    .description('show who is notified of what goes wrong, by which alert, and how soon at the latest')
    .addOption(configOption())
    .addOption(environmentOption('all'))
    .option('-s, --service <name>', 'service of the stack (default: all)')
    .option('--rate <number>', 'requests per second in healthy times (default: 10)')
    .addOption(new Option('-f, --format <format>', 'output format').choices(FORMATS).default('text'))
    .option('--explain <fault>', 'show how the bounds of one fault are made up')
    .option('--list', 'list the faults')
    .exitOverride(({ exitCode }: CommanderError) =>
      process.exit(exitCode === 0 ? EXIT.clean : EXIT.couldNotRun),
    )
    .action((options: CertifyOptions) => reporting(() => certify(options)));
}

async function certify(options: CertifyOptions): Promise<void> {
  const { certifyStack, listOfFaults, printed, rateOf } = await import('../certify/command');
  const { USUAL_RATE } = await import('../certify/certificate');
  const stack = await loadStack(options.config);
  const own = stack.services.flatMap(({ faults }) => faults);
  if (options.list) {
    console.log(listOfFaults(own));
    return;
  }
  const { environment, service, rate, format, explain } = options;
  const certified = certifyStack({
    stack,
    ...(environment === undefined ? {} : { environment }),
    ...(service === undefined ? {} : { service }),
    rate: rate === undefined ? USUAL_RATE : rateOf(rate),
  });
  console.log(printed(certified, format, explain, own));
  process.exitCode = certified.missed.length > 0 ? EXIT.findings : EXIT.clean;
}
