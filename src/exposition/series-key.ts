import type { Sample } from './page';

/** One text for one series: its name and its labels in the order of their names. */
export function seriesKey({ name, labels }: Pick<Sample, 'name' | 'labels'>): string {
  return JSON.stringify([name, ...[...labels].toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

/** The same without one label, which tells parts of one thing apart (`le`). */
export function keyWithout(label: string | undefined, { labels }: Pick<Sample, 'labels'>): string {
  return seriesKey({ name: '', labels: new Map([...labels].filter(([name]) => name !== label)) });
}
