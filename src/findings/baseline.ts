import { jsonOf } from './fields';
import * as z from 'zod';
import type { Finding } from './finding';
import { InvalidInput } from './invalid-input';
import { jsonText } from './one-line';
import { parseInput } from './parse-input';
import { redacted } from './redact';
import { NOT_ANSWERED, SUPPRESSION, type Report } from './report';
import { foundIn, oneLine } from './show';

const ENTRY = z.strictObject({
  check: z.string(),
  resource: z.string(),
  path: z.string(),
  /** The value found, shortened and without credentials. */
  found: z.string(),
});

/** What a baseline keeps of a finding: nothing that moves with lines, or with rules above it. */
export type BaselineEntry = z.output<typeof ENTRY>;

const FILE = z.strictObject({ version: z.literal(1), findings: z.array(ENTRY) });

/** Positions in lists change when a rule is added. */
const withoutPositions = (text: string): string =>
  text.replaceAll(/\[\d+\]/g, '[]').replace(/^line \d+$/, 'line');

function entryOf(finding: Finding): BaselineEntry {
  const shown = redacted(finding);
  return {
    check: shown.check,
    resource: oneLine(shown.resource),
    path: oneLine(withoutPositions(shown.path)),
    found: foundIn(shown),
  };
}

const keyOf = ({ check, resource, path, found }: BaselineEntry): string =>
  JSON.stringify([check, resource, path, found]);

/** What was not judged has to be judged, and wrong suppressions have no effect: neither is ever known. */
const isAcceptable = ({ code }: Finding): boolean =>
  code !== SUPPRESSION && !(Object.values(NOT_ANSWERED) as string[]).includes(code);

/** The text of a baseline file with these findings, in an order that makes its diffs small. */
export function writeBaseline(findings: readonly Finding[]): string {
  const entries = findings
    .filter(isAcceptable)
    .map(entryOf)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return `${jsonText({ version: 1, findings: entries } satisfies z.output<typeof FILE>)}\n`;
}

/** @throws InvalidInput for a text that {@link writeBaseline} has not written */
export function readBaseline(text: string, file: string): readonly BaselineEntry[] {
  const content = jsonOf(text);
  if (content === undefined)
    throw new InvalidInput({
      resource: `baseline ${file}`,
      path: '',
      message: 'not JSON',
      found: undefined,
      fix: `write it again with --write-baseline ${file}`,
    });
  return parseInput(FILE, `baseline ${file}`, content).findings;
}

/** Takes findings of the baseline out of the findings, as often as it has each, and lists what it has in vain. */
export function againstBaseline(report: Report, entries: readonly BaselineEntry[], file: string): Report {
  const left = new Map<string, number>();
  for (const entry of entries) left.set(keyOf(entry), (left.get(keyOf(entry)) ?? 0) + 1);
  const known: Finding[] = [];
  const fresh = report.findings.filter((finding) => {
    const key = keyOf(entryOf(finding));
    const count = left.get(key) ?? 0;
    if (count === 0 || !isAcceptable(finding)) return true;
    left.set(key, count - 1);
    known.push(finding);
    return false;
  });
  // A skipped check may find it again.
  const skipped = new Set((report.unknown ?? []).map(({ check }) => check));
  const gone = entries.filter((entry) => {
    const count = left.get(keyOf(entry)) ?? 0;
    if (count > 0) left.set(keyOf(entry), count - 1);
    return count > 0 && !skipped.has(entry.check);
  });
  return { ...report, findings: fresh, baseline: { file, known, gone } };
}
