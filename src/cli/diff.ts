import { Option, type Command } from 'commander';
import { EXIT } from '../findings/report';
import type { DiffFormat } from '../diff/formats/index';
import { pathArgument } from './caller';
import { configOption, loadStackIfAny } from './load-stack';
import { OUTPUT_FOLDER } from './manifest-paths';
import { reporting } from './report-options';
import { usageExit } from './usage-exit';
import { releaseOption, valuesOption, type ChartOptions } from './chart-options';

interface DiffOptions extends ChartOptions {
  readonly path: string;
  readonly config?: string;
  readonly allow: readonly string[];
  readonly maxDelay?: string;
  readonly tests?: string;
  readonly format: DiffFormat;
}

const FORMATS: readonly DiffFormat[] = ['text', 'markdown', 'json'];

export function addDiff(program: Command): void {
  program
    .command('diff')
    .description('show which alerts a change silences, delays or sends to others')
    .argument('<base>', 'folder, file or git revision before the change')
    .argument('[head]', `the same after the change (default: ${OUTPUT_FOLDER})`)
    .option('--path <folder>', 'folder with the manifests in a git revision', OUTPUT_FOLDER)
    .addOption(valuesOption())
    .addOption(releaseOption())
    .option(
      '--allow <alert>',
      'alert that the change may silence; may be repeated, like trailers "Silences: <alert>" of commits',
      (name: string, before: readonly string[]) => [...before, name],
      [],
    )
    .option(
      '--max-delay <duration>',
      'fail when the first message about a fault comes later by more than this (default: a delay does not fail)',
    )
    .option('--tests <folder>', 'write the counterexamples for promtool and amtool', pathArgument)
    .addOption(configOption())
    .addOption(new Option('-f, --format <format>', 'output format').choices(FORMATS).default('text'))
    .exitOverride(usageExit)
    .action((base: string, head: string | undefined, options: DiffOptions) =>
      reporting(() => diff(base, head, options)),
    );
}

async function diff(base: string, head: string | undefined, options: DiffOptions): Promise<void> {
  const { isAcceptable } = await import('../diff/acknowledged');
  const { maxDelayOf, runDiff } = await import('../diff/command');
  const { DIFF_FORMATS } = await import('../diff/formats/index');
  const { path, values, release, allow, maxDelay, tests, format } = options;
  const printed = runDiff({
    base,
    head: head ?? path,
    path,
    allow,
    ...(maxDelay === undefined ? {} : { maxDelay: maxDelayOf(maxDelay) }),
    services: (await loadStackIfAny(options.config))?.services ?? [],
    values,
    release,
  });
  if (tests !== undefined) {
    const { writeProofs } = await import('../diff/sources/write-proofs');
    writeProofs(tests, printed.difference.effects);
  }
  console.log(DIFF_FORMATS[format](printed));
  process.exitCode = isAcceptable(printed.judged) ? EXIT.clean : EXIT.findings;
}
