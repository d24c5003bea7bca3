/** One sample of a metrics page. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** `name{a="b"}`, as pages and promtool spell a series. */
export function seriesText(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}

/** A page in the text format. Types are left out: Prometheus stores a sample the same without. */
export const pageText = (samples: readonly Sample[]): string =>
  samples.map(({ name, labels, value }) => `${seriesText(name, labels)} ${value}\n`).join('');
