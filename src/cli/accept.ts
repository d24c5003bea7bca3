import { existsSync } from 'node:fs';
import { commentSuppressions } from '../doctor/suppressions/comments';
import { fileSuppressions } from '../doctor/suppressions/file';
import { suppress } from '../doctor/suppressions/apply';
import type { Suppression } from '../doctor/suppressions/suppression';
import type { FileTexts } from '../doctor/located';
import { againstBaseline, readBaseline, writeBaseline } from '../findings/baseline';
import { readNamed, writeNamed } from '../findings/bounded-file';
import type { Report } from '../findings/report';
import { SUPPRESSIONS_FILE, type AcceptOptions } from './accept-options';

/**
 * The report without the findings that are accepted.
 * @throws InvalidInput for a file that cannot be read or written
 */
export function accept(report: Report, texts: FileTexts, options: AcceptOptions): Report {
  const { baseline } = options;
  const rest = suppress(report, suppressionsIn(texts, options), new Date().toISOString().slice(0, 10));
  if (options.writeBaseline !== undefined) {
    const written = writeBaseline(rest.findings);
    writeNamed(options.writeBaseline, '--write-baseline', written);
    return againstBaseline(rest, readBaseline(written, options.writeBaseline), options.writeBaseline);
  }
  return baseline === undefined
    ? rest
    : againstBaseline(rest, readBaseline(readNamed(baseline, '--baseline'), baseline), baseline);
}

/**
 * Suppressions in comments of the texts, and in the file of the options.
 * @throws InvalidInput for a file that cannot be read
 */
export function suppressionsIn(
  texts: FileTexts,
  { suppressions }: Pick<AcceptOptions, 'suppressions'>,
): readonly Suppression[] {
  const file = suppressions ?? (existsSync(SUPPRESSIONS_FILE) ? SUPPRESSIONS_FILE : undefined);
  return [
    ...[...texts.keys()].flatMap((name) => commentSuppressions(texts.get(name) ?? '', name)),
    ...(file === undefined ? [] : fileSuppressions(readNamed(file, '--suppressions'), file)),
  ];
}
