import { groupBy } from '../exposition/group-by';
import type { Sample } from '../exposition/page';
import { keyWithout } from '../exposition/series-key';
import type { Exposed } from './facts';

/** The samples of a histogram, parted by the labels that its service sets. */
export const labelSets = ({ samples }: Exposed): readonly (readonly Sample[])[] => [
  ...groupBy(samples, (sample) => keyWithout('le', sample)).values(),
];

/** A label set in messages, such as `POST, /tasks`. */
export function labelSetText([sample]: readonly Sample[]): string {
  const labels = [...(sample?.labels ?? [])].filter(([name]) => name !== 'le');
  return `{${labels.map(([name, value]) => `${name}="${value}"`).join(',')}}`;
}

/** ` on 1 of 2 label sets`; nothing when it is on all of them. */
export const onSome = (some: number, all: number): string =>
  some === all ? '' : ` on ${some} of ${all} label sets`;
