import { InvalidArgumentError, Option, type Command } from 'commander';
import { fromCaller } from './caller';
import { writeNamed } from '../findings/bounded-file';
import { InvalidInput } from '../findings/invalid-input';
import { oneLine } from '../findings/show';
import { REPORT_FORMATS, type ReportFormat } from '../findings/formats/index';
import { EXIT, FAIL_ON, exitCode, type FailOn, type Report } from '../findings/report';
import { usageExit } from './usage-exit';

export interface ReportOptions {
  readonly format: ReportFormat;
  readonly failOn: FailOn;
  readonly output?: readonly Output[];
}

/** A report in a file, beside the one on standard output. */
interface Output {
  readonly format: ReportFormat;
  readonly file: string;
}

/** Adds the options of a report, and exit code 2 for wrong usage: 1 means findings. */
export function asReporting(command: Command): Command {
  return command
    .addOption(
      new Option('-f, --format <format>', 'output format')
        .choices(Object.keys(REPORT_FORMATS))
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity that fails the command')
        .choices(FAIL_ON)
        .default('error'),
    )
    .addOption(
      new Option(
        '--output <format=file>',
        'write the report to a file as well, e.g. sarif=doctor.sarif; may be repeated',
      ).argParser(outputOption),
    )
    .exitOverride(usageExit);
}

function outputOption(text: string, before: readonly Output[] = []): readonly Output[] {
  const [format = '', ...rest] = text.split('=');
  const file = rest.join('=');
  if (!isFormat(format) || file === '')
    throw new InvalidArgumentError(
      `Write a format and a file, e.g. sarif=doctor.sarif. Formats: ${Object.keys(REPORT_FORMATS).join(', ')}.`,
    );
  return [...before, { format, file: fromCaller(file) }];
}

const isFormat = (text: string): text is ReportFormat => Object.hasOwn(REPORT_FORMATS, text);

/** Writes a report to standard output and sets the exit code. */
export function writeReport(report: Report, { format, failOn, output = [] }: ReportOptions): void {
  for (const one of output) writeNamed(one.file, '--output', `${REPORT_FORMATS[one.format](report)}\n`);
  const text = REPORT_FORMATS[format](report);
  if (text !== '') console.log(text);
  process.exitCode = exitCode(report.findings, failOn);
}

/** One sentence; the trace is for developers of this program. */
export function internalError(error: unknown): string {
  if (process.env['SIGNALPROOF_TRACE'] && error instanceof Error) return error.stack ?? error.message;
  return `internal error: ${oneLine(String(error))}. Please report it; SIGNALPROOF_TRACE=1 prints the trace.`;
}

/** Runs a command that reports findings; bad input and internal errors are one sentence and exit code 2. */
export async function reporting(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof InvalidInput ? error.message : internalError(error));
    process.exitCode = EXIT.couldNotRun;
  }
}
