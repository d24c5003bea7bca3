import type { Finding, Place } from '../findings/finding';
import { groupBy } from '../findings/group-by';
import type { Report } from '../findings/report';
import { outlineOf, type ObjectOutline } from '../kubernetes/outline';

/** Texts of YAML files, by the name that findings have for them. */
export type FileTexts = Pick<ReadonlyMap<string, string>, 'get' | 'has'> & {
  keys(): Iterable<string>;
};

type Located = Pick<Finding, 'path'> & { readonly at?: Place | undefined };

/** Moves findings from the first line of an object to the line of their path, and to the rule that they are about. */
export function located(report: Report, texts: FileTexts): Report {
  const { findings, unchecked = [] } = report;
  const movable = [...findings, ...unchecked].filter(
    ({ path, at }: Located) => at !== undefined && path !== '' && texts.has(at.file),
  );
  const lines = new Map<Located, number>();
  // File by file: the outline of one takes many times the memory of its text.
  for (const [file, ones] of groupBy(movable, ({ at }: Located) => at!.file)) {
    const outlines = outlineOf(texts.get(file) ?? '');
    for (const one of ones) {
      const line = lineOf(one, outlines);
      if (line !== undefined) lines.set(one, line);
    }
  }
  const moved = <T extends Located>(one: T): T => {
    const line = lines.get(one);
    return line === undefined ? one : { ...one, at: { ...one.at, line } };
  };
  return {
    ...report,
    findings: findings.map(moved),
    ...(report.unchecked === undefined ? {} : { unchecked: unchecked.map(moved) }),
  };
}

function lineOf({ path, at }: Located, outlines: readonly ObjectOutline[]): number | undefined {
  // Values, and files of Prometheus itself, are the only document of their file.
  const whole = at?.line === undefined && outlines.length === 1 ? outlines[0] : undefined;
  const object = whole ?? outlines.find(({ first }) => first === at?.line);
  const line = object?.lineAt(path);
  return line === whole?.first ? undefined : line;
}
