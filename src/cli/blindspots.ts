import { Option, type Command } from 'commander';
import type { BlindspotFormat } from '../blindspots/formats/index';
import { oneLine } from '../findings/one-line';
import { EXIT } from '../findings/report';
import { loadStackIfAny } from './load-stack';
import { OUTPUT_FOLDER, withManifestPaths } from './manifest-paths';
import { reporting } from './report-options';
import { stopSignal } from './stop-signal';
import { usageExit } from './usage-exit';
import type { ChartOptions } from './chart-options';

interface BlindspotsOptions extends ChartOptions {
  readonly config?: string;
  readonly budget?: string;
  readonly seed?: string;
  readonly test?: string;
  readonly testTimeout?: string;
  readonly format: BlindspotFormat;
  readonly list?: true;
}

const FORMATS: readonly BlindspotFormat[] = ['text', 'markdown', 'json'];

export function addBlindspots(program: Command): void {
  withManifestPaths(program.command('blindspots'))
    .description('change one thing at a time in manifests, and show which mistakes go unnoticed')
    .option('--budget <number>', 'mutants to try, a sample of every kind (default: 200)')
    .option('--seed <number>', 'which sample (default: 1)')
    .option(
      '--test <command>',
      'also run your tests for each survivor, in a copy of the working directory with the changed file',
    )
    .option('--test-timeout <duration>', 'with --test: time limit of each run (default: 10m)')
    .addOption(new Option('-f, --format <format>', 'output format').choices(FORMATS).default('text'))
    .option('--list', 'list the kinds of change')
    .exitOverride(usageExit)
    .action((paths: readonly string[], options: BlindspotsOptions) =>
      reporting(() => blindspots(paths, options)),
    );
}

async function blindspots(paths: readonly string[], options: BlindspotsOptions): Promise<void> {
  const { countOf, listOfMutators, printedBlindspots, timeoutOf, USUAL_BUDGET } =
    await import('../blindspots/command');
  const { budget, seed, values, release, format, config, list, test: command, testTimeout } = options;
  if (list) {
    console.log(listOfMutators());
    return;
  }
  const { gather } = await import('../doctor/evidence');
  const { blindspots: find } = await import('../blindspots/run');
  const { requirePassing, tryTests } = await import('../blindspots/own-tests/own-tests');
  const limits = {
    budget: budget === undefined ? USUAL_BUDGET : countOf('--budget', budget),
    seed: seed === undefined ? 1 : countOf('--seed', seed),
  };
  const timeout = timeoutOf(testTimeout, command);
  const sources = {
    paths: paths.length > 0 ? paths : [OUTPUT_FOLDER],
    values,
    release,
    plain: true as const,
  };
  const evidence = await gather(sources, (await loadStackIfAny(config))?.services ?? []);
  for (const note of evidence.notes ?? []) console.error(oneLine(note));
  const tests = command === undefined ? undefined : { command, folder: process.cwd(), timeout };
  // Before minutes of work that would be in vain.
  if (tests !== undefined) await untilStopped((signal) => requirePassing({ ...tests, signal }));
  const found = find(evidence, { ...limits, onProgress: progressOf('mutants') });
  const tried =
    tests === undefined
      ? found
      : await untilStopped((signal) => tryTests(found, { ...tests, signal }, progressOf('survivors tested')));
  const { text, silent } = printedBlindspots(tried, format);
  console.log(text);
  process.exitCode = silent ? EXIT.findings : EXIT.clean;
}

/** Ctrl-C ends what runs, and removes its files. */
async function untilStopped<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = stopSignal();
  try {
    return await run(stop.signal);
  } finally {
    stop.forget();
  }
}

/** On a terminal only: a line that the next one replaces. */
const progressOf =
  (what: string) =>
  (done: number, of: number): void => {
    if (!process.stderr.isTTY) return;
    process.stderr.write(done < of ? `\r${done + 1} of ${of} ${what}` : '\r\u001B[K');
  };
