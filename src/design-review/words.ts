/** `http_request_duration_seconds` → its words; camelCase is split too. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** A name as Prometheus' naming practices ask for it. */
export const snakeCase = (name: string): string => wordsOf(name).join('_');

/** Whether a name has one of these words, or of these phrases joined by underscores. */
export function mentions(name: string, phrases: readonly string[]): boolean {
  const text = `_${snakeCase(name)}_`;
  return phrases.some((phrase) => text.includes(`_${phrase}_`));
}

/** Without the suffix of counters. */
export const withoutTotal = (name: string): string => name.replace(/_total$/, '');

/** `12000` → `12,000`, in every locale. */
export const grouped = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
