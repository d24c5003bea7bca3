import { conclusion, uncheckedGroups } from '../coverage';
import type { Report } from '../report';

/** For programs: what the report holds, with no defaults left out. */
export function jsonReport(report: Report): string {
  const { program, findings, unknown = [], notes = [] } = report;
  // JSON has no undefined: "nothing found" is null.
  const data = findings.map(({ found, ...finding }) => ({ ...finding, found: found ?? null }));
  const unchecked = uncheckedGroups(report).map(({ places, ...group }) => ({
    ...group,
    count: places.length,
    places,
  }));
  return JSON.stringify(
    { program, findings: data, unknown, unchecked, notes, conclusion: conclusion(report) },
    null,
    2,
  );
}
