import type { Report } from '../report';

/** For programs: what the report holds, with no defaults left out. */
export function jsonReport({ program, findings, unknown = [], notes = [] }: Report): string {
  // JSON has no undefined: "nothing found" is null.
  const data = findings.map(({ found, ...finding }) => ({ ...finding, found: found ?? null }));
  return JSON.stringify({ program, findings: data, unknown, notes }, null, 2);
}
