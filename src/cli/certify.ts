import { Option, type Command } from 'commander';
import { InvalidInput } from '../findings/invalid-input';
import { oneLine } from '../findings/one-line';
import { EXIT } from '../findings/report';
import type { CertificateFormat } from '../certify/formats/index';
import { pathArguments } from './caller';
import { environmentOption } from './environment-option';
import { configOption, loadStack, type StackOptions } from './load-stack';
import { reporting } from './report-options';
import { usageExit } from './usage-exit';
import { releaseOption, valuesOption, type ChartOptions } from './chart-options';

interface CertifyOptions extends StackOptions, ChartOptions {
  readonly service?: string;
  readonly rate?: string;
  readonly format: CertificateFormat;
  readonly explain?: string;
  readonly list?: true;
  readonly simulate?: true;
  readonly runs?: string;
  readonly seed?: string;
  readonly fault?: string;
  readonly longest?: string;
}

const FORMATS: readonly CertificateFormat[] = ['text', 'markdown', 'json', 'html'];

export function addCertify(program: Command): void {
  program
    .command('certify')
    .description('show who is notified of what goes wrong, by which alert, and how soon at the latest')
    .argument(
      '[paths...]',
      'files or folders of any manifests and values, or - for standard input (default: the stack)',
      pathArguments,
    )
    .addOption(configOption())
    .addOption(valuesOption('with paths: '))
    .addOption(releaseOption('with paths: '))
    .addOption(environmentOption('all'))
    .option('-s, --service <name>', 'service of the stack (default: all)')
    .option('--rate <number>', 'requests per second in healthy times (default: 10)')
    .addOption(new Option('-f, --format <format>', 'output format').choices(FORMATS).default('text'))
    .option('--explain <fault>', 'show how the bounds of one fault are made up')
    .option('--list', 'list the faults')
    .option('--simulate', 'try the bounds with promtool and Alertmanager of PATH, at random moments')
    .option('--runs <number>', 'with --simulate: how many faults to try (default: 100)')
    .option('--seed <number>', 'with --simulate: choose other moments (default: 1)')
    .option('--fault <fault>', 'with --simulate: try one fault (default: all)')
    .option(
      '--longest <duration>',
      'with --simulate: try faults whose alerts read up to so much (default: 12h)',
    )
    .exitOverride(usageExit)
    .action((paths: readonly string[], options: CertifyOptions) =>
      reporting(() => {
        rejectUnused(options);
        return paths.length === 0 ? certify(options) : certifyPaths(paths, options);
      }),
    );
}

/** @throws InvalidInput for an option that has no effect */
function rejectUnused({ simulate, runs, seed, fault, longest, explain }: CertifyOptions): void {
  const unused = simulate
    ? ([['--explain', explain]] as const)
    : ([
        ['--runs', runs],
        ['--seed', seed],
        ['--fault', fault],
        ['--longest', longest],
      ] as const);
  const given = unused.find(([, value]) => value !== undefined);
  if (given === undefined) return;
  throw new InvalidInput({
    resource: 'certify',
    path: given[0],
    message: simulate
      ? 'this option has no effect with --simulate'
      : 'this option has no effect without --simulate',
    found: given[1],
    fix: simulate ? 'remove one of the two options' : 'add --simulate, or remove the option',
  });
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
  if (options.simulate) return simulateStack(options, stack);
  const { environment, service, rate, format, explain } = options;
  const certified = certifyStack({
    stack,
    environment,
    service,
    rate: rate === undefined ? USUAL_RATE : rateOf(rate),
  });
  console.log(printed(certified, format, explain, own));
  process.exitCode = certified.missed.length > 0 ? EXIT.findings : EXIT.clean;
}

async function simulateStack(
  { environment, service, rate, runs, seed, fault, longest, format }: CertifyOptions,
  stack: Awaited<ReturnType<typeof loadStack>>,
): Promise<void> {
  const { rateOf } = await import('../certify/command');
  const { USUAL_RATE } = await import('../certify/certificate');
  const simulation = await import('../simulate/command');
  const { countOf, isViolated, longestOf, USUAL_LONGEST, USUAL_RUNS, USUAL_SEED } = simulation;
  const print = simulation.printerOf(format);
  const found = await simulation.simulateStack({
    stack,
    environment,
    service,
    rate: rate === undefined ? USUAL_RATE : rateOf(rate),
    fault,
    longest: longest === undefined ? USUAL_LONGEST : longestOf(longest),
    runs: runs === undefined ? USUAL_RUNS : countOf('--runs', runs),
    seed: seed === undefined ? USUAL_SEED : countOf('--seed', seed),
  });
  console.log(print(found));
  process.exitCode = isViolated(found) ? EXIT.findings : EXIT.clean;
}

async function certifyPaths(paths: readonly string[], options: CertifyOptions): Promise<void> {
  const { environment, service, rate, list, values, release, format, explain } = options;
  if (list) return certify({ format, list });
  const ofStack = [
    ['--environment', environment],
    ['--service', service],
    ['--rate', rate],
    ['--simulate', options.simulate && 'true'],
  ].find(([, value]) => value !== undefined);
  if (ofStack !== undefined)
    throw new InvalidInput({
      resource: 'certify',
      path: ofStack[0]!,
      message: 'this option is about the stack, and cannot be combined with files or folders',
      found: ofStack[1],
      fix: 'remove the option, or the paths',
    });
  const { gather } = await import('../doctor/evidence');
  const { certifyEvidence } = await import('../certify/folder/command');
  const evidence = await gather({ paths, values, release, plain: true }, []);
  const { text, notes, missed } = certifyEvidence(evidence, format, explain);
  for (const note of notes) console.error(oneLine(note));
  console.log(text);
  process.exitCode = missed ? EXIT.findings : EXIT.clean;
}
