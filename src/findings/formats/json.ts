import { conclusion, uncheckedGroups } from '../coverage';
import type { Finding } from '../finding';
import type { Report } from '../report';

/** For programs: what the report holds, with no defaults left out. */
export function jsonReport(report: Report): string {
  const { program, findings, unknown = [], notes = [], suppressed = [], baseline } = report;
  // JSON has no undefined: "nothing found" is null.
  const dataOf = ({ found, ...finding }: Finding) => ({ ...finding, found: found ?? null });
  const unchecked = uncheckedGroups(report).map(({ places, ...group }) => ({
    ...group,
    count: places.length,
    places,
  }));
  return JSON.stringify(
    {
      program,
      findings: findings.map(dataOf),
      suppressed: suppressed.map(({ finding, ...rest }) => ({ ...rest, finding: dataOf(finding) })),
      ...(baseline === undefined ? {} : { baseline: { ...baseline, known: baseline.known.map(dataOf) } }),
      unknown,
      unchecked,
      notes,
      conclusion: conclusion(report),
    },
    null,
    2,
  );
}
