import type { Place } from '../findings/finding';
import type { Report } from '../findings/report';
import { outlineOf, type ObjectOutline } from '../kubernetes/outline';

/** Texts of YAML files, by the name that findings have for them. */
export type FileTexts = ReadonlyMap<string, string>;

/** Moves findings from the first line of an object to the line of their path, and to the rule that they are about. */
export function located(report: Report, texts: FileTexts): Report {
  const outlines = new Map<string, readonly ObjectOutline[]>();
  const outlineIn = (file: string): readonly ObjectOutline[] => {
    const known = outlines.get(file) ?? outlineOf(texts.get(file) ?? '');
    outlines.set(file, known);
    return known;
  };
  const moved = <T extends { readonly path: string; readonly at?: Place | undefined }>(one: T): T => {
    const { path, at } = one;
    if (at?.line === undefined || path === '' || !texts.has(at.file)) return one;
    const object = outlineIn(at.file).find(({ first }) => first === at.line);
    return object === undefined ? one : { ...one, at: { ...at, line: object.lineAt(path) } };
  };
  return {
    ...report,
    findings: report.findings.map(moved),
    ...(report.unchecked === undefined ? {} : { unchecked: report.unchecked.map(moved) }),
  };
}
