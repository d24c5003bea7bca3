import { Option, type Command, type CommanderError } from 'commander';
import { InvalidInput } from '../findings/invalid-input';
import { oneLine } from '../findings/show';
import { REPORT_FORMATS, type ReportFormat } from '../findings/formats/index';
import { EXIT, FAIL_ON, exitCode, type FailOn, type Report } from '../findings/report';

/** Options of every command that reports findings. */
export interface ReportOptions {
  readonly format: ReportFormat;
  readonly failOn: FailOn;
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
    .exitOverride(({ exitCode }: CommanderError) =>
      process.exit(exitCode === 0 ? EXIT.clean : EXIT.couldNotRun),
    );
}

/** Writes a report to standard output and sets the exit code. */
export function writeReport(report: Report, { format, failOn }: ReportOptions): void {
  const text = REPORT_FORMATS[format](report);
  if (text !== '') console.log(text);
  process.exitCode = exitCode(report.findings, failOn);
}

/** One sentence; the trace is for developers of this program. */
function internalError(error: unknown): string {
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
