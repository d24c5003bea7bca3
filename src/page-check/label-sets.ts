import { groupBy } from '../findings/group-by';
import type { Sample } from '../exposition/page';
import { keyWithout } from '../exposition/series-key';
import type { Metric } from '../metrics/metric';
import { FORMAT_LABELS } from '../metrics/names';
import type { Exposed } from './facts';

/** The samples of a metric, parted by the labels that its service sets. */
export const labelSets = ({ metric, samples }: Exposed): readonly (readonly Sample[])[] => [
  ...groupBy(samples, (sample) => keyWithout(FORMAT_LABELS[metric.kind], sample)).values(),
];

/** A label set in messages, such as `POST, /tasks`. */
export function labelSetText(metric: Metric, [sample]: readonly Sample[]): string {
  const labels = [...(sample?.labels ?? [])].filter(([name]) => name !== FORMAT_LABELS[metric.kind]);
  return `{${labels.map(([name, value]) => `${name}="${value}"`).join(',')}}`;
}

/** ` on 1 of 2 label sets`; nothing when it is on all of them. */
export const onSome = (some: number, all: number): string =>
  some === all ? '' : ` on ${some} of ${all} label sets`;
