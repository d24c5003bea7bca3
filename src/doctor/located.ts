import type { Place } from '../findings/finding';
import type { Report } from '../findings/report';
import { outlineOf, type ObjectOutline } from '../kubernetes/outline';

/** Texts of YAML files, by the name that findings have for them. */
export type FileTexts = ReadonlyMap<string, string>;

/** Moves findings from the first line of an object to the line of their path, and to the rule that they are about. */
export function located(report: Report, texts: FileTexts): Report {
  const known = new Map<string, readonly ObjectOutline[]>();
  const outlineIn = (file: string): readonly ObjectOutline[] => {
    const outlines = known.get(file) ?? outlineOf(texts.get(file) ?? '');
    known.set(file, outlines);
    return outlines;
  };
  const moved = <T extends { readonly path: string; readonly at?: Place | undefined }>(one: T): T => {
    const { path, at } = one;
    if (at === undefined || path === '' || !texts.has(at.file)) return one;
    const outlines = outlineIn(at.file);
    // Values, and files of Prometheus itself, are the only document of their file.
    const whole = at.line === undefined && outlines.length === 1 ? outlines[0] : undefined;
    const object = whole ?? outlines.find(({ first }) => first === at.line);
    const line = object?.lineAt(path);
    return line === undefined || line === whole?.first ? one : { ...one, at: { ...at, line } };
  };
  return {
    ...report,
    findings: report.findings.map(moved),
    ...(report.unchecked === undefined ? {} : { unchecked: report.unchecked.map(moved) }),
  };
}
