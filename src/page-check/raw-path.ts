/** Parts of a value that differ from request to request, and what a route template has in their place. */
const VARIABLE_PARTS: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi, ':id'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, ':email'],
  [/(?<=^|[/=:_-])\d+(?=$|[/?&:_-])/g, ':id'],
  // ULIDs, object ids, digests: long, and with digits among the letters.
  [/(?<=^|[/=])(?=[0-9a-z]*\d)(?=[0-9a-z]*[a-z])[0-9a-z]{16,64}(?=$|[/?&])/gi, ':id'],
  [/\?.*$/s, ''],
];

/** Raw values from which on they are reported: a single one may be a route of its own. */
export const LEAST_RAW = 2;

/** Values that hold an id, an address or a time. Short numbers are codes. */
export const rawValues = (values: readonly string[]): readonly string[] =>
  values.filter((value) => template(value) !== value && !/^\d{1,4}$/.test(value));

/** `/tasks/123?page=2` → `/tasks/:id`; a value without variable parts is returned unchanged. */
export function template(value: string): string {
  return VARIABLE_PARTS.reduce((text, [part, replacement]) => text.replace(part, replacement), value);
}
