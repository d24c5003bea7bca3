/** A colour and the value from which it applies; null for the first step. */
export interface ColorStep {
  readonly value: number | null;
  readonly color: string;
}

const CSS_COLORS: Readonly<Record<string, string>> = {
  green: '#73bf69',
  yellow: '#f2cc0c',
  red: '#f2495c',
  text: '#ccccdc',
};

export function cssColor(name: string): string {
  return CSS_COLORS[name] ?? name;
}

export function colorAt(value: number, steps: readonly ColorStep[]): string {
  const step = steps.findLast(({ value: from }) => from === null || value >= from);
  return cssColor(step?.color ?? 'text');
}
